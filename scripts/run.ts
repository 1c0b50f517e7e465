/** Runs one command of the toolchain and says how it went. */
import { spawnSync } from 'node:child_process';

/** Runs a command with its output shown; returns whether it succeeded. */
export function runStep(title: string, command: string, ...args: string[]): boolean {
  console.log(`\n— ${title}: ${[command, ...args].join(' ')}`);
  const started = performance.now();
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(error.message);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${status === 0 ? 'ok' : 'FAILED'} after ${seconds} s`);
  return status === 0;
}
