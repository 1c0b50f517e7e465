/** The typed jobs that a page may ask of the worker; the client and the worker's handlers derive from this map. */
import type { BackendInfo, MemoryUse } from '../engines/engine.ts';
import type { SetQuality } from '../sampling/quality.ts';
import type { DrawSettings } from '../sampling/settings.ts';
import type {
  Autosave,
  FilmFrame,
  LossHistory,
  TrainingEnd,
  TrainingProgress,
} from '../training/progress.ts';
import type { TrainingSettings } from '../training/settings.ts';

export type {
  Autosave,
  BackendInfo,
  DrawSettings,
  FilmFrame,
  LossHistory,
  MemoryUse,
  SetQuality,
  TrainingEnd,
  TrainingProgress,
  TrainingSettings,
};

/** A finite set of images (or points) for the ideal denoiser: `[count, dim]`. */
export interface FiniteData {
  readonly data: Float32Array;
  readonly count: number;
  readonly dim: number;
}

/** Squared errors of a denoiser at one timestep, per dimension, in each way of predicting. */
export interface LossAtTimestep {
  readonly t: number;
  readonly eps: number;
  readonly x0: number;
  readonly v: number;
  /** Standard error of the mean over the draws, as a share of the mean; the same in every view. */
  readonly spread: number;
  /** The bound's term at t, in bits per dimension; at t = 0 it is the decoder's. */
  readonly boundBits: number;
}

/** How to measure a loss by t: which steps, on which clean samples, with how many draws each. */
export interface LossMeasurement {
  readonly betas: Float64Array;
  readonly timesteps: readonly number[];
  /** Clean samples to draw from and to noise: `[n, dim]`. */
  readonly clean: Float32Array;
  readonly dim: number;
  readonly draws: number;
  /** How many levels a number of the clean samples has; the decoder's term needs it. */
  readonly bins: number;
  readonly seed: number;
}

/** What the page's network is, as plain data that travels both ways. */
export interface DenoiserState {
  readonly shape: { readonly pixels: number; readonly embedding: number; readonly hidden: number };
  readonly parameters: Float32Array;
  readonly adam: {
    readonly mean: Float32Array;
    readonly square: Float32Array;
    readonly step: number;
  };
}

/** A trained network as the page hears of it. */
export interface ModelInfo {
  readonly parameters: number;
  readonly backend: BackendInfo;
  /** Of the manifest. */
  readonly size: number;
  readonly base: number;
  readonly embedding: number;
  readonly classes: number;
  readonly T: number;
  readonly schedule: string;
  readonly prediction: 'eps' | 'x0' | 'v';
  /** The data set that it learnt. */
  readonly data: string;
}

/** A noise-aware or plain classifier as the page hears of it. */
export interface ClassifierInfo {
  readonly parameters: number;
  readonly backend: BackendInfo;
  readonly size: number;
  readonly classes: number;
  /** Whether it is told t. */
  readonly noisy: boolean;
}

/** A step of a walk as it arrives. */
export interface DrawnFrame {
  /** Row of the sampler's table, and how many it has. */
  readonly row: number;
  readonly rows: number;
  readonly t: number;
  /** How often the network was asked for one image so far; guidance asks twice a step. */
  readonly calls: number;
  /** Since the walk began. */
  readonly milliseconds: number;
  /** x after this step, and the x0 that was predicted in it; [count, size, size] each. */
  readonly x: Float32Array<ArrayBuffer>;
  readonly x0: Float32Array<ArrayBuffer>;
}

/** Which samples to draw: DDIM without fresh noise, x0 clipped, from noise that the seed decides. */
export interface SampleRequest {
  /** One image a class index; the network's null class is allowed. */
  readonly classes: readonly number[];
  readonly guidanceScale: number;
  readonly steps: number;
  readonly seed: number;
}

