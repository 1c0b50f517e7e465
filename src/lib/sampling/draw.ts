/** Draws images with a network along any sampler's table, guided in any of the course's ways, step by step. */
import {
  classifierFreeGuidance,
  classifierGuidance,
  clipX0,
  dynamicThreshold,
  guidedAt,
  makeInverseDdimTable,
  type Prediction,
  predictionAt,
  rescaleGuidance,
  type SamplerStep,
  type SamplerTable,
  type Schedule,
  samplers,
  sampleWalkLater,
  type X0Hook,
} from '../diffusion/index.ts';
import type { Network, WalkLook, WalkStep } from '../engines/engine.ts';
import { readNoisy } from './classifierGradient.ts';
import type { DrawSettings } from './settings.ts';

/** A denoiser with what it was trained for. */
export interface Denoiser {
  readonly network: Network;
  readonly schedule: Schedule;
  readonly prediction: Exclude<Prediction, 'score'>;
  /** The class index that stands for none; 0 classes for a network without. */
  readonly classes: number;
}

/** A step of a walk, given to the caller as it is made. */
export interface DrawStep {
  readonly row: number;
  readonly rows: number;
  readonly t: number;
  /** How often the network was asked for one image so far. */
  readonly calls: number;
  /** Reads where the step led. Call it before returning; its answer may be awaited later. */
  readonly look: () => Promise<WalkLook>;
}

/** What to draw. */
export interface DrawRequest {
  readonly settings: DrawSettings;
  /** One class index an image; the network's null class is allowed. Not looked at where the network has no classes. */
  readonly classes: readonly number[];
  /** What to start from, [count, ...shape of x]. */
  readonly start: Float32Array;
  /** Decides the fresh noise. */
  readonly seed: number | string;
  /** `toNoise` walks DDIM backwards, from images to noise. */
  readonly direction?: 'toImages' | 'toNoise';
  /** The classifier that `settings.classifier` names. */
  readonly classifier?: Network;
  /** Called after each step; may cancel by throwing. */
  readonly onStep?: (step: DrawStep) => Promise<void> | void;
}

/** Images and what they cost. */
export interface Drawn {
  /** [count, ...shape of x]. */
  readonly images: Float32Array<ArrayBuffer>;
  /** Network calls for one image. */
  readonly calls: number;
}

/**
 * The table that settings ask for.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function tableOf(
  schedule: Schedule,
  { sampler, options }: DrawSettings,
  direction: 'toImages' | 'toNoise' = 'toImages',
): SamplerTable {
  if (direction === 'toImages') return samplers[sampler].make(schedule, options);
  const { eta: _, ...levels } = options;
  return makeInverseDdimTable(schedule, levels);
}

/** Each row with how an answer becomes x0 and how strongly it is guided. */
export function walkStepsOf(
  denoiser: Denoiser,
  settings: DrawSettings,
  table: SamplerTable,
): WalkStep[] {
  const { guidanceScale, interval } = settings;
  return table.map((row) => ({
    row,
    x0: predictionAt(row, denoiser.prediction, 'x0'),
    guidanceScale: denoiser.classes > 0 ? guidedAt(row.t, guidanceScale, interval ?? undefined) : 1,
  }));
}

const callsOf = ({ guidanceScale }: WalkStep) =>
  guidanceScale === 0 || guidanceScale === 1 ? 1 : 2;

/** Network calls for one image that a walk makes. */
export function countCalls(denoiser: Denoiser, settings: DrawSettings): number {
  const table = tableOf(denoiser.schedule, settings);
  return walkStepsOf(denoiser, settings, table).reduce((sum, step) => sum + callsOf(step), 0);
}

/**
 * Draws images. What is linear in the network's answers runs on the device; rescaling, dynamic thresholds and a
 * classifier's gradients are computed on arrays between the steps. Both walk the same loop.
 *
 * @throws InvalidArgumentError when an option is not allowed; Error when a classifier is named and not given
 */
export async function drawImages(denoiser: Denoiser, request: DrawRequest): Promise<Drawn> {
  const { settings, direction } = request;
  const table = tableOf(denoiser.schedule, settings, direction);
  const steps = walkStepsOf(denoiser, settings, table);
  let calls = 0;
  const stepped = async (row: number, look: DrawStep['look']) => {
    calls += callsOf(steps[row]!);
    await request.onStep?.({ row, rows: steps.length, t: steps[row]!.row.t, calls, look });
  };
  const onArrays =
    settings.rescale > 0 || settings.x0 === 'dynamic' || settings.classifier !== null;
  const walk = onArrays ? walkArrays : walkDevice;
  return { images: await walk(denoiser, request, steps, stepped), calls };
}

