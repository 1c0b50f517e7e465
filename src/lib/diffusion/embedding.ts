/** The sinusoidal embedding of the timestep (Vaswani et al. 2017, section 3.5; Ho et al. 2020). */
import { check, checkFinite } from './checks.ts';

/**
 * sin(t f_k) for every k, then cos(t f_k), with f_k = exp(−ln 10000 · k / (half − 1)).
 *
 * @param t the timestep; fractions are fine
 * @param dim how many numbers, an even integer of 4 or more; half = dim / 2
 * @returns [dim]
 * @throws InvalidArgumentError when t is not finite or dim is not allowed
 */
export function timestepEmbedding(t: number, dim: number): Float64Array<ArrayBuffer> {
  checkFinite('t', t);
  check(
    Number.isSafeInteger(dim) && dim >= 4 && dim % 2 === 0,
    'dim',
    dim,
    'an even integer of 4 or more',
  );
  const half = dim / 2;
  const embedding = new Float64Array(dim);
  for (let k = 0; k < half; k++) {
    const angle = t * Math.exp((-Math.log(10000) * k) / (half - 1));
    embedding[k] = Math.sin(angle);
    embedding[half + k] = Math.cos(angle);
  }
  return embedding;
}
