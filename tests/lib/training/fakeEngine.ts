/** A tiny engine for the tests of the session: the network is one number, trained by gradient descent in plain arithmetic. */
import type {
  Engine,
  Network,
  Parameters,
  StepLosses,
  Trainer,
  TrainingState,
  Walk,
} from '../../../src/lib/engines/engine.ts';
import type { Graph } from '../../../src/lib/nets/graph.ts';

/** Where the one number lives; every other parameter stays as it starts. */
const place = 'out.bias';

export interface FakeEngine extends Engine {
  /** Calls of the device so far, in order. */
  readonly calls: string[];
  /** Takes the device away: what is asked from now on fails. */
  lose(reason: string): void;
  /** The learning rate and the decay that each step was given. */
  readonly rates: { readonly learningRate: number; readonly emaDecay: number }[];
  /** What a read-back waits for. */
  delay: () => Promise<void>;
  /** After this step the weights are no numbers. */
  breakAfter: number;
  readonly alive: { trainers: number };
}

const copyOf = (parameters: Parameters): Parameters =>
  new Map(
    [...parameters].map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  );

const numberIn = (parameters: Parameters) => parameters.get(place)!.values[0]!;

function fakeNetwork(graph: Graph, theta: () => number, ask: (call: string) => void): Network {
  const unused = () => Promise.reject(new Error('not needed here'));
  return {
    graph,
    forward: unused,
    activations: unused,
    gradients: unused,
    inputGradient: unused,
    async walk({ start, steps, onStep }: Walk) {
      ask(`walk ${steps.length}`);
      for (const i of steps.keys()) await onStep?.(i, unused);
      return start.map((value) => theta() + value * 1e-3) as Float32Array<ArrayBuffer>;
    },
    dispose: () => ask('dispose network'),
  };
}

/**
 * Its loss is the mean squared difference between the number and the pixels of the images, whatever
 * is predicted; its update is plain gradient descent with Adam's averages kept beside it.
 */
export function makeFakeEngine({ trains = true } = {}): FakeEngine {
  const calls: string[] = [];
  let lostBecause: string | null = null;
  let tellLost: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    tellLost = resolve;
  });
  const ask = (call: string) => {
    calls.push(call);
    if (lostBecause !== null) throw new Error('The device does not answer.');
  };
  const alive = { trainers: 0 };

  const makeTrainer: Engine['makeTrainer'] = ({ graph, batchSize, data, state: start }) => {
    alive.trainers++;
    let state: TrainingState = start;
    let waiting: StepLosses[] = [];
    const pixels = data.images.length / data.count;
    const errorOf = (index: number, theta: number) => {
      const image = data.images.subarray(index * pixels, (index + 1) * pixels);
      return image.reduce((sum, value) => sum + (theta - value) ** 2, 0) / pixels;
    };
    const slopeOf = (index: number, theta: number) => {
      const image = data.images.subarray(index * pixels, (index + 1) * pixels);
      return image.reduce((sum, value) => sum + 2 * (theta - value), 0) / pixels;
    };
    const withNumber = (parameters: Parameters, value: number): Parameters =>
      new Map(parameters).set(place, {
        shape: parameters.get(place)!.shape,
        values: Float32Array.of(value),
      });
    const trainer: Trainer = {
      async warmUp(onProgress) {
        ask('warm up');
        onProgress(1, 2);
        onProgress(2, 2);
      },
      step({ step, indices, timesteps, learningRate, emaDecay }) {
        ask(`step ${step}`);
        engine.rates.push({ learningRate, emaDecay });
        const theta = numberIn(state.model);
        const errors = Float32Array.from(indices, (index) => errorOf(index, theta));
        const slope = indices.reduce((sum, i) => sum + slopeOf(i, theta), 0) / batchSize;
        waiting.push({ step, errors, timesteps });
        const moved = step + 1 > engine.breakAfter ? Number.NaN : theta - learningRate * slope;
        const model = withNumber(state.model, moved);
        const ema = numberIn(state.ema);
        const mean = 0.9 * numberIn(state.adamMean) + 0.1 * slope;
        state = {
          step: step + 1,
          model,
          ema: withNumber(state.ema, ema + (1 - emaDecay) * (numberIn(model) - ema)),
          adamMean: withNumber(state.adamMean, mean),
          adamSquare: state.adamSquare,
        };
      },
      async losses() {
        ask(`losses ${waiting.length}`);
        const ready = waiting;
        waiting = [];
        await engine.delay();
        return ready;
      },
      async state() {
        ask('state');
        const { step, model, ema, adamMean, adamSquare } = state;
        return {
          step,
          model: copyOf(model),
          ema: copyOf(ema),
          adamMean: copyOf(adamMean),
          adamSquare: copyOf(adamSquare),
        };
      },
      load(given) {
        ask(`load ${given.step}`);
        state = given;
      },
      network: (weights) => fakeNetwork(graph, () => numberIn(state[weights]), ask),
      dispose() {
        alive.trainers--;
        ask('dispose trainer');
      },
    };
    return trainer;
  };

  const engine: FakeEngine = {
    backend: { name: 'cpu', adapter: 'fake', software: true, trains },
    calls,
    rates: [],
    alive,
    delay: async () => {},
    breakAfter: Number.POSITIVE_INFINITY,
    lose(reason) {
      lostBecause = reason;
      tellLost(reason);
    },
    load: (graph, parameters) => fakeNetwork(graph, () => numberIn(parameters), ask),
    makeTrainer,
    memory: () => ({ tensors: 3, bytes: 12 }),
    lost,
    dispose: () => ask('dispose engine'),
  };
  return engine;
}
