/** What every sampler is made of: a table of coefficients, one row a query of the network. */

/**
 * One step of a sampler: ask for x0 at t, then go on to
 * "xt · x_t + x0 · (the predicted x0) + noise · z" with fresh standard normal z.
 */
export interface SamplerStep {
  /** The step at which the network is asked. */
  readonly t: number;
  /** Factor of x_t. */
  readonly xt: number;
  /** Factor of the predicted x0. */
  readonly x0: number;
  /** Standard deviation of the fresh noise. */
  readonly noise: number;
}

/** A whole walk from noise to data, first step first. */
export type SamplerTable = readonly SamplerStep[];
