/** Bundles a TypeScript entry into a bare page and serves it: for benches and tests of the library in a real browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { serveFolder } from './serve.ts';

/** A page that runs one bundled module. */
export interface BundledPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Bundles `entry` and everything that it imports, lazily imported parts in files of their own. */
export async function servePage(entry: string): Promise<BundledPage> {
  const outDir = mkdtempSync(join(tmpdir(), 'from-noise-page-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: resolve('public'),
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'esnext',
      lib: { entry: resolve(entry), formats: ['es'], fileName: () => 'page.js' },
    },
  });
  const html =
    '<!doctype html><link rel="icon" href="data:,"><title>page</title><script type="module" src="page.js"></script>';
  writeFileSync(join(outDir, 'index.html'), html);
  const site = await serveFolder(outDir);
  return {
    url: site.url,
    async close() {
      await site.close();
      rmSync(outDir, { recursive: true });
    },
  };
}
