/**
 * The best denoiser there is for a finite data set: the exact E[x0 | x_t] and score when x0 is drawn
 * from the data points themselves (De Bortoli 2022; Karras et al. 2022, appendix B.3).
 *
 * p(x0 = x_i | x_t) ∝ exp(−‖x_t − √ᾱ x_i‖² / (2 (1 − ᾱ))). The squared distances are summed from
 * differences: expanding the square would lose every digit as ᾱ comes near 1.
 */
import { check, checkBatch, checkLength, checkPositiveInteger } from './checks.ts';
import { emptyLike, type Numbers, normaliseLogWeights } from './numbers.ts';

/** Exact posterior quantities of a data set. ᾱ is in [0, 1); at 0 the answer is the data's mean. */
export interface IdealDenoiser {
  readonly count: number;
  readonly dim: number;
  /** E[x0 | x_t] of a batch [n · dim], written to `out` when given. */
  posteriorMean<A extends Numbers>(xt: A, alphaBar: number, out?: A): A;
  /** ∇ log q(x_t) of a batch [n · dim]: (√ᾱ E[x0 | x_t] − x_t) / (1 − ᾱ). */
  score<A extends Numbers>(xt: A, alphaBar: number, out?: A): A;
  /** p(x0 = x_i | x_t) of one point, for each of the `count` data points. */
  posteriorWeights(xt: Numbers, alphaBar: number): Float64Array<ArrayBuffer>;
  /** E‖x0 − E[x0 | x_t]‖² / dim of one point: the least mean squared error any denoiser can have. */
  posteriorVariance(xt: Numbers, alphaBar: number): number;
  /** p(label | x_t) of one point, for labels 0 to the largest; needs `labels`. */
  labelPosterior(xt: Numbers, alphaBar: number): Float64Array<ArrayBuffer>;
}

/** Weights below this part of the largest cannot change a double and are passed over. */
const NEGLIGIBLE = 1e-22;

interface DataSet {
  readonly data: Numbers;
  readonly count: number;
  readonly dim: number;
}

/**
 * Makes the ideal denoiser of `count` points of `dim` numbers.
 *
 * @param options `data`: [count · dim], kept and not copied, so do not change it; `labels`: one
 *   integer from 0 to 65535 a point
 * @throws InvalidArgumentError when a length does not fit; the methods, when ᾱ is outside [0, 1), as
 *   at ᾱ = 1 there is no noise and no density, or when x_t does not hold whole points
 */
export function makeIdealDenoiser(options: {
  readonly data: Numbers;
  readonly count: number;
  readonly dim: number;
  readonly labels?: ArrayLike<number>;
}): IdealDenoiser {
  const { data, count, dim, labels } = options;
  checkPositiveInteger('count', count);
  checkPositiveInteger('dim', dim);
  checkLength('data', data, count * dim, 'count · dim');
  if (labels) checkLabels(labels, count);
  const set = { data, count, dim };
  return {
    count,
    dim,
    posteriorMean: (xt, alphaBar, out = emptyLike(xt)) => writeMeans(set, xt, alphaBar, out),
    score: (xt, alphaBar, out = emptyLike(xt)) => writeScores(set, xt, alphaBar, out),
    posteriorWeights: (xt, alphaBar) => weightsOfOne(set, xt, alphaBar),
    posteriorVariance: (xt, alphaBar) => varianceOfOne(set, weightsOfOne(set, xt, alphaBar)),
    labelPosterior(xt, alphaBar) {
      check(labels !== undefined, 'labels', labels, 'given to makeIdealDenoiser');
      return sumByLabel(labels, weightsOfOne(set, xt, alphaBar));
    },
  };
}

function checkLabels(labels: ArrayLike<number>, count: number): void {
  checkLength('labels', labels, count, 'count');
  for (let i = 0; i < count; i++) {
    const label = labels[i]!;
    const ok = Number.isInteger(label) && label >= 0 && label < 65536;
    check(ok, `labels[${i}]`, label, 'an integer from 0 to 65535');
  }
}

