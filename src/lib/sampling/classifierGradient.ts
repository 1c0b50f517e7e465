/** What a classifier reads in noisy images, and the gradient that classifier guidance follows. */
import type { Network } from '../engines/engine.ts';

/** log softmax of each row of logits, [count, classes]. */
export function logSoftmax(logits: Float32Array, classes: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    const row = logits.subarray(from, from + classes);
    const most = Math.max(...row);
    const log = most + Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
    for (let i = 0; i < classes; i++) out[from + i] = row[i]! - log;
  }
  return out;
}

/** ∂ log p(class) / ∂ logits: one at the class, less the probabilities. */
function logitGradient(
  logs: Float32Array,
  classes: number,
  wanted: readonly number[],
): Float32Array {
  return logs.map(
    (log, i) => (i % classes === wanted[Math.floor(i / classes)] ? 1 : 0) - Math.exp(log),
  );
}

/** What was read. */
export interface ClassifierReading {
  /** log p(y | x_t), [count, classes]. */
  readonly logProbabilities: Float32Array<ArrayBuffer>;
  /** ∇ log p(class | x_t) by x_t, of the shape of x; null where no classes were given. */
  readonly gradient: Float32Array<ArrayBuffer> | null;
}

/** The network's inputs: a classifier of clean images is not told t. */
function inputsOf(classifier: Network, x: Float32Array, t: number, count: number) {
  const noisy = classifier.graph.inputs.some(({ name }) => name === 't');
  return { x, ...(noisy ? { t: new Float64Array(count).fill(t) } : {}) };
}

/**
 * Reads images and, with classes, differentiates the log-probability of each image's class by its pixels
 * (Dhariwal and Nichol 2021, section 4).
 *
 * @param x [count, ...shape of x]
 * @param wanted [count] class indices, or null
 */
export async function readNoisy(
  classifier: Network,
  x: Float32Array,
  t: number,
  count: number,
  wanted: readonly number[] | null,
): Promise<ClassifierReading> {
  const inputs = inputsOf(classifier, x, t, count);
  if (!wanted) {
    const logits = await classifier.forward(inputs);
    return { logProbabilities: logSoftmax(logits, logits.length / count), gradient: null };
  }
  let logs = new Float32Array(0);
  const { x: gradient } = await classifier.inputGradient(inputs, (logits) => {
    logs = logSoftmax(logits, logits.length / count);
    return logitGradient(logs, logits.length / count, wanted);
  });
  return { logProbabilities: logs, gradient };
}
