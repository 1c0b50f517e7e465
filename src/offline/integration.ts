/** After a build: lists every file with its hash, writes the list, and bundles the service worker around it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { build } from 'vite';
import { manifestPath, type OfflineFile, type OfflineManifest } from './manifest.ts';

/** What no reader needs offline: stills stand in where no script runs, old font formats where no browser is new. */
const left = [
  /^stills\//,
  /\.(ttf|woff|xml|txt)$/,
  /^(404\.html|card\.png|sw\.js|offline\.json|\.built)$/,
];

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** The files of a built site that the course consists of, in a fixed order. */
export function listFiles(outDir: string): OfflineManifest {
  const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(outDir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !left.some((form) => form.test(path)))
    .sort()
    .map((path): OfflineFile => {
      const bytes = readFileSync(join(outDir, path));
      // A folder's page is asked for by the folder's address.
      return {
        path: path.replace(/(^|\/)index\.html$/, '$1'),
        hash: sha256(bytes),
        bytes: bytes.length,
      };
    });
  const version = sha256(files.map(({ path, hash }) => `${path} ${hash}`).join('\n')).slice(0, 16);
  return { version, files };
}

/** The integration. */
export function offline(): AstroIntegration {
  return {
    name: 'offline',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const outDir = fileURLToPath(dir);
        const manifest = listFiles(outDir);
        writeFileSync(join(outDir, manifestPath), JSON.stringify(manifest));
        await build({
          configFile: false,
          logLevel: 'error',
          publicDir: false,
          define: { __OFFLINE_MANIFEST__: JSON.stringify(manifest) },
          build: {
            outDir,
            emptyOutDir: false,
            target: 'es2022',
            lib: {
              entry: fileURLToPath(new URL('./serviceWorker.ts', import.meta.url)),
              formats: ['iife'],
              name: 'keeper',
              fileName: () => 'sw.js',
            },
          },
        });
        logger.info(
          `${manifest.files.length} files can be kept offline, version ${manifest.version}`,
        );
      },
    },
  };
}