function checkQuery(set: DataSet, xt: Numbers, alphaBar: number): number {
  const ok = alphaBar >= 0 && alphaBar < 1;
  check(ok, 'alphaBar', alphaBar, 'a number from 0 to 1, 1 excluded');
  return checkBatch('xt', xt, set.dim);
}

function weightsOfOne(set: DataSet, xt: Numbers, alphaBar: number): Float64Array<ArrayBuffer> {
  checkQuery(set, xt, alphaBar);
  checkLength('xt', xt, set.dim, 'dim');
  const weights = new Float64Array(set.count);
  fillWeights(set, Float64Array.from(xt), alphaBar, weights);
  return weights;
}

/** p(x0 = x_i | x_t) for all i, into `weights`. */
function fillWeights(
  { data, count, dim }: DataSet,
  point: Float64Array,
  alphaBar: number,
  weights: Float64Array,
): void {
  const signal = Math.sqrt(alphaBar);
  const perSquare = -0.5 / (1 - alphaBar);
  for (let i = 0; i < count; i++) {
    weights[i] = perSquare * squaredDistance(data, i * dim, point, signal);
  }
  normaliseLogWeights(weights);
}

/** ‖point − signal · data[offset …]‖², in four running sums that the processor can overlap. */
function squaredDistance(
  data: Numbers,
  offset: number,
  point: Float64Array,
  signal: number,
): number {
  const dim = point.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 3 < dim; j += 4) {
    const at = offset + j;
    const e0 = point[j]! - signal * data[at]!;
    const e1 = point[j + 1]! - signal * data[at + 1]!;
    const e2 = point[j + 2]! - signal * data[at + 2]!;
    const e3 = point[j + 3]! - signal * data[at + 3]!;
    a += e0 * e0;
    b += e1 * e1;
    c += e2 * e2;
    d += e3 * e3;
  }
  for (; j < dim; j++) a += (point[j]! - signal * data[offset + j]!) ** 2;
  return a + b + (c + d);
}

/** Σ_i w_i x_i into `mean`. */
function fillMean({ data, count, dim }: DataSet, weights: Float64Array, mean: Float64Array): void {
  mean.fill(0);
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!;
    if (weight < NEGLIGIBLE) continue;
    const offset = i * dim;
    for (let j = 0; j < dim; j++) mean[j]! += weight * data[offset + j]!;
  }
}

function writeMeans<A extends Numbers>(set: DataSet, xt: A, alphaBar: number, out: A): A {
  const queries = checkQuery(set, xt, alphaBar);
  checkLength('out', out, xt.length, 'xt');
  const { dim } = set;
  const point = new Float64Array(dim);
  const mean = new Float64Array(dim);
  const weights = new Float64Array(set.count);
  for (let n = 0; n < queries; n++) {
    for (let j = 0; j < dim; j++) point[j] = xt[n * dim + j]!;
    fillWeights(set, point, alphaBar, weights);
    fillMean(set, weights, mean);
    out.set(mean, n * dim);
  }
  return out;
}

function writeScores<A extends Numbers>(set: DataSet, xt: A, alphaBar: number, out: A): A {
  checkLength('out', out, xt.length, 'xt');
  const means = writeMeans(set, Float64Array.from(xt), alphaBar, new Float64Array(xt.length));
  const signal = Math.sqrt(alphaBar);
  for (let i = 0; i < xt.length; i++) out[i] = (signal * means[i]! - xt[i]!) / (1 - alphaBar);
  return out;
}

function varianceOfOne(set: DataSet, weights: Float64Array): number {
  const mean = new Float64Array(set.dim);
  fillMean(set, weights, mean);
  let sum = 0;
  for (let i = 0; i < set.count; i++) {
    if (weights[i]! < NEGLIGIBLE) continue;
    sum += weights[i]! * squaredDistance(set.data, i * set.dim, mean, 1);
  }
  return sum / set.dim;
}

function sumByLabel(labels: ArrayLike<number>, weights: Float64Array): Float64Array<ArrayBuffer> {
  let most = 0;
  for (let i = 0; i < labels.length; i++) most = Math.max(most, labels[i]!);
  const sums = new Float64Array(most + 1);
  for (let i = 0; i < weights.length; i++) sums[labels[i]!]! += weights[i]!;
  return sums;
}
