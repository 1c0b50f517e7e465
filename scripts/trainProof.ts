/** `npm run train:proof`: trains the digits from random weights in Node and has a classifier read what the network draws. */
import { parseArgs } from 'node:util';
import type { BackendName, Engine } from '../src/lib/engines/engine.ts';
import { accuracyOf, readImages } from '../src/lib/sampling/readImages.ts';
import { freshCheckpoint, TrainingSession } from '../src/lib/training/session.ts';
import { defaultSettings } from '../src/lib/training/settings.ts';
import { engineForNode, withVulkan } from './engineForNode.ts';
import { imagesFromDisk } from './imagesFromDisk.ts';
import { modelFromDisk } from './modelsFromDisk.ts';

const bar = 0.9;
const sampling = { weights: 'ema', guidanceScale: 3, steps: 25 } as const;
const atOnce = 100;

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '600' },
    samples: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string' },
  },
});

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

/** Trains with the default settings, and tells how it goes. */
async function train(engine: Engine): Promise<TrainingSession> {
  const digits = await imagesFromDisk('digits-8');
  const settings = { ...defaultSettings, steps: Number(options.steps), seed: Number(options.seed) };
  const session = new TrainingSession({
    engine,
    data: { ...digits, classes: Int32Array.from(digits.labels) },
    start: freshCheckpoint(settings),
    filmCount: 10,
  });
  await session.warmUp(() => {});
  let told = 0;
  await session.run(
    { limit: null, filmEvery: 0 },
    {
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      keep: () => {},
      report: (progress) => {
        if (progress.kind !== 'losses' || progress.step < told + 50) return;
        told = progress.step;
        const loss = progress.history.smoothed.at(-1)!.toFixed(4);
        const speed = progress.stepsPerSecond.toFixed(2);
        console.log(`  step ${progress.step}: loss ${loss}, ${speed} steps a second`);
      },
    },
  );
  return session;
}

/** The share of samples that the classifier reads as their class. */
async function measure(engine: Engine, session: TrainingSession): Promise<number> {
  const shipped = await modelFromDisk('digits-8-classifier');
  const classifier = engine.load(shipped.graph, shipped.parameters);
  const count = Number(options.samples);
  let right = 0;
  for (let from = 0; from < count; from += atOnce) {
    const classes = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => i % 10);
    const images = await session.sample({ ...sampling, classes, seed: from });
    const { guesses } = await readImages(classifier, images, classes.length);
    right += accuracyOf(guesses, classes) * classes.length;
  }
  classifier.dispose();
  return right / count;
}

await withVulkan();
const engine = await engineForNode(
  options.backend ? [options.backend as BackendName] : ['webgpu', 'cpu'],
);
const { name, adapter } = engine.backend;
console.log(`Backend: ${name}${adapter ? ` (${adapter})` : ''}`);
const started = performance.now();
const session = await train(engine);
console.log(`${session.step} steps of batch ${defaultSettings.batchSize} in ${seconds(started)} s`);
const drawing = performance.now();
const accuracy = await measure(engine, session);
const percent = `${(100 * accuracy).toFixed(1)} %`;
console.log(
  `The classifier reads ${percent} of ${options.samples} samples as their class (guidance 3, 25 DDIM steps, ${seconds(drawing)} s); the bar is ${100 * bar} %.`,
);
process.exit(accuracy >= bar ? 0 : 1);