/** Where a run starts from. */
export type TrainingStart =
  /** Random weights. */
  | { readonly kind: 'fresh' }
  /** A checkpoint file's bytes. */
  | { readonly kind: 'file'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** What the browser kept; its settings are used, not the request's. */
  | { readonly kind: 'saved' }
  /** The last checkpoint in the worker's memory, after a fault; its settings are used. */
  | { readonly kind: 'lastGood' }
  /** A shipped model's averaged weights, from step 0 of the given settings. */
  | { readonly kind: 'shipped'; readonly id: string };

/** A run as the page hears of it when it is opened. */
export interface TrainingInfo {
  readonly settings: TrainingSettings;
  readonly step: number;
  readonly parameters: number;
  readonly backend: BackendInfo;
  /** Side of an image. */
  readonly size: number;
  /** Training images. */
  readonly examples: number;
  readonly history: LossHistory;
  readonly film: readonly FilmFrame[];
  /** Class index of each picture of a frame; empty without classes. */
  readonly filmClasses: readonly number[];
  readonly autosave: Autosave;
}

/** What the browser kept of a run. */
export interface SavedRun {
  readonly settings: TrainingSettings;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly bytes: number;
  /** Another tab is training it now. */
  readonly inUse: boolean;
}

/** Every job: what is asked, what is said on the way, what comes back. */
export interface Jobs {
  /** Walks the reverse process from pure noise with the exact posterior mean of a finite data set. */
  idealReverse: {
    request: FiniteData & {
      readonly betas: Float64Array;
      readonly samples: number;
      readonly seed: number;
      /** How many intermediate pictures to report, spread over the walk. */
      readonly frames: number;
    };
    progress: { readonly t: number; readonly xt: Float32Array; readonly x0Pred: Float32Array };
    result: { readonly samples: Float32Array };
  };
  /** Measures the ideal denoiser's loss by t (Monte Carlo) on the data set itself or on held-out samples. */
  idealLoss: {
    request: FiniteData & LossMeasurement;
    progress: LossAtTimestep;
    result: readonly LossAtTimestep[];
  };
  /** Measures a network's loss by t; with the same seed, on the same draws as `idealLoss`. */
  denoiserLoss: {
    request: LossMeasurement & { readonly network: DenoiserState };
    progress: LossAtTimestep;
    result: readonly LossAtTimestep[];
  };
  /** Makes a small network with random weights, and its optimizer. */
  denoiserStart: {
    request: { readonly shape: DenoiserState['shape']; readonly seed: number };
    progress: never;
    result: DenoiserState;
  };
  /** Runs a small network forward. */
  denoiserPredict: {
    request: {
      readonly network: DenoiserState;
      readonly xt: Float32Array;
      readonly timesteps: readonly number[];
    };
    progress: never;
    result: { readonly epsPred: Float32Array };
  };
  /** One training step on a batch that the page drew. */
  denoiserUpdate: {
    request: {
      readonly network: DenoiserState;
      readonly xt: Float32Array;
      readonly timesteps: readonly number[];
      readonly eps: Float32Array;
      readonly learningRate: number;
    };
    progress: never;
    result: {
      readonly network: DenoiserState;
      readonly loss: number;
      readonly gradientNorm: number;
    };
  };
  /** Many training steps on batches drawn in the worker. */
  denoiserTrain: {
    request: FiniteData & {
      readonly network: DenoiserState;
      readonly betas: Float64Array;
      readonly steps: number;
      readonly batchSize: number;
      readonly learningRate: number;
      readonly seed: number;
    };
    progress: { readonly step: number; readonly loss: number };
    result: { readonly network: DenoiserState; readonly losses: Float64Array };
  };
  /** Which backend the networks run on here. */
  backendInfo: { request: Record<never, never>; progress: never; result: BackendInfo };
  /** Downloads a shipped model and puts it on the device; later jobs name it by id. */
  modelOpen: {
    request: { readonly id: string; readonly weightsUrl: string };
    progress: { readonly loadedBytes: number; readonly totalBytes: number };
    result: ModelInfo;
  };
  /** Runs an open model on noisy images of one timestep and shows what its nodes hold. */
  modelLook: {
    request: {
      readonly id: string;
      /** [size, size]; or, with a list of classes, [count, size, size]. */
      readonly xt: Float32Array;
      readonly t: number;
      /** The image's class; or one class an image, and every answer then has the count in front. */
      readonly y: number | readonly number[];
      readonly nodes: readonly string[];
      /** Nodes whose second input (a skip connection) reads zeros instead. */
      readonly silenced: readonly string[];
    };
    progress: never;
    result: {
      readonly epsPred: Float32Array<ArrayBuffer>;
      /** By node: [H, W, C] or [C]. */
      readonly activations: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
      readonly milliseconds: number;
    };
  };
  /** Draws samples with an open model. */
  modelSample: {
    request: SampleRequest & { readonly id: string; readonly silenced: readonly string[] };
    progress: { readonly step: number };
    /** [count, size, size]. */
    result: { readonly images: Float32Array<ArrayBuffer>; readonly milliseconds: number };
  };
  /** Draws images with an open model, step by step. */
  modelDraw: {
    request: {
      readonly id: string;
      /** One image a class index; the network's null class (`classes` of its info) is allowed. */
      readonly classes: readonly number[];
      readonly settings: DrawSettings;
      /** Decides the noise to start from and the fresh noise. */
      readonly seed: number;
      /** What to start from in place of the seed's noise, [count, size, size]. */
      readonly start: Float32Array | null;
      /** `toNoise` walks DDIM backwards, from images to noise. */
      readonly direction: 'toImages' | 'toNoise';
      /** Report every so many rows, the first and the last always; 0 for none. */
      readonly frameEvery: number;
    };
    progress: DrawnFrame;
    result: {
      /** [count, size, size]. */
      readonly images: Float32Array<ArrayBuffer>;
      readonly calls: number;
      readonly milliseconds: number;
    };
  };
  /** Downloads a shipped classifier and puts it on the device; later jobs name it by id. */
  classifierOpen: {
    request: { readonly id: string; readonly weightsUrl: string };
    progress: { readonly loadedBytes: number; readonly totalBytes: number };
    result: ClassifierInfo;
  };
  /** What an open classifier reads in images of one timestep, and what would make it surer of a class. */
  classifierLook: {
    request: {
      readonly id: string;
      /** [count, size, size]. */
      readonly xt: Float32Array;
      /** Not heard by a classifier of clean images. */
      readonly t: number;
      /** The class of each image whose log-probability is differentiated; null for no gradient. */
      readonly classes: readonly number[] | null;
    };
    progress: never;
    result: {
      /** log p(y | x_t), [count, classes]. */
      readonly logProbabilities: Float32Array<ArrayBuffer>;
      /** ∇ log p(class | x_t) by x_t, [count, size, size]; null where none was asked. */
      readonly gradient: Float32Array<ArrayBuffer> | null;
      readonly milliseconds: number;
    };
  };
  /** Draws images of all classes in turn and measures them with an open classifier of clean images. */
  modelMeasure: {
    request: {
      readonly id: string;
      readonly classifierId: string;
      readonly dataUrl: string;
      readonly settings: DrawSettings;
      readonly count: number;
      readonly seed: number;
    };
    /** Network calls so far and in all, for one image times the count. */
    progress: { readonly done: number; readonly total: number };
    result: SetQuality & {
      /** Network calls for one image. */
      readonly calls: number;
      readonly milliseconds: number;
      /** Some of the images, [shown, size, size], one a class in turn. */
      readonly images: Float32Array<ArrayBuffer>;
    };
  };
  /** The same measures of training images of the model's data set: what a perfect model would reach. */
  realMeasure: {
    request: {
      readonly id: string;
      readonly classifierId: string;
      readonly dataUrl: string;
      readonly count: number;
    };
    progress: never;
    result: SetQuality;
  };
  /** What the browser kept of an earlier run, or null. */
  trainSaved: { request: Record<never, never>; progress: never; result: SavedRun | null };
  /** Forgets what the browser kept. */
  trainForget: { request: Record<never, never>; progress: never; result: null };
  /** Reads a checkpoint file without opening it: a wrong one is told before the open run is given up. */
  trainInspect: {
    request: { readonly bytes: Uint8Array<ArrayBuffer> };
    progress: never;
    result: { readonly settings: TrainingSettings; readonly step: number };
  };
  /** Makes the run ready; one run at a time, the one before is closed. */
  trainOpen: {
    request: {
      readonly settings: TrainingSettings;
      readonly start: TrainingStart;
      readonly dataUrl: string;
      readonly weightsUrl: string;
      /** The reader's own images, [count, 28, 28] in [−1, 1], for data `own`. */
      readonly own: Float32Array | null;
      /** How many pictures a frame of the filmstrip has. */
      readonly filmCount: number;
      /** False for a run that only measures: nothing of it is kept in the browser. True unless told. */
      readonly keep?: boolean;
    };
    progress: {
      readonly stage: 'data' | 'weights' | 'backend' | 'shaders';
      readonly done: number;
      readonly total: number;
    };
    result: TrainingInfo;
  };
  /** Trains until the steps are done or the job is cancelled (a pause: the run stays as it is). */
  trainRun: {
    request: {
      /** At most so many steps now; null for all that are left. */
      readonly limit: number | null;
      /** A frame of the filmstrip every so many steps; 0 for none. */
      readonly filmEvery: number;
    };
    progress: TrainingProgress;
    result: TrainingEnd;
  };
  /** More steps than the settings said: the run can go on. */
  trainExtend: { request: { readonly steps: number }; progress: never; result: null };
  /** Draws samples with the run as it is. */
  trainSample: {
    request: SampleRequest & { readonly weights: 'ema' | 'model' };
    progress: { readonly step: number };
    result: { readonly images: Float32Array<ArrayBuffer>; readonly milliseconds: number };
  };
  /** Keeps the run in the browser now. */
  trainSave: { request: Record<never, never>; progress: never; result: { readonly step: number } };
  /** The run as a checkpoint file. */
  trainCheckpoint: {
    request: Record<never, never>;
    progress: never;
    result: { readonly bytes: Uint8Array<ArrayBuffer>; readonly step: number };
  };
  /** The weights alone, as PyTorch loads them with strict=True. */
  trainWeights: {
    request: { readonly weights: 'ema' | 'model'; readonly type: 'F32' | 'F16' };
    progress: never;
    result: { readonly bytes: Uint8Array<ArrayBuffer>; readonly step: number };
  };
  /** Ends the run and gives back its memory. */
  trainClose: { request: Record<never, never>; progress: never; result: null };
}

export type JobName = keyof Jobs;

/** What the page sends. */
export type ToWorker =
  | {
      readonly [J in JobName]: { kind: 'run'; id: number; job: J; request: Jobs[J]['request'] };
    }[JobName]
  | { readonly kind: 'cancel'; readonly id: number };

/** What the worker sends. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'cancelled'; readonly id: number };

/** What a handler can do while it works. */
export interface JobContext<J extends JobName> {
  /** Tells the page how far it is. */
  readonly report: (progress: Jobs[J]['progress']) => void;
  /** Lets messages in; throws `JobCancelled` once the page has cancelled. Await it every few milliseconds. */
  readonly breathe: () => Promise<void>;
}

/** A handler of one job. */
export type JobHandler<J extends JobName> = (
  request: Jobs[J]['request'],
  context: JobContext<J>,
) => Promise<Jobs[J]['result']>;

/** Ends a handler whose job was cancelled. */
export class JobCancelled extends Error {
  constructor() {
    super('The computation was cancelled.');
    this.name = 'JobCancelled';
  }
}

/** The buffers of the typed arrays found in a value, so that they travel without a copy. */
export function transferablesOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (value && typeof value === 'object') {
    for (const part of Object.values(value)) transferablesOf(part, found);
  }
  return [...found];
}
