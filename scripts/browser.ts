/** Finds a Chromium for tests, benches and stills, gets one where there is none, or says in one sentence how. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Flags that every run uses: no sandbox (containers), WebGPU, and no background traffic. */
export const browserFlags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of an installed Chromium or Chrome, or null. `CHROMIUM_PATH` wins. */
export function findBrowser(): string | null {
  const wanted = process.env['CHROMIUM_PATH'];
  if (wanted) return existsSync(wanted) ? wanted : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...macPaths,
    chromium.executablePath(),
  ];
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null;
}

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function installBrowser(): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/etc/debian_version') && runs('apt-get', 'update', '-qq')) {
    if (runs('apt-get', 'install', '-y', '-qq', 'chromium')) return;
  }
  const cli = fileURLToPath(new URL('cli.js', import.meta.resolve('playwright-core/package.json')));
  runs(process.execPath, cli, 'install', 'chromium');
}

/** The path of a browser, after installing one if need be. Throws a sentence that says what to do. */
export function requireBrowser(): string {
  const found = findBrowser();
  if (found) return found;
  console.log('No Chromium found: installing one.');
  installBrowser();
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error(
    'The browser tests need Chromium: install it (Debian: "apt-get install chromium"; elsewhere "npx playwright-core install chromium") or set CHROMIUM_PATH to a Chrome, and run again.',
  );
}
