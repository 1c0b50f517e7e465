/**
 * The tables of `npm run evaluate -- --tables`: sampler × steps, and guidance scale, for a shipped denoiser. Each cell is
 * written to src/measured/<id>.json as soon as it is measured, and is not measured again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ImageDatasetId } from '../src/lib/datasets/index.ts';
import {
  type SamplerName,
  type Schedule,
  type ScheduleName,
  schedules,
} from '../src/lib/diffusion/index.ts';
import type { Engine } from '../src/lib/engines/engine.ts';
import type { ShippedModel } from '../src/lib/models/loadModel.ts';
import type { Denoiser } from '../src/lib/sampling/draw.ts';
import { drawSet } from '../src/lib/sampling/drawSet.ts';
import { measureSet, readHeldOut, type SetQuality } from '../src/lib/sampling/quality.ts';
import { type DrawSettings, plainSettings } from '../src/lib/sampling/settings.ts';
import type { GuidanceCell, MeasuredModel, SamplerCell } from '../src/measured/types.ts';
import { imagesFromDisk } from './imagesFromDisk.ts';
import { modelFromDisk } from './modelsFromDisk.ts';

const seed = 'tables';
const guidanceSteps = 25;
export const scales = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Euler on the same levels is DDIM, and ancestral Euler is respaced DDPM: their rows would be the same. */
export const measuredSamplers: readonly SamplerName[] = [
  'ddpm',
  'ddim',
  'heun',
  'dpmSolver2M',
  'dpmSolver2S',
  'unipc',
  'pndm',
  'lcm',
];
/**
 * These two go wrong from the cosine schedule's last steps, where σ = sigma / signal is in the thousands: they start at
 * the first level with σ up to 80, the largest that Karras et al. 2022 use.
 */
const startsLater: readonly SamplerName[] = ['heun', 'pndm'];
const mostSigma = 80;

export const fewSteps = [5, 10, 20, 50, 250];

const fileOf = (id: string) => `src/measured/${id}.json`;

function write(measured: MeasuredModel): void {
  writeFileSync(fileOf(measured.model), `${JSON.stringify(measured, null, 2)}\n`);
}

const rounded = (quality: SetQuality) => ({
  accuracy: Number(quality.accuracy.toFixed(4)),
  frechet: Number(quality.frechet.toFixed(5)),
  diversity: Number(quality.diversity.toFixed(4)),
});

function denoiserOf(engine: Engine, { manifest, graph, parameters }: ShippedModel): Denoiser {
  const { architecture, schedule, T, prediction } = manifest;
  return {
    network: engine.load(graph, parameters),
    schedule: schedules[schedule as ScheduleName].make({ T: T! }),
    prediction: prediction!,
    classes: architecture.classes,
  };
}

/** The last timestep whose σ is small enough for every sampler. */
function laterStart({ logSnr }: Schedule): number {
  return logSnr.findLastIndex((logarithm) => Math.exp(-logarithm / 2) <= mostSigma);
}

/** What is measured already, when it was measured with as many samples. */
function startingPoint(id: string, samples: number): MeasuredModel | null {
  if (!existsSync(fileOf(id))) return null;
  const kept = JSON.parse(readFileSync(fileOf(id), 'utf8')) as MeasuredModel;
  return kept.samples === samples ? kept : null;
}

/** A function that draws a set and measures it, and the same measures of training images. */
export async function makeMeasure(engine: Engine, model: ShippedModel, samples: number) {
  const { data, architecture } = model.manifest;
  const denoiser = denoiserOf(engine, model);
  const shipped = await modelFromDisk(`${data}-classifier`);
  const classifier = engine.load(shipped.graph, shipped.parameters);
  const held = await imagesFromDisk(data as ImageDatasetId, 'test');
  const heldOut = await readHeldOut(classifier, held.images, held.labels);
  const pixels = architecture.size ** 2;
  const train = await imagesFromDisk(data as ImageDatasetId, 'train', samples);
  const labels = train.labels.subarray(0, samples);
  const real = await measureSet(
    classifier,
    train.images.subarray(0, samples * pixels),
    labels,
    heldOut,
  );
  const measure = async (settings: DrawSettings) => {
    const started = performance.now();
    const drawn = await drawSet(denoiser, { settings, count: samples, pixels, seed });
    const quality = await measureSet(classifier, drawn.images, drawn.classes, heldOut);
    const seconds = (performance.now() - started) / 1000;
    return { calls: drawn.calls, ...rounded(quality), seconds };
  };
  return { measure, real: rounded(real), schedule: denoiser.schedule };
}

/**
 * Measures what is not measured yet.
 *
 * @param most the largest number of steps to measure
 */
export async function evaluateTables(
  engine: Engine,
  id: string,
  samples: number,
  most: number,
  only: readonly SamplerName[] = measuredSamplers,
): Promise<void> {
  const model = await modelFromDisk(id);
  const { measure, real, schedule } = await makeMeasure(engine, model, samples);
  const { T } = schedule;
  let kept: MeasuredModel = startingPoint(id, samples) ?? {
    model: id,
    samples,
    seed,
    backend: engine.backend.name,
    guidanceSteps,
    real,
    guidance: [],
    samplers: [],
  };
  const print = (
    what: string,
    { accuracy, frechet, diversity }: Omit<GuidanceCell, 'scale'>,
    s: number,
  ) =>
    console.log(
      `${id} ${what.padEnd(30)} accuracy ${accuracy.toFixed(3)}  Fréchet ${frechet.toFixed(4)}  diversity ${diversity.toFixed(3)}  (${s.toFixed(0)} s)`,
    );
  for (const scale of scales) {
    if (kept.guidance.some((cell) => cell.scale === scale)) continue;
    const {
      seconds,
      calls: _,
      ...cell
    } = await measure({ ...plainSettings(guidanceSteps), guidanceScale: scale });
    const guidance: GuidanceCell[] = [...kept.guidance, { scale, ...cell }];
    kept = { ...kept, guidance };
    write(kept);
    print(`guidance ${scale}`, cell, seconds);
  }
  for (const steps of [...fewSteps, T].filter((count) => count <= most)) {
    for (const sampler of measuredSamplers) {
      const known = kept.samplers.some((cell) => cell.sampler === sampler && cell.steps === steps);
      if (known || !only.includes(sampler)) continue;
      const start = startsLater.includes(sampler) ? { startAt: laterStart(schedule) } : {};
      const visited = Math.min(steps, (start.startAt ?? T - 1) + 1);
      const options = { steps: visited, ...start };
      const { seconds, ...cell } = await measure({ ...plainSettings(visited), sampler, options });
      const samplers: SamplerCell[] = [...kept.samplers, { sampler, steps, ...start, ...cell }];
      kept = { ...kept, samplers };
      write(kept);
      print(`${sampler} ${steps}`, cell, seconds);
    }
  }
}
