/** What every sampler is made of: a table of coefficients, one row a query of the network. */

/** Factors of something that an earlier row saw. */
export interface EarlierFactors {
  /** Factor of the x that the row's query saw. */
  readonly xt: number;
  /** Factor of the x0 that it predicted. */
  readonly x0: number;
}

/**
 * One row of a sampler: ask for x0 at t, then go on to
 * "xt · x + x0 · (the predicted x0) + Σ earlier + noise · z" with fresh standard normal z.
 */
export interface SamplerStep {
  /** The step at which the network is asked; not a whole number where the spacing is Karras'. */
  readonly t: number;
  /** What the network is told that x holds: x = signal · x0 + sigma · ε. */
  readonly signal: number;
  readonly sigma: number;
  /** Factor of x, as the query saw it. */
  readonly xt: number;
  /** Factor of the predicted x0. */
  readonly x0: number;
  /** Factors of what earlier rows saw and predicted, the latest first; left out by one-step methods. */
  readonly earlier?: readonly EarlierFactors[];
  /** Standard deviation of the fresh noise. */
  readonly noise: number;
}

/** A whole walk from noise to data, first row first. */
export type SamplerTable = readonly SamplerStep[];
