/** What runs a network: the interface behind which every engine lives. Nothing outside `engines/` knows which one runs. */
import type { SamplerStep } from '../diffusion/index.ts';
import type { Graph } from '../nets/graph.ts';
import type { NamedTensor } from '../nets/safetensors.ts';

/** What an engine computes on. */
export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** What the page says about where its numbers come from. */
export interface BackendInfo {
  readonly name: BackendName;
  /** The graphics adapter as the browser names it; empty where there is none or it is not told. */
  readonly adapter: string;
  /** Whether the adapter is a program on the CPU that pretends to be a graphics card. */
  readonly software: boolean;
  /** Whether this backend can train, or only run networks forward. */
  readonly trains: boolean;
}

/** A network's numbers by PyTorch's state-dict name, in PyTorch's axis order. */
export type Parameters = ReadonlyMap<string, NamedTensor>;

/** A graph's inputs by name, batch first: images [B, H, W, C], timesteps and classes [B]. */
export type Inputs = Readonly<Record<string, ArrayLike<number>>>;

/** What the backend holds now. */
export interface MemoryUse {
  readonly tensors: number;
  readonly bytes: number;
}

/** Derivatives of Σ outputGradient · output. */
export interface Gradients {
  readonly output: Float32Array;
  /** By input x, of its shape. */
  readonly x: Float32Array;
  /** By every parameter. */
  readonly parameters: Parameters;
}

/** One step of a walk: query the network at the row's t, turn its answer into x0, go on as the row says. */
export interface WalkStep {
  readonly row: SamplerStep;
  /** x0 = xt · x + value · (the network's answer). */
  readonly x0: { readonly xt: number; readonly value: number };
  /** w of other + w (class − other): 1 asks for the classes alone, 0 for the others alone. */
  readonly guidanceScale: number;
}

/** What a step of a walk led to, [B, ...] each. */
export interface WalkLook {
  /** x after the step. */
  readonly x: Float32Array<ArrayBuffer>;
  /** The x0 that was predicted in it. */
  readonly x0: Float32Array<ArrayBuffer>;
}

/** A walk of a batch along a sampler's table, all on the device. */
export interface Walk {
  /** The noise to start from, [B, ...]. */
  readonly start: Float32Array;
  /** [B]; for a network without classes it is left out. */
  readonly classes?: ArrayLike<number>;
  /** [B]: what guidance walks away from, the class that stands for none or another; needed where it is not 1. */
  readonly others?: ArrayLike<number>;
  readonly steps: readonly WalkStep[];
  /** Clip the predicted x0 to [−1, 1]. */
  readonly clip: boolean;
  /** Decides the fresh noise. */
  readonly seed: number | string;
  /**
   * Called after each step was given to the device; may cancel by throwing. `look` reads what the step led to: call it
   * before returning; its answer may be awaited later.
   */
  readonly onStep?: (step: number, look: () => Promise<WalkLook>) => Promise<void> | void;
}

/** A network whose parameters are on the device. */
export interface Network {
  readonly graph: Graph;
  /** [B, ...output shape]. */
  forward(inputs: Inputs): Promise<Float32Array>;
  /** Values of the named nodes, [B, ...shape] each. */
  activations(
    inputs: Inputs,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, Float32Array<ArrayBuffer>>>;
  /** Derivatives of Σ outputGradient · output by x and by every parameter. */
  gradients(inputs: Inputs, outputGradient: Float32Array): Promise<Gradients>;
  /**
   * The derivative by x of Σ outputGradient · output, [B, ...shape of x], where the output decides the gradient; on every
   * backend, also on those that do not train.
   */
  inputGradient(
    inputs: Inputs,
    outputGradient: (output: Float32Array) => Float32Array,
  ): Promise<{ readonly output: Float32Array; readonly x: Float32Array<ArrayBuffer> }>;
  /** Walks a batch; only what is looked at and the result are read back. */
  walk(walk: Walk): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

/** What a trainer learns from, uploaded once. */
export interface TrainingData {
  /** [count, ...shape of x], clean. */
  readonly images: Float32Array;
  readonly count: number;
  /** By t, length T, cast from float64: x_t = signal x0 + noise ε. */
  readonly signal: Float32Array;
  readonly noise: Float32Array;
  /** The target is targetX0[t] x0 + targetEps[t] ε. */
  readonly targetX0: Float32Array;
  readonly targetEps: Float32Array;
  /** Factor of an example's mean squared error. */
  readonly weight: Float32Array;
}

/** Adam (Kingma and Ba 2015, algorithm 1). */
export interface AdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** What one step needs; all of it is a few bytes. */
export interface StepRequest {
  /** Which noise: the draw is a function of the seed and this number alone. */
  readonly step: number;
  readonly seed: number;
  /** [B] each: which image, which t, which class (already dropped to null where it is). */
  readonly indices: Int32Array;
  readonly timesteps: Int32Array;
  readonly classes: Int32Array | null;
  readonly learningRate: number;
  readonly emaDecay: number;
}

/** An example's mean squared error, unweighted, gathered on the device. */
export interface StepLosses {
  readonly step: number;
  /** [B]: weight[t] · mean squared error is the example's share of the loss. */
  readonly errors: Float32Array;
  readonly timesteps: Int32Array;
}

/** Everything that training goes on from. */
export interface TrainingState {
  /** Updates made so far. */
  readonly step: number;
  readonly model: Parameters;
  readonly ema: Parameters;
  readonly adamMean: Parameters;
  readonly adamSquare: Parameters;
}

/** Trains one network on the device. */
export interface Trainer {
  /** Compiles what a step needs without changing anything. */
  warmUp(onProgress: (done: number, total: number) => void): Promise<void>;
  /** Gives one step to the device; nothing is read back. */
  step(request: StepRequest): void;
  /** Waits for the device and returns the losses of the steps since the last call. */
  losses(): Promise<readonly StepLosses[]>;
  state(): Promise<TrainingState>;
  load(state: TrainingState): void;
  /** The network as it is now, from the averaged or the raw parameters; it follows the training. */
  network(weights: 'ema' | 'model'): Network;
  dispose(): void;
}

/** What runs graphs. */
export interface Engine {
  readonly backend: BackendInfo;
  load(graph: Graph, parameters: Parameters): Network;
  /** @throws Error where the backend only runs networks forward */
  makeTrainer(options: {
    readonly graph: Graph;
    readonly batchSize: number;
    readonly data: TrainingData;
    readonly adam: AdamSettings;
    readonly state: TrainingState;
  }): Trainer;
  memory(): MemoryUse;
  /** Resolves with the reason when the device is lost. */
  readonly lost: Promise<string>;
  dispose(): void;
}
