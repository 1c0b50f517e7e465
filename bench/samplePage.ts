/** The part of the sampling bench that runs in the browser: draws a grid with a shipped model on one backend after another. */
import { startTfjs } from '../src/lib/compute/backend.ts';
import {
  makeRng,
  type ScheduleName,
  sampleNormals,
  schedules,
} from '../src/lib/diffusion/index.ts';
import type { BackendName, Engine } from '../src/lib/engines/engine.ts';
import { loadModel, type ShippedModel } from '../src/lib/models/loadModel.ts';
import { drawImages } from '../src/lib/sampling/draw.ts';
import { plainSettings } from '../src/lib/sampling/settings.ts';
import { median } from './statistics.ts';

/** What is timed. */
export interface SampleBenchRequest {
  readonly backend: BackendName;
  readonly model: string;
  readonly images: number;
  readonly steps: number;
  readonly guidanceScale: number;
}

/** What came out. */
export interface SampleBenchResult {
  readonly backend: string;
  /** From the start of the second walk to its first picture. */
  readonly firstPicture: number;
  /** Median milliseconds between pictures, each read back. */
  readonly step: number;
  /** Network calls a second: images times calls of each, over the walk's time. */
  readonly callsPerSecond: number;
  /** Tensors on the device after everything was given back. */
  readonly tensorsLeft: number;
}

async function drawOnce(engine: Engine, model: ShippedModel, request: SampleBenchRequest) {
  const { images, steps, guidanceScale } = request;
  const { schedule, T, prediction, architecture } = model.manifest;
  const network = engine.load(model.graph, model.parameters);
  const denoiser = {
    network,
    schedule: schedules[schedule as ScheduleName].make({ T: T! }),
    prediction: prediction!,
    classes: architecture.classes,
  };
  const walk = async () => {
    const started = performance.now();
    const times: number[] = [];
    const { calls } = await drawImages(denoiser, {
      settings: { ...plainSettings(steps), guidanceScale },
      classes: Array.from({ length: images }, (_, i) => i % architecture.classes),
      start: sampleNormals(makeRng(1), images * architecture.size ** 2),
      seed: 1,
      onStep: async ({ look }) => {
        await look();
        times.push(performance.now() - started);
      },
    });
    return { times, calls };
  };
  // The first walk compiles.
  await walk();
  const timed = await walk();
  network.dispose();
  return timed;
}

async function runSampleBench(request: SampleBenchRequest): Promise<SampleBenchResult> {
  const engine = await startTfjs([request.backend]);
  const model = await loadModel({ id: request.model, baseUrl: 'weights/', cache: null });
  const { times, calls } = await drawOnce(engine, model, request);
  const tensorsLeft = engine.memory().tensors;
  const { name, adapter } = engine.backend;
  engine.dispose();
  const between = times.slice(1).map((time, i) => time - times[i]!);
  return {
    backend: `${name} ${adapter}`.trim(),
    firstPicture: times[0]!,
    step: median(between.length > 0 ? between : times),
    callsPerSecond: (1000 * request.images * calls) / times.at(-1)!,
    tensorsLeft,
  };
}

Object.assign(globalThis, { runSampleBench });
