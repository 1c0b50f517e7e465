/** Who may import whom: the layering table of docs/architecture.md, held for every source file. */
import { expect, test } from 'vitest';
import { filesUnder, type Import, importsOf } from './sources.ts';

const lib = 'src/lib';
const words = ['src/lessons/notation.ts', 'src/lessons/references.ts'];

interface Rule {
  /** Files the rule is for; the first rule that fits counts. */
  readonly files: RegExp;
  /** Own files that may be imported, by prefix. */
  readonly own: readonly string[];
  /** Packages that may be imported. */
  readonly packages: readonly string[];
}

const view = ['preact', 'preact/hooks', '@preact/signals'];
const codeMirror = [
  '@codemirror/autocomplete',
  '@codemirror/commands',
  '@codemirror/lang-javascript',
  '@codemirror/language',
  '@codemirror/lint',
  '@codemirror/state',
  '@codemirror/view',
];
const pageSide = [
  `${lib}/diffusion/index.ts`,
  `${lib}/datasets/index.ts`,
  `${lib}/compute/client.ts`,
  `${lib}/compute/protocol.ts`,
  `${lib}/nets/index.ts`,
  `${lib}/training/settings.ts`,
  `${lib}/sampling/settings.ts`,
  'src/measured/sampling.ts',
];

