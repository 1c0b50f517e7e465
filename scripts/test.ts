/** `npm test`: every check there is, in one run, with one closing line. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { requireBrowser } from './browser.ts';
import { check } from './check.ts';
import { runStep } from './run.ts';

const reportFolder = '.cache/tests';

interface Counts {
  passed: number;
  failed: number;
}

/** Runs some of the Vitest projects and reads back how many tests passed and failed. */
function vitest(title: string, ...projects: string[]): Counts {
  const report = `${reportFolder}/${projects.join('-')}.json`;
  const chosen = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ok = runStep(title, 'vitest', 'run', ...chosen, ...reporters);
  return readReport(report, ok);
}

function readReport(path: string, ok: boolean): Counts {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
    const passed = report['numPassedTests'] ?? 0;
    const failed = report['numFailedTests'] ?? 0;
    return { passed, failed: !ok && failed === 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

rmSync(reportFolder, { recursive: true, force: true });
mkdirSync(reportFolder, { recursive: true });
let browserFound = true;
try {
  console.log(`Browser: ${requireBrowser()}`);
} catch (error) {
  browserFound = false;
  console.error(error instanceof Error ? error.message : error);
}

const results: Counts[] = [
  check(),
  vitest('Library, contracts and components', 'lib', 'contracts', 'components'),
  vitest('The engine on every backend of Node, against PyTorch', 'engines'),
  browserFound
    ? vitest('The production build, and the built site in Chromium', 'browser')
    : { passed: 0, failed: 1 },
  ...(browserFound ? [vitest('Networks at work in Chromium', 'networks')] : []),
];
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
