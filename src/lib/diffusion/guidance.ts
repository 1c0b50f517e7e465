/**
 * Steering a denoiser: classifier-free guidance (Ho and Salimans 2022) with its repairs, and classifier guidance (Dhariwal
 * and Nichol 2021). Batches are flat arrays, float32 or float64; results are of the kind of the first.
 */
import { check, checkBatch, checkFinite, checkLength, checkPositiveInteger } from './checks.ts';
import { combine, emptyLike, type Numbers } from './numbers.ts';

/**
 * uncond + w (cond − uncond): w = 1 is none, 0 ignores the class (Ho and Salimans 2022, eq. 6, with w = 1 + their w). With
 * the prediction for another class in place of the unconditional one, it walks away from that class.
 *
 * As every prediction is the same affine function of ε at a given x_t, guiding x0 or v is guiding ε.
 *
 * @throws InvalidArgumentError when w is not finite or the lengths differ
 */
export function classifierFreeGuidance<A extends Numbers>(
  cond: A,
  uncond: Numbers,
  guidanceScale: number,
): A {
  checkFinite('guidanceScale', guidanceScale);
  checkLength('uncond', uncond, cond.length, 'cond');
  return combine(guidanceScale, cond, 1 - guidanceScale, uncond);
}

/** The spread of one image's numbers around their mean. */
function deviation(values: Numbers, from: number, to: number): number {
  let mean = 0;
  for (let i = from; i < to; i++) mean += values[i]! / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / (to - from));
}

/**
 * Gives a guided prediction the spread that the conditional one has, image by image, and mixes the result with the guided
 * one: φ · guided · σ_cond / σ_guided + (1 − φ) · guided (Lin et al. 2024, eq. 15 and 16).
 *
 * @param dim numbers in an image
 * @param share φ: 0 leaves the prediction as it is, 1 rescales it wholly
 * @throws InvalidArgumentError when φ is not in [0, 1] or the lengths do not fit
 */
export function rescaleGuidance<A extends Numbers>(
  guided: A,
  cond: Numbers,
  { dim, share }: { readonly dim: number; readonly share: number },
): A {
  check(share >= 0 && share <= 1, 'share', share, 'a number from 0 to 1');
  checkPositiveInteger('dim', dim);
  checkLength('cond', cond, guided.length, 'guided');
  const count = checkBatch('guided', guided, dim);
  const out = emptyLike(guided);
  for (let image = 0; image < count; image++) {
    const [from, to] = [image * dim, (image + 1) * dim];
    const wide = deviation(guided, from, to);
    const ratio = wide === 0 ? 1 : deviation(cond, from, to) / wide;
    const factor = share * ratio + 1 - share;
    for (let i = from; i < to; i++) out[i] = factor * guided[i]!;
  }
  return out;
}

/** The timesteps at which guidance acts, both ends included. */
export interface GuidanceInterval {
  readonly from: number;
  readonly to: number;
}

/**
 * The guidance scale at a timestep: the given one inside the interval, 1 (none) outside (Kynkäänniemi et al. 2024).
 *
 * @throws InvalidArgumentError when the interval's ends are no numbers in order
 */
export function guidedAt(
  t: number,
  guidanceScale: number,
  interval: GuidanceInterval | undefined,
): number {
  if (!interval) return guidanceScale;
  const { from, to } = interval;
  check(from <= to, 'interval.from', from, `a number up to interval.to = ${to}`);
  return t >= from && t <= to ? guidanceScale : 1;
}

/**
 * ε − s √(1 − ᾱ_t) ∇ log p(y | x_t): the noise as it looks to a model of x_t given y, when p(y | x_t) is raised to the
 * power s (Dhariwal and Nichol 2021, algorithm 2).
 *
 * @param gradient ∇_x log p(y | x_t), as long as epsPred
 * @param options `sigma`: √(1 − ᾱ_t); `scale`: s, 0 for none
 * @throws InvalidArgumentError when the scale is not finite, or the lengths differ
 */
export function classifierGuidance<A extends Numbers>(
  epsPred: A,
  gradient: Numbers,
  { sigma, scale }: { readonly sigma: number; readonly scale: number },
): A {
  checkFinite('scale', scale);
  checkLength('gradient', gradient, epsPred.length, 'epsPred');
  return combine(1, epsPred, -scale * sigma, gradient);
}
