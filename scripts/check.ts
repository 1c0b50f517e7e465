/** `npm run check`: types, the library's purity, Astro pages, lint and format. */
import { runStep } from './run.ts';

const steps: readonly (readonly [title: string, command: string, ...args: string[]])[] = [
  ['Types, pages included', 'astro', 'check', '--minimumSeverity', 'warning'],
  ['Types without a browser', 'tsc', '--noEmit', '-p', 'tsconfig.diffusion.json'],
  ['Lint and format', 'biome', 'ci', '.'],
];

/** Runs every check, also after a failure; returns how many passed and failed. */
export function check(): { passed: number; failed: number } {
  const results = steps.map((step) => runStep(...step));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

if (import.meta.main) process.exitCode = check().failed === 0 ? 0 : 1;