type Stepped = (row: number, look: DrawStep['look']) => Promise<void>;

function othersOf(denoiser: Denoiser, { settings, classes }: DrawRequest): number[] {
  return new Array<number>(classes.length).fill(settings.avoid ?? denoiser.classes);
}

function walkDevice(
  denoiser: Denoiser,
  request: DrawRequest,
  steps: readonly WalkStep[],
  stepped: Stepped,
): Promise<Float32Array<ArrayBuffer>> {
  const { start, classes, seed, settings } = request;
  const conditions = { classes, others: othersOf(denoiser, request) };
  return denoiser.network.walk({
    start,
    ...(denoiser.classes > 0 ? conditions : {}),
    steps,
    clip: settings.x0 === 'clip',
    seed,
    onStep: stepped,
  });
}

async function walkArrays(
  denoiser: Denoiser,
  request: DrawRequest,
  steps: readonly WalkStep[],
  stepped: Stepped,
): Promise<Float32Array<ArrayBuffer>> {
  const { seed } = request;
  const dim = request.start.length / request.classes.length;
  const hook = hookOf(request.settings, dim);
  const table = steps.map(({ row }) => row);
  const byRow = new Map(steps.map((step) => [step.row, step]));
  const predict = (x: Float32Array, row: SamplerStep) =>
    predictX0(denoiser, request, byRow.get(row)!, x, dim);
  const walk = { table, start: new Float32Array(request.start), seed, ...(hook ? { hook } : {}) };
  const frames = sampleWalkLater<Float32Array>(walk, predict);
  let turn = await frames.next();
  while (!turn.done) {
    const { row, next, x0 } = turn.value;
    await stepped(row, async () => ({ x: new Float32Array(next), x0: new Float32Array(x0) }));
    turn = await frames.next();
  }
  return new Float32Array(turn.value);
}

function hookOf({ x0 }: DrawSettings, dim: number): X0Hook | undefined {
  if (x0 === 'none') return undefined;
  return x0 === 'clip' ? clipX0() : dynamicThreshold(dim);
}

/** a · x + b · y */
function affine(
  x: Float32Array,
  { xt, value }: { xt: number; value: number },
  y: Float32Array,
): Float32Array {
  return x.map((number, i) => xt * number + value * y[i]!);
}

/** The network's answer for one list of classes or, with two lists, for both in one call. */
async function answersTo(
  { network, classes }: Denoiser,
  x: Float32Array,
  t: number,
  lists: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const doubled = new Float32Array(lists.length * x.length);
  for (const [i] of lists.entries()) doubled.set(x, i * x.length);
  const y = lists.flat();
  const answer = await network.forward({
    x: doubled,
    t: new Float64Array(y.length).fill(t),
    ...(classes > 0 ? { y } : {}),
  });
  return lists.map((_, i) => answer.subarray(i * x.length, (i + 1) * x.length));
}

async function predictX0(
  denoiser: Denoiser,
  request: DrawRequest,
  step: WalkStep,
  x: Float32Array,
  dim: number,
): Promise<Float32Array> {
  const { row, guidanceScale } = step;
  const { classes, settings } = request;
  const others = othersOf(denoiser, request);
  const guided = guidanceScale !== 0 && guidanceScale !== 1;
  const lists = guided ? [classes, others] : [guidanceScale === 0 ? others : classes];
  const answers = await answersTo(denoiser, x, row.t, lists);
  const clean = answers.map((answer) => affine(x, step.x0, answer));
  let x0 = clean[0]!;
  if (guided) {
    x0 = classifierFreeGuidance(clean[0]!, clean[1]!, guidanceScale);
    x0 = rescaleGuidance(x0, clean[0]!, { dim, share: settings.rescale });
  }
  return settings.classifier ? steered(request, row, x, x0) : x0;
}

/** x0 with a classifier's gradient added, by way of ε. */
async function steered(
  { settings, classifier, classes }: DrawRequest,
  row: SamplerStep,
  x: Float32Array,
  x0: Float32Array,
): Promise<Float32Array> {
  if (!classifier) throw new Error(`The classifier “${settings.classifier!.id}” is not open.`);
  const { gradient } = await readNoisy(classifier, x, row.t, classes.length, classes);
  const eps = affine(x, predictionAt(row, 'x0', 'eps'), x0);
  const { sigma } = row;
  const guided = classifierGuidance(eps, gradient!, { sigma, scale: settings.classifier!.scale });
  return affine(x, predictionAt(row, 'eps', 'x0'), guided);
}
