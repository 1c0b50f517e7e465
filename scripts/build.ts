/** Builds the site when a source is newer than the build; only one process builds at a time. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['src', 'public', 'astro.config.ts', 'package.json', 'package-lock.json'];

function newest(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether the build in `outDir` is older than its sources, or missing. */
export function isStale(outDir: string): boolean {
  const stamp = join(outDir, '.built');
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return sources.some((source) => newest(source) > built);
}

/** Settings of a build. */
export interface BuildOptions {
  readonly outDir?: string;
  readonly base?: string;
}

/** Builds if stale. Throws when the build fails; what it printed is then shown. */
export async function ensureBuilt({
  outDir = 'dist',
  base = '/',
}: BuildOptions = {}): Promise<void> {
  const lock = `${outDir}.lock`;
  await acquire(lock);
  try {
    if (!isStale(outDir)) return;
    const started = new Date();
    const env = { ...outerEnvironment(), OUT_DIR: `./${outDir}`, BASE_PATH: base };
    const { status, stdout, stderr } = spawnSync('astro', ['build'], {
      env,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`The build failed.\n${stdout}\n${stderr}`);
    const stamp = join(outDir, '.built');
    writeFileSync(stamp, started.toISOString());
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** The environment without what a test runner adds, which the build would take for its own settings. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const added = /^(VITEST|VITE_|NODE_ENV$|BASE_URL$|MODE$|DEV$|PROD$|SSR$|TEST$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}

async function acquire(lock: string): Promise<void> {
  for (let waited = 0; ; waited += 500) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      if (waited > 180_000) throw new Error(`Another build holds ${lock}; remove it if none runs.`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
