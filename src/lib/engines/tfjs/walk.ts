/** Walks a batch from noise to images on the device: query the network, guide, clip, go on; one read-back at the end. */
import type { Walk, WalkStep } from '../engine.ts';
import { countOf, type Device, reshaped, type TensorInfo } from './device.ts';
import { type RunContext, runForward, type Values } from './interpreter.ts';
import { embeddingWidthOf, embedTimesteps, type NetworkParts } from './network.ts';
import { add, scaled, using } from './portable/arithmetic.ts';

/** How a backend makes one step of x from the network's answer; the result is the caller's to free. */
export type WalkUpdate = (
  device: Device,
  x: TensorInfo,
  /** Of the batch or, guided, of the batch twice: with the class, then without. */
  answer: TensorInfo,
  step: WalkStep,
  options: { readonly guidanceScale: number; readonly clip: boolean; readonly guided: boolean },
) => TensorInfo;

/** The rows of a tensor from one on. */
function rows(d: Device, x: TensorInfo, from: number, count: number): TensorInfo {
  const flat = reshaped(x, [x.shape[0]!, countOf(x.shape.slice(1))]);
  return d.run('Slice', { x: flat }, { begin: [from, 0], size: [count, flat.shape[1]!] });
}

function mix(
  d: Device,
  a: TensorInfo,
  weightA: number,
  b: TensorInfo,
  weightB: number,
): TensorInfo {
  return using(d, [scaled(d, a, weightA), scaled(d, b, weightB)], (left, right) =>
    add(d, left!, right!),
  );
}

/** The step with tfjs's own kernels. */
export const portableUpdate: WalkUpdate = (d, x, answer, { x0, next }, options) => {
  const { guidanceScale: w, clip, guided } = options;
  const count = x.shape[0]!;
  const prediction = guided
    ? using(d, [rows(d, answer, 0, count), rows(d, answer, count, count)], (cond, uncond) =>
        mix(d, cond!, w, uncond!, 1 - w),
      )
    : d.share(answer);
  const here = reshaped(prediction, x.shape);
  const clean = mix(d, x, x0.xt, here, x0.value);
  const clipped = clip
    ? d.run('ClipByValue', { x: clean }, { clipValueMin: -1, clipValueMax: 1 })
    : d.share(clean);
  const result = mix(d, x, next.xt, clipped, next.x0);
  d.free(prediction, clean, clipped);
  return result;
};

/** A function that walks batches with a network. */
export function makeWalker(
  parts: NetworkParts,
  contextOf: (batch: number) => RunContext,
): (walk: Walk) => Promise<Float32Array<ArrayBuffer>> {
  const { device, graph, update } = parts;
  const xShape = graph.inputs.find(({ name }) => name === 'x')!.shape;
  const width = embeddingWidthOf(graph);
  return async (walk) => {
    const count = walk.start.length / countOf(xShape);
    const guided = walk.guidanceScale !== 1 && walk.classes !== undefined;
    const batch = guided ? 2 * count : count;
    const classes = classesOf(walk, guided);
    const y = classes && device.upload(classes, [batch]);
    let x = device.upload(new Float32Array(walk.start), [count, ...xShape]);
    try {
      for (const [i, step] of walk.steps.entries()) {
        const t = device.upload(embedTimesteps(new Float64Array(batch).fill(step.t), width), [
          batch,
          width,
        ]);
        const input = guided ? twice(device, x) : device.share(x);
        const feeds: Values = new Map([
          ['x', input],
          ['t', t],
        ]);
        if (y) feeds.set('y', y);
        const values = runForward(parts.program, contextOf(batch), feeds, false);
        const answer = values.get(graph.output)!;
        const next = update(device, x, answer, step, { ...walk, guided });
        device.free(x, t, input, answer);
        x = next;
        await walk.onStep?.(i);
      }
      return await device.read(x);
    } finally {
      device.free(x, y);
    }
  };
}

function classesOf({ classes, nullClass }: Walk, guided: boolean): Int32Array | null {
  if (!classes) return null;
  if (!guided) return Int32Array.from(classes);
  if (nullClass === undefined) throw new Error('Guidance needs the class that stands for none.');
  return Int32Array.from([...Array.from(classes), ...new Array(classes.length).fill(nullClass)]);
}

function twice(d: Device, x: TensorInfo): TensorInfo {
  const parts = [x, x] as unknown as Record<string, TensorInfo>;
  return d.run('Concat', parts, { axis: 0 });
}
