/** What a noise schedule can be looked at through: β, ᾱ, √ᾱ, SNR and log-SNR. */
import type { Schedule } from '../../../lib/diffusion/index.ts';
import type { Role } from '../../notation.ts';

/** One way to look at a schedule. */
export interface Quantity {
  /** Its symbol, for chips, tables and axes. */
  readonly symbol: string;
  /** What it is, in a few words. */
  readonly words: string;
  readonly role: Role;
  /** Its values, one a timestep. */
  readonly read: (schedule: Schedule) => Float64Array;
  /** Whether a logarithmic axis makes sense, and is the better start. */
  readonly log: 'never' | 'off' | 'on';
}

/** The quantities, in the order in which the figure offers them. */
export const quantities = {
  alphaBar: {
    symbol: 'ᾱ',
    words: 'share of signal left',
    role: 'data',
    read: ({ alphasCumprod }) => alphasCumprod,
    log: 'off',
  },
  signal: {
    symbol: '√ᾱ',
    words: 'weight on the picture',
    role: 'data',
    read: ({ alphasCumprod }) => alphasCumprod.map(Math.sqrt),
    log: 'off',
  },
  beta: {
    symbol: 'β',
    words: 'noise variance of one step',
    role: 'noise',
    read: ({ betas }) => betas,
    log: 'on',
  },
  snr: {
    symbol: 'SNR',
    words: 'signal-to-noise ratio',
    role: 'plain',
    read: ({ snr }) => snr,
    log: 'on',
  },
  logSnr: {
    symbol: 'log-SNR',
    words: 'natural logarithm of the SNR',
    role: 'plain',
    read: ({ logSnr }) => logSnr,
    log: 'never',
  },
} as const satisfies Record<string, Quantity>;

/** The name of a quantity. */
export type QuantityName = keyof typeof quantities;

/** All names, in order. */
export const quantityNames = Object.keys(quantities) as QuantityName[];