const rules: readonly Rule[] = [
  {
    files: /^src\/lib\/diffusion\/random\.ts$/,
    own: [`${lib}/diffusion/`],
    packages: ['pure-rand'],
  },
  { files: /^src\/lib\/diffusion\//, own: [`${lib}/diffusion/`], packages: [] },
  {
    files: /^src\/lib\/datasets\//,
    own: [`${lib}/datasets/`, `${lib}/diffusion/`],
    packages: ['@noble/hashes'],
  },
  { files: /^src\/lib\/nets\//, own: [`${lib}/nets/`, `${lib}/diffusion/`], packages: [] },
  {
    files: /^src\/lib\/engines\/(engine|plan)\.ts$/,
    own: [`${lib}/engines/engine.ts`, `${lib}/nets/`, `${lib}/diffusion/`],
    packages: [],
  },
  {
    files: /^src\/lib\/engines\/tfjs\//,
    own: [
      `${lib}/engines/tfjs/`,
      `${lib}/engines/plan.ts`,
      `${lib}/engines/engine.ts`,
      `${lib}/nets/`,
      `${lib}/diffusion/`,
    ],
    packages: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
    ],
  },
  {
    files: /^src\/lib\/models\//,
    own: [`${lib}/models/`, `${lib}/datasets/`, `${lib}/nets/`],
    packages: [],
  },
  {
    files: /^src\/lib\/sampling\//,
    own: [`${lib}/sampling/`, `${lib}/diffusion/`, `${lib}/engines/engine.ts`],
    packages: [],
  },
  {
    files: /^src\/lib\/sandbox\//,
    own: [`${lib}/sandbox/`],
    packages: ['acorn', 'sucrase'],
  },
  {
    files: /^src\/lib\/exercises\//,
    own: [`${lib}/exercises/`, `${lib}/diffusion/index.ts`, `${lib}/sandbox/session.ts`],
    packages: [],
  },
  {
    files: /^src\/offline\/integration\.ts$/,
    own: ['src/offline/'],
    packages: ['astro', 'node:crypto', 'node:fs', 'node:path', 'node:url', 'vite'],
  },
  { files: /^src\/offline\//, own: ['src/offline/'], packages: [] },
  {
    files: /^src\/components\/preflight\//,
    own: ['src/components/', ...pageSide, 'src/offline/client.ts'],
    packages: view,
  },
  { files: /^src\/lib\/progress\//, own: [`${lib}/progress/`], packages: [] },
  { files: /^src\/measured\//, own: ['src/measured/', `${lib}/diffusion/`], packages: [] },
  {
    files: /^src\/lib\/training\//,
    own: [
      `${lib}/training/`,
      `${lib}/sampling/`,
      `${lib}/diffusion/`,
      `${lib}/datasets/`,
      `${lib}/nets/`,
      `${lib}/engines/engine.ts`,
    ],
    packages: [],
  },
  {
    // Where the bundler puts the WASM files is asked beside the import of the engine itself.
    files: /^src\/lib\/compute\/backend\.ts$/,
    own: [`${lib}/`],
    packages: ['@tensorflow/tfjs-backend-wasm'],
  },
  { files: /^src\/lib\/compute\/(protocol|client)\.ts$/, own: [`${lib}/compute/`], packages: [] },
  { files: /^src\/lib\/compute\//, own: [`${lib}/`], packages: [] },
  {
    files: /^src\/components\/figure\/useCompute\.ts$/,
    own: ['src/components/', ...pageSide, `${lib}/compute/worker.ts`],
    packages: view,
  },
  {
    files: /^src\/components\/(site|prose)\//,
    own: [
      'src/components/site/',
      'src/lessons/lessonIndex.ts',
      'src/lessons/exerciseIndex.ts',
      'src/offline/client.ts',
      ...words,
    ],
    packages: ['@astrojs/starlight', 'unist-util-visit', 'hast'],
  },
  {
    // The one place where code of the learner's is run, and where it is written.
    files: /^src\/components\/(exercise|progress)\//,
    own: [
      'src/components/',
      ...pageSide,
      `${lib}/exercises/`,
      `${lib}/sandbox/`,
      `${lib}/progress/index.ts`,
      'src/lessons/exerciseChecks.ts',
      'src/lessons/exerciseIndex.ts',
      'src/lessons/exerciseTexts.ts',
      'src/styles/exercise.css',
    ],
    packages: [...view, '@astrojs/starlight', '@lezer/highlight', ...codeMirror],
  },
  {
    files: /^src\/components\//,
    own: ['src/components/', ...pageSide, ...words],
    packages: [...view, '@observablehq/plot'],
  },
  {
    files: /^src\/lessons\/[^/]+\/exercises\//,
    own: [`${lib}/diffusion/index.ts`, `${lib}/exercises/index.ts`],
    packages: [],
  },
  {
    files: /^src\/lessons\/[^/]+\/digitsFromDisk\.ts$/,
    own: pageSide,
    packages: ['node:fs'],
  },
  {
    files: /^src\/lessons\/[^/]+\//,
    own: ['src/components/', ...pageSide, ...words],
    packages: [...view, '@observablehq/plot'],
  },
];

const files = filesUnder('src', ['.ts', '.tsx', '.astro', '.mdx']);

/** Why an import is not allowed, or null. */
function fault(path: string, { target, own, typeOnly }: Import): string | null {
  const rule = rules.find(({ files: form }) => form.test(path));
  if (!rule) return null;
  const name = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
  if (!own) return rule.packages.includes(name) || rule.packages.includes(target) ? null : target;
  if (rule.own.some((prefix) => target.startsWith(prefix))) return null;
  // A lesson shows code as text; nothing of it runs there.
  if (path.startsWith('src/lessons/') && target.endsWith('?raw')) return null;
  const lesson = /^src\/lessons\/[^/]+\//.exec(path)?.[0];
  if (lesson && target.startsWith(lesson)) return null;
  return typeOnly && path.startsWith(`${lib}/compute/`) && target.startsWith(`${lib}/`)
    ? null
    : target;
}

test('every import follows the layering table', () => {
  const faults = files.flatMap((path) =>
    importsOf(path).flatMap((entry) => {
      const target = fault(path, entry);
      return target ? [`${path} imports ${target}`] : [];
    }),
  );
  expect(faults).toEqual([]);
});

test('the check sees what it should: an import of each kind, and a breach', () => {
  const found = importsOf('src/components/figure/useCompute.ts').map(({ target }) => target);
  expect(found).toContain('src/lib/compute/worker.ts');
  expect(found).toContain('src/lib/compute/client.ts');
  const breach = { target: 'src/components/figure/Figure.tsx', own: true, typeOnly: false };
  expect(fault('src/lib/diffusion/forward.ts', breach)).toBe(breach.target);
  expect(fault('src/lessons/a/figures/A.tsx', { ...breach, target: 'src/lessons/b/b.ts' })).toBe(
    'src/lessons/b/b.ts',
  );
  const engine = { ...breach, target: 'src/lib/engines/tfjs/index.ts' };
  for (const from of ['training/session.ts', 'models/loadModel.ts', 'compute/client.ts']) {
    expect(fault(`src/lib/${from}`, engine)).toBe(engine.target);
  }
  expect(fault('src/lib/compute/backend.ts', engine)).toBeNull();
  const session = { ...breach, target: 'src/lib/training/session.ts' };
  expect(fault('src/lessons/a/figures/A.tsx', session)).toBe(session.target);
  expect(
    fault('src/components/a.tsx', { target: '@tensorflow/tfjs', own: false, typeOnly: false }),
  ).toBe('@tensorflow/tfjs');
});

test('randomness comes from one place, from a seed', () => {
  const forbidden = /Math\.random|crypto\.getRandomValues|randomUUID/;
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const places = files.filter((path) => forbidden.test(readFileSync(path, 'utf8')));
  expect(places).toEqual([]);
});
