/** The typed jobs that a page may ask of the worker; the client and the worker's handlers derive from this map. */

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
