/**
 * Measures what the classifier-guidance lesson says of the shipped networks, and writes it to the lesson's measured.json:
 * `npm run evaluate:classifier-guidance`, about two minutes.
 */
import { writeFileSync } from 'node:fs';
import {
  cleanClassifier,
  digitPixels,
  noisyClassifier,
  schedule,
  tenClasses,
} from '../src/lessons/classifier-guidance/figures/digits.ts';
import {
  rootMeanSquare,
  stepAlong,
} from '../src/lessons/classifier-guidance/figures/gradientStep.ts';
import {
  measuredSteps,
  noisyBatch,
  readByBayes,
  scoreOf,
} from '../src/lessons/classifier-guidance/figures/noiseAccuracy.ts';
import {
  fork,
  forwardSample,
  makeIdealDenoiser,
  makeRng,
  sampleNormals,
} from '../src/lib/diffusion/index.ts';
import type { Network } from '../src/lib/engines/engine.ts';
import { readNoisy } from '../src/lib/sampling/classifierGradient.ts';
import { type Denoiser, drawImages } from '../src/lib/sampling/draw.ts';
import { measureSet, readHeldOut } from '../src/lib/sampling/quality.ts';
import { plainSettings } from '../src/lib/sampling/settings.ts';
import { engineForNode } from './engineForNode.ts';
import { imagesFromDisk } from './imagesFromDisk.ts';
import { modelFromDisk } from './modelsFromDisk.ts';

const measuredFile = 'src/lessons/classifier-guidance/measured.json';
const steps = 25;
const samples = 500;
const seed = 1;
const scales = [0, 1, 2, 4, 7, 10];

/** The shipped networks on one engine. */
export interface Networks {
  readonly denoiser: Denoiser;
  readonly noisy: Network;
  readonly clean: Network;
  readonly dispose: () => void;
}

/** Opens them on WebAssembly, whose numbers are the same everywhere. */
export async function openNetworks(): Promise<Networks> {
  const engine = await engineForNode(['wasm']);
  const load = async (id: string) => {
    const { graph, parameters } = await modelFromDisk(id);
    return engine.load(graph, parameters);
  };
  const network = await load('digits-8');
  return {
    denoiser: { network, schedule, prediction: 'eps', classes: tenClasses.length },
    noisy: await load(noisyClassifier),
    clean: await load(cleanClassifier),
    dispose: () => engine.dispose(),
  };
}

/** Which classifier steers, and how strongly. */
export interface Steering {
  readonly by: 'noisy' | 'clean';
  readonly scale: number;
}

/** Digits of all classes in turn, drawn without a class and steered by a classifier. */
export async function drawSteered(networks: Networks, { by, scale }: Steering, count: number) {
  const classes = Array.from({ length: count }, (_, i) => i % tenClasses.length);
  const settings = {
    ...plainSettings(steps),
    guidanceScale: 0,
    classifier: scale === 0 ? null : { id: by, scale },
  };
  const start = sampleNormals(fork(seed, 'steered'), count * digitPixels);
  const classifier = networks[by];
  const { images } = await drawImages(networks.denoiser, {
    settings,
    classes,
    start,
    seed,
    classifier,
  });
  return { images, classes };
}

/** The share of images that a classifier reads as their class. */
export async function shareRead(
  classifier: Network,
  images: Float32Array,
  classes: readonly number[],
): Promise<number> {
  const { logProbabilities } = await readNoisy(classifier, images, 0, classes.length, null);
  return scoreOf(logProbabilities, classes).accuracy;
}

/** What each reader makes of the figure's noisy digits at t. */
export async function readAt(networks: Networks, t: number) {
  const [heldOut, train] = [
    await imagesFromDisk('digits-8', 'test'),
    await imagesFromDisk('digits-8'),
  ];
  const { xt, labels } = noisyBatch(heldOut, t, seed);
  const scored = async (classifier: Network) =>
    scoreOf((await readNoisy(classifier, xt, t, labels.length, null)).logProbabilities, labels);
  const ideal = makeIdealDenoiser({
    data: train.images,
    count: train.labels.length,
    dim: digitPixels,
    labels: train.labels,
  });
  return {
    t,
    noisy: await scored(networks.noisy),
    clean: await scored(networks.clean),
    bayes: scoreOf(await readByBayes(ideal, xt, t, async () => {}), labels),
  };
}

/** The figure's step: so much of the gradient. */
const figureStep = 0.2;

/** The figure's steps along the gradient for an 8, from the first held-out 3 at t = 0: until the classifier is sure. */
export async function convince({ noisy }: Networks) {
  const heldOut = await imagesFromDisk('digits-8', 'test');
  const at = heldOut.labels.indexOf(3) * digitPixels;
  const x0 = heldOut.images.subarray(at, at + digitPixels);
  const start = forwardSample(schedule, x0, 0, sampleNormals(makeRng(seed), digitPixels));
  let x: Float32Array = start;
  for (let steps = 0; ; steps++) {
    const { gradient, logProbabilities } = await readNoisy(noisy, x, 0, 1, [8]);
    const sure = Math.exp(logProbabilities[8]!);
    const moved = rootMeanSquare(x.map((value, i) => value - start[i]!));
    if (sure > 0.99 || steps === 50) return { steps, sure, moved };
    x = stepAlong(x, gradient!, figureStep);
  }
}

/** The root mean square of the gradient for an 8 on the first held-out 3 at t, and what share the 8 has. */
export async function gradientAt({ noisy }: Networks, t: number) {
  const heldOut = await imagesFromDisk('digits-8', 'test');
  const at = heldOut.labels.indexOf(3) * digitPixels;
  const x0 = heldOut.images.subarray(at, at + digitPixels);
  const xt = forwardSample(schedule, x0, t, sampleNormals(makeRng(seed), digitPixels));
  const { gradient, logProbabilities } = await readNoisy(noisy, xt, t, 1, [8]);
  return { t, size: rootMeanSquare(gradient!), wanted: Math.exp(logProbabilities[8]!) };
}

async function measure(networks: Networks) {
  const heldOut = await imagesFromDisk('digits-8', 'test');
  const known = await readHeldOut(networks.clean, heldOut.images, heldOut.labels);
  const steered = [];
  for (const scale of scales) {
    const { images, classes } = await drawSteered(networks, { by: 'noisy', scale }, samples);
    const own = await shareRead(networks.noisy, images, classes);
    steered.push({
      by: 'noisy',
      scale,
      own,
      ...(await measureSet(networks.clean, images, classes, known)),
    });
  }
  for (const scale of scales.slice(1)) {
    const { images, classes } = await drawSteered(networks, { by: 'clean', scale }, samples);
    const own = await shareRead(networks.clean, images, classes);
    const accuracy = await shareRead(networks.noisy, images, classes);
    steered.push({ by: 'clean', scale, own, accuracy });
  }
  const readings = [];
  for (const t of [...measuredSteps].sort((a, b) => a - b))
    readings.push(await readAt(networks, t));
  const gradients = [await gradientAt(networks, 300), await gradientAt(networks, 900)];
  return {
    seed,
    samples,
    steps,
    steered,
    readings,
    gradients,
    convinced: await convince(networks),
  };
}

if (import.meta.main) {
  const networks = await openNetworks();
  const measured = await measure(networks);
  networks.dispose();
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(4)) : value;
  writeFileSync(measuredFile, `${JSON.stringify(measured, rounded, 2)}\n`);
  console.log(`Wrote ${measuredFile}.`);
}
