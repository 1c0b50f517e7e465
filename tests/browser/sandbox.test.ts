/** The learner's code cannot hurt: each way out is tried in the built page, and the page goes on. */
import type { Frame, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { hashOf } from '../../src/components/exercise/sharedCode.ts';
import { atRest, checkNow, codeExercise, press, textOf, write } from './exercisePage.ts';
import { openPage } from './site.ts';

const path = 'lessons/forward-noising/';
const id = 'forward-noising/jump';

/** A program whose function does something and then gives its first argument back. */
const doing = (body: string) =>
  `export function forwardSample(x0, eps, alphaBar) {\n${body}\nreturn x0;\n}`;

const right = `export function forwardSample(x0, eps, alphaBar) {
  return x0.map((value, i) => Math.sqrt(alphaBar) * value + Math.sqrt(1 - alphaBar) * eps[i]);
}`;

/** Writes a program, checks it, and finds the page as well as before: the right program passes right after. */
async function attack(code: string, page?: Page) {
  const opened = page ?? (await openPage(path));
  const root = await codeExercise(opened, id);
  await write(root, code);
  const found = await checkNow(root);
  expect(opened.frames(), 'no sandbox is left over').toHaveLength(1);
  await write(root, right);
  expect((await checkNow(root)).passed, 'the page works as before').toBe(true);
  return { ...found, root, page: opened };
}

describe('programs that do not end', () => {
  test('an endless loop is stopped and named, in a function and outside', async () => {
    const { sentence, page } = await attack(doing('for (;;) ;'));
    expect(sentence).toMatch(/did not finish within 3 seconds.*loop that never ends/);
    const outside = await attack('for (;;) ;', page);
    expect(outside.sentence).toMatch(/loop that never ends/);
  });

  test('a promise that never comes is stopped, too', async () => {
    const { sentence } = await attack(
      'export function forwardSample() { return new Promise(() => {}); }',
    );
    expect(sentence).toMatch(/did not finish within 3 seconds/);
  });

  test('questions without end are stopped', async () => {
    const page = await openPage('lessons/ddim/');
    const root = await codeExercise(page, 'ddim/ddim-loop');
    const endless =
      'export async function sample(x, timesteps, alphas, predict) { for (;;) await predict(x, 1); }';
    await write(root, endless);
    expect((await checkNow(root)).sentence).toMatch(/2,000 questions in one call and was stopped/);
    await expect.poll(() => page.frames().length).toBe(1);
  });

  test('Stop ends a loop at once, and the page answers while it runs', async () => {
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    await write(root, doing('for (;;) ;'));
    await press(root, 'Check');
    await root.getByRole('button', { name: 'Stop' }).waitFor();
    const started = Date.now();
    expect(await page.evaluate(() => 1 + 1)).toBe(2);
    await press(root, 'Stop');
    await atRest(root);
    expect(Date.now() - started).toBeLessThan(2500);
    await expect.poll(() => page.frames().length).toBe(1);
  });
});

describe('programs that want too much', () => {
  const hungry: [name: string, body: string][] = [
    ['typed arrays', 'const a = []; for (;;) a.push(new Float64Array(1e6));'],
    ['a list that grows', 'const a = []; for (;;) a.push({ x: 1 });'],
    ['long plain arrays', 'const a = []; for (;;) a.push(new Array(1000).fill(0));'],
    ['texts', "const a = []; for (;;) a.push('x'.repeat(1e6));"],
    [
      'caught and tried again',
      'const a = []; for (;;) { try { for (;;) a.push(new Float64Array(1e6)); } catch { break; } }',
    ],
  ];
  test('memory, in every way that is counted', async () => {
    const page = await openPage(path);
    for (const [name, body] of hungry) {
      const { sentence, passed } = await attack(doing(body), page);
      expect(passed, name).toBe(false);
      expect(sentence, name).toMatch(/asked for more than 512 MB of memory.*grows without end/);
    }
  });

  test('memory that no call counts ends with the time', async () => {
    const { sentence } = await attack(
      doing('const a = {}; for (let i = 0; ; i++) a[i] = { i, b: [i] };'),
    );
    expect(sentence).toMatch(/did not finish within 3 seconds|memory/);
  });

  test('a flood of output is stopped and named; what came before is shown', async () => {
    const { sentence } = await attack(doing("for (let i = 0; ; i++) console.log('line', i);"));
    expect(sentence).toMatch(/printed more than 200 lines/);
    const caught = await attack(
      doing("for (let i = 0; i < 1e4; i++) { try { console.log('x'.repeat(500)); } catch {} }"),
    );
    expect(caught.sentence).toMatch(/printed more than/);
  });

  test('a result that is too large, or no data', async () => {
    const { sentence, page } = await attack(
      'export function forwardSample() { return new Float64Array(3e6); }',
    );
    expect(sentence).toMatch(/returned more than 2,000,000 numbers/);
    const func = await attack('export function forwardSample() { return () => 1; }', page);
    expect(func.sentence).toMatch(/returned something that is no data/);
  });
});

/** Everything that a program could reach out with; each must be missing or fail. */
const reaches: [name: string, expression: string][] = [
  ['document', 'document.title'],
  ['window.parent', 'parent.document.title'],
  ['top', "top.location = 'https://example.com/'"],
  ['location', 'location.href'],
  ['postMessage', "postMessage({ kind: 'value', id: 1, value: [1] })"],
  ['localStorage', "localStorage.getItem('from-noise/exercise/forward-noising/jump')"],
  ['indexedDB', "indexedDB.open('x')"],
  ['caches', "caches.open('x')"],
  ['cookieStore', 'cookieStore.getAll()'],
  ['navigator', 'navigator.userAgent'],
  ['fetch', "fetch(new URL('/stolen', 'SITE'))"],
  ['XMLHttpRequest', 'new XMLHttpRequest()'],
  ['WebSocket', "new WebSocket('ws://localhost/')"],
  ['EventSource', "new EventSource('SITE')"],
  ['WebTransport', "new WebTransport('https://localhost/')"],
  ['importScripts', "importScripts('SITEstolen')"],
  ['Worker', "new Worker('data:,')"],
  ['BroadcastChannel', "new BroadcastChannel('x')"],
  ['setTimeout', 'setTimeout(() => {}, 0)'],
  ['through Function', "Function('return this')().fetch('SITEstolen')"],
  [
    'through the scope',
    "Object.getPrototypeOf(globalThis).constructor.prototype.fetch.call(globalThis, 'SITEstolen')",
  ],
  ['import', "import('SITEstolen')"],
];

describe('programs that reach out', () => {
  let siteUrl = '';
  beforeAll(() => {
    siteUrl = inject('siteUrl');
  });

  test('nothing of the page, its storage or the network is there', async () => {
    const requests: string[] = [];
    const page = await openPage(path, {
      prepare: async (context) => context.on('request', (request) => requests.push(request.url())),
    });
    const root = await codeExercise(page, id);
    const tries = reaches.map(
      ([name, expression]) =>
        `try { await (${expression.replaceAll('SITE', siteUrl)}); console.log('REACHED ${name}'); } catch (error) { console.log('no ${name}'); }`,
    );
    await write(
      root,
      `export async function forwardSample(x0, eps, alphaBar) {\n${tries.join('\n')}\nreturn x0;\n}`,
    );
    await press(root, 'Run');
    await atRest(root);
    const printed = (await root.locator('.fn-printed pre').textContent()) ?? '';
    expect(printed).not.toContain('REACHED');
    for (const [name] of reaches) expect(printed).toContain(`no ${name}`);
    expect(requests.filter((url) => url.includes('stolen'))).toEqual([]);
    expect(await page.title()).not.toBe('');
  });

  test('should a program get at what was taken away, the frame’s origin and policy still stand before it', async () => {
    const requests: string[] = [];
    const page = await openPage(path, {
      // The browser says what the policy refused.
      expected: /Content Security Policy|violates|Refused|sandboxed|Failed to load|Blocked/i,
      prepare: async (context) => context.on('request', (request) => requests.push(request.url())),
    });
    const root = await codeExercise(page, id);
    await write(root, doing('for (;;) ;'));
    await press(root, 'Check');
    const frame = await sandboxOf(page);
    const found = await frame.evaluate(async (url) => {
      const outcome = async (attempt: () => unknown) => {
        try {
          await attempt();
          return 'reached';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const load = (element: HTMLElement & { src?: string }, attribute: 'src') =>
        new Promise((resolve, reject) => {
          element.onload = resolve;
          element.onerror = () => reject(new Error('refused'));
          element[attribute] = `${url}favicon.svg`;
          document.body.append(element);
        });
      return {
        origin: self.origin,
        parent: await outcome(() => parent.document.title),
        storage: await outcome(() => localStorage.length),
        cookies: await outcome(() => document.cookie),
        database: await outcome(
          () =>
            new Promise((resolve, reject) => {
              const request = indexedDB.open('x');
              request.onsuccess = resolve;
              request.onerror = () => reject(request.error);
            }),
        ),
        network: await outcome(() => fetch(`${url}stolen`)),
        picture: await outcome(() => load(new Image(), 'src')),
        script: await outcome(() => import(/* @vite-ignore */ `${url}stolen.js`)),
        top: await outcome(() => {
          top!.location.href = 'https://example.com/';
        }),
      };
    }, siteUrl);
    expect(found.origin).toBe('null');
    for (const [way, outcome] of Object.entries(found)) expect(outcome, way).not.toBe('reached');
    expect(requests.filter((url) => url.includes('stolen'))).toEqual([]);
    expect(page.url()).toContain(path);
    await atRest(root);
  });

  test('what a program prints or throws is text to the page, never markup', async () => {
    const evil = '<img src=x onerror=document.title=1><b id=evil>x</b>';
    const page = await openPage(path);
    const root = await codeExercise(page, id);
    await write(root, doing(`console.log('${evil}'); throw new Error('${evil}');`));
    const { sentence } = await checkNow(root);
    expect(sentence).toContain(evil);
    expect(sentence).toContain('Line 2');
    expect(await root.locator('.fn-printed pre').textContent()).toContain(evil);
    expect(await page.locator('#evil').count()).toBe(0);
  });

  test('a program cannot declare itself right', async () => {
    const forged = [
      'Math.abs = () => 0; Math.max = () => 0; Object.is = () => true; Number.isNaN = () => false;',
      'Array.prototype.every = () => true; JSON.stringify = () => "{}";',
      'MessagePort.prototype.postMessage = function (m) { m.value = [1.1, 0.4]; };',
    ];
    const { passed } = await attack(
      doing(forged.map((line) => `try { ${line} } catch {}`).join('\n')),
    );
    expect(passed).toBe(false);
  });
});

describe('code that comes by a link', () => {
  const code = `console.log('RAN');\nfor (;;) ;\n`;

  test('is shown and not run; taken into the editor it is still not run, and undo brings one’s own text back', async () => {
    const page = await openPage(`${path}${await hashOf({ id, code })}`);
    const panel = page.getByRole('region', { name: 'Code from a link' });
    await panel.waitFor();
    expect(await panel.locator('pre').textContent()).toBe(code);
    const root = await codeExercise(page, id);
    const own = await textOf(root);
    await page.waitForTimeout(500);
    expect(page.frames()).toHaveLength(1);
    expect(await root.locator('.fn-printed').count()).toBe(0);
    await panel.getByRole('button', { name: 'Put it into the editor' }).click();
    expect(await textOf(root)).toBe(code);
    await page.waitForTimeout(500);
    expect(page.frames()).toHaveLength(1);
    expect(await root.locator('.fn-printed').count()).toBe(0);
    expect(new URL(page.url()).hash).toBe('');
    await page.keyboard.press('Control+z');
    expect(await textOf(root)).toBe(own);
  });

  test('a damaged link changes nothing and says so', async () => {
    const page = await openPage(`${path}#code=${id}~AAAA%25broken`);
    const alert = page.getByRole('alert').filter({ hasText: 'damaged' });
    await alert.waitFor();
    await alert.getByRole('button', { name: 'Close' }).click();
    expect(await alert.count()).toBe(0);
  });

  test('hostile code is text', async () => {
    const evil = `<img src=x onerror="document.title='1'"><b id="evil">x</b>`;
    const page = await openPage(`${path}${await hashOf({ id, code: evil })}`);
    await page.getByText('A link brought this code').waitFor();
    expect(await page.locator('#evil').count()).toBe(0);
  });
});

/** The sandbox of a program that runs now. */
async function sandboxOf(page: Page): Promise<Frame> {
  let found: Frame | undefined;
  await expect
    .poll(() => {
      found = page.frames().find((frame) => frame !== page.mainFrame());
      return found !== undefined;
    })
    .toBe(true);
  await found!.waitForLoadState();
  return found!;
}
