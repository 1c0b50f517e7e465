/** Walks a batch along a sampler's table on the device: query the network, guide, clip, go on. */
import { type WalkTerm, walkNoise, walkTable } from '../../diffusion/index.ts';
import type { Walk, WalkLook, WalkStep } from '../engine.ts';
import { countOf, type Device, reshaped, type TensorInfo } from './device.ts';
import { type RunContext, runForward, type Values } from './interpreter.ts';
import { embeddingWidthOf, embedTimesteps, type NetworkParts } from './network.ts';
import { add, scaled, using } from './portable/arithmetic.ts';

/** How an answer becomes x0. */
export interface PredictOptions {
  readonly x0: WalkStep['x0'];
  readonly guidanceScale: number;
  /** The answer is of the batch twice: for the classes, then for the others. */
  readonly guided: boolean;
  readonly clip: boolean;
}

/** A backend's arithmetic of a walk; each result is the caller's to free. */
export interface WalkKernels {
  /** The predicted x0 from x and the network's answer. */
  predict(device: Device, x: TensorInfo, answer: TensorInfo, options: PredictOptions): TensorInfo;
  /** Σ factor · value of tensors of one shape. */
  sum(device: Device, terms: readonly WalkTerm<TensorInfo>[]): TensorInfo;
}

/** The rows of a tensor from one on. */
function rows(d: Device, x: TensorInfo, from: number, count: number): TensorInfo {
  const flat = reshaped(x, [x.shape[0]!, countOf(x.shape.slice(1))]);
  return d.run('Slice', { x: flat }, { begin: [from, 0], size: [count, flat.shape[1]!] });
}

function weightedSum(d: Device, terms: readonly WalkTerm<TensorInfo>[]): TensorInfo {
  const { shape } = terms[0]!.value;
  return terms
    .map(({ factor, value }) => scaled(d, reshaped(value, shape), factor))
    .reduce((sum, term) => using(d, [sum, term], (a, b) => add(d, a!, b!)));
}

/** The arithmetic with tfjs's own kernels. */
export const portableWalkKernels: WalkKernels = {
  predict(d, x, answer, { x0, guidanceScale: w, guided, clip }) {
    const count = x.shape[0]!;
    const halves = guided ? [rows(d, answer, 0, count), rows(d, answer, count, count)] : [];
    const factors = guided ? [w, 1 - w] : [1];
    const answers = guided ? halves : [answer];
    const clean = weightedSum(d, [
      { factor: x0.xt, value: x },
      ...answers.map((value, i) => ({ factor: x0.value * factors[i]!, value })),
    ]);
    d.free(...halves);
    if (!clip) return clean;
    const limits = { clipValueMin: -1, clipValueMax: 1 };
    return using(d, [clean], (value) => d.run('ClipByValue', { x: value! }, limits));
  },
  sum: weightedSum,
};

/** Which halves of a guided batch a step asks for. */
type Asked = 'classes' | 'others' | 'both';

function askedAt({ guidanceScale }: WalkStep, walk: Walk): Asked {
  if (!walk.classes || guidanceScale === 1) return 'classes';
  if (!walk.others) throw new Error('Guidance needs what it walks away from: others.');
  return guidanceScale === 0 ? 'others' : 'both';
}

/** The classes that a step asks for, uploaded once for each kind of step. */
function classUploads(device: Device, { classes, others }: Walk) {
  const made = new Map<Asked, TensorInfo>();
  const listOf = (asked: Asked): number[] => [
    ...(asked === 'others' ? [] : Array.from(classes!)),
    ...(asked === 'classes' ? [] : Array.from(others!)),
  ];
  return {
    of(asked: Asked): TensorInfo | null {
      if (!classes) return null;
      const list = listOf(asked);
      if (!made.has(asked)) made.set(asked, device.upload(Int32Array.from(list), [list.length]));
      return made.get(asked)!;
    },
    free: () => device.free(...made.values()),
  };
}

function twice(d: Device, x: TensorInfo): TensorInfo {
  const parts = [x, x] as unknown as Record<string, TensorInfo>;
  return d.run('Concat', parts, { axis: 0 });
}

/** A function that walks batches with a network. */
export function makeWalker(
  parts: NetworkParts,
  contextOf: (batch: number) => RunContext,
): (walk: Walk) => Promise<Float32Array<ArrayBuffer>> {
  const { device, graph, walkKernels } = parts;
  const xShape = graph.inputs.find(({ name }) => name === 'x')!.shape;
  const width = embeddingWidthOf(graph);

  /** The network's answer for the halves that are asked for. */
  const answerTo = (x: TensorInfo, t: number, asked: Asked, y: TensorInfo | null): TensorInfo => {
    const batch = (asked === 'both' ? 2 : 1) * x.shape[0]!;
    const embedded = embedTimesteps(new Float64Array(batch).fill(t), width);
    const time = device.upload(embedded, [batch, width]);
    const input = asked === 'both' ? twice(device, x) : device.share(x);
    const feeds: Values = new Map([
      ['x', input],
      ['t', time],
    ]);
    if (y) feeds.set('y', y);
    const answer = runForward(parts.program, contextOf(batch), feeds, false).get(graph.output)!;
    device.free(time, input);
    return answer;
  };

  const lookAt = async (x: TensorInfo, x0: TensorInfo): Promise<WalkLook> => {
    const held = [device.share(x), device.share(x0)] as const;
    try {
      const [xRead, x0Read] = await Promise.all(held.map((tensor) => device.read(tensor)));
      return { x: xRead!, x0: x0Read! };
    } finally {
      device.free(...held);
    }
  };

  return async (walk) => {
    const count = walk.start.length / countOf(xShape);
    const shape = [count, ...xShape];
    const classes = classUploads(device, walk);
    const loop = walkTable<TensorInfo>(
      walk.steps.map(({ row }) => row),
      device.upload(new Float32Array(walk.start), shape),
      {
        sum: (terms) => walkKernels.sum(device, terms),
        noise: (row) =>
          device.upload(Float32Array.from(walkNoise(walk.seed, row, walk.start.length)), shape),
        free: (value) => device.free(value),
      },
    );
    let end: TensorInfo | null = null;
    try {
      let turn = loop.next();
      while (!turn.done) {
        const { row, x } = turn.value;
        const step = walk.steps[row]!;
        const asked = askedAt(step, walk);
        const answer = answerTo(x, step.row.t, asked, classes.of(asked));
        const { x0: toX0, guidanceScale } = step;
        const options = { x0: toX0, guidanceScale, guided: asked === 'both', clip: walk.clip };
        const x0 = walkKernels.predict(device, x, answer, options);
        const kept = device.share(x0);
        device.free(answer);
        try {
          turn = loop.next(x0);
          if (turn.done) end = turn.value;
          const next = turn.done ? turn.value : turn.value.x;
          await walk.onStep?.(row, () => lookAt(next, kept));
        } finally {
          device.free(kept);
        }
      }
      return await device.read(end!);
    } finally {
      loop.return(null as never);
      classes.free();
      device.free(end);
    }
  };
}
