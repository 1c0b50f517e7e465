/**
 * `npm run evaluate [-- ids] [--samples N] [--backend wasm]`: measures the shipped denoisers from the files that the site
 * serves, beside their manifests' figures. With `--tables [--most 250] [--samplers ddpm,ddim]` it measures samplers by
 * steps and guidance by scale instead, and writes src/measured; cells that are there already are kept.
 */
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ImageDataset, ImageDatasetId } from '../src/lib/datasets/index.ts';
import {
  fork,
  type SamplerName,
  type ScheduleName,
  sampleNormals,
  schedules,
} from '../src/lib/diffusion/index.ts';
import type { BackendName, Engine, Network } from '../src/lib/engines/engine.ts';
import type { ShippedModel } from '../src/lib/models/loadModel.ts';
import { frechetDistance } from '../src/lib/sampling/frechet.ts';
import { accuracyOf, readImages } from '../src/lib/sampling/readImages.ts';
import { sampleImages } from '../src/lib/training/sampling.ts';
import { engineForNode, withVulkan } from './engineForNode.ts';
import { evaluateTables } from './evaluateTables.ts';
import { imagesFromDisk } from './imagesFromDisk.ts';
import { modelFromDisk } from './modelsFromDisk.ts';

const steps = 25;
const atOnce = 50;

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    samples: { type: 'string' },
    backend: { type: 'string' },
    tables: { type: 'boolean', default: false },
    most: { type: 'string', default: '1000' },
    samplers: { type: 'string' },
  },
});

/** Samples for a model: a thousand small images, or as many larger ones as take about as long. */
function sampleCount(size: number): number {
  return options.samples ? Number(options.samples) : size <= 8 ? 1000 : 200;
}

/** Samples in each cell of the tables. */
const tableSamples = (id: string) =>
  options.samples ? Number(options.samples) : id.endsWith('-8') ? 500 : 200;

/** Images of the classes in turn, a part at a time. */
async function draw(
  { manifest }: ShippedModel,
  network: Network,
  guidanceScale: number,
  count: number,
): Promise<{ images: Float32Array; classes: number[] }> {
  const { architecture, prediction, schedule, T } = manifest;
  if (architecture.kind !== 'unet') throw new Error(`${manifest.id} is no denoiser.`);
  const pixels = architecture.size ** 2;
  const classes = Array.from({ length: count }, (_, i) => i % architecture.classes);
  const images = new Float32Array(count * pixels);
  const rng = fork(`${manifest.id}/${guidanceScale}`, 'evaluate');
  for (let from = 0; from < count; from += atOnce) {
    const part = classes.slice(from, from + atOnce);
    const drawn = await sampleImages(network, {
      schedule: schedules[schedule as ScheduleName].make({ T: T! }),
      prediction: prediction!,
      start: sampleNormals(rng, part.length * pixels),
      classes: part,
      nullClass: architecture.classes,
      guidanceScale,
      steps,
    });
    images.set(drawn, from * pixels);
  }
  return { images, classes };
}

const printed = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(4));

/** Prints a line: what, measured here, as the manifest has it. */
function print(what: string, here: number, manifest: unknown): void {
  const told = printed(typeof manifest === 'number' ? manifest : undefined);
  console.log(`  ${what.padEnd(58)} ${printed(here).padStart(8)} ${told.padStart(8)}`);
}

/** The classifier's own accuracy, and its features of held-out and of training images. */
async function readReal(classifier: Network, id: ImageDatasetId, count: number) {
  const read = ({ images, count: all }: ImageDataset) => readImages(classifier, images, all);
  const heldOut = await imagesFromDisk(id, 'test');
  const heldOutReading = await read(heldOut);
  const training = await read(await imagesFromDisk(id, 'train', count));
  return { accuracy: accuracyOf(heldOutReading.guesses, heldOut.labels), heldOutReading, training };
}

async function evaluate(engine: Engine, id: string): Promise<void> {
  const started = performance.now();
  const model = await modelFromDisk(id);
  const shippedClassifier = await modelFromDisk(`${model.manifest.data}-classifier`);
  const network = engine.load(model.graph, model.parameters);
  const classifier = engine.load(shippedClassifier.graph, shippedClassifier.parameters);
  const count = sampleCount(model.manifest.architecture.size);
  const { measured } = model.manifest;
  console.log(`\n${id}, ${count} samples of ${steps} DDIM steps`.padEnd(61), '    here manifest');
  const real = await readReal(classifier, model.manifest.data as ImageDatasetId, count);
  const { width, features: heldOut } = real.heldOutReading;
  print(
    'classifier: accuracy on held-out images',
    real.accuracy,
    shippedClassifier.manifest.measured['accuracy'],
  );
  const guided = await draw(model, network, 3, count);
  const reading = await readImages(classifier, guided.images, count);
  print(
    'read as their class, guidance 3',
    accuracyOf(reading.guesses, guided.classes),
    measured['accuracyAtGuidance3'],
  );
  const plain = await draw(model, network, 1, count);
  const { features } = await readImages(classifier, plain.images, count);
  print(
    'squared Fréchet distance to held-out images, guidance 1',
    frechetDistance(features, heldOut, width),
    measured['frechetAtGuidance1'],
  );
  print(
    `the same of ${real.training.guesses.length} training images`,
    frechetDistance(real.training.features, heldOut, width),
    measured['frechetOfTrainingImages'],
  );
  console.log(`  (${((performance.now() - started) / 1000).toFixed(0)} s)`);
  network.dispose();
  classifier.dispose();
}

/** The asked backend; else a graphics card, else WASM, which is faster than a graphics card that is a program. */
async function startEngine(): Promise<Engine> {
  if (options.backend) return engineForNode([options.backend as BackendName]);
  const engine = await engineForNode();
  if (engine.backend.name !== 'webgpu' || !engine.backend.software) return engine;
  engine.dispose();
  return engineForNode(['wasm', 'cpu']);
}

if (options.backend === 'webgpu') await withVulkan();
const engine = await startEngine();
console.log(`Backend: ${engine.backend.name} ${engine.backend.adapter}`);
const denoisers = readdirSync('public/weights').filter((id) =>
  existsSync(`public/weights/${id}-classifier`),
);
const only = options.samplers?.split(',') as SamplerName[] | undefined;
for (const id of wanted.length > 0 ? wanted : denoisers) {
  if (!options.tables) await evaluate(engine, id);
  else await evaluateTables(engine, id, tableSamples(id), Number(options.most), only);
}
process.exit(0);
