/** Strong guidance and what is done about it: the settings of each row that the figure draws from the same noise. */
import { type DrawSettings, plainSettings } from '../../../lib/sampling/settings.ts';
import type { PictureNumbers } from './pictureNumbers.ts';
import { percent, scaleText } from './words.ts';

/** DDIM steps of every walk, and images in a row. */
export const steps = 25;
export const images = 10;

/**
 * The largest timestep of these walks: at T − 1 the cosine schedule leaves so little signal that dividing by it, without
 * clipping, breaks every walk, guided or not.
 */
export const startAt = 980;

/** What the reader sets. */
export interface RemedyChoice {
  readonly scale: number;
  /** φ of guidance rescale. */
  readonly rescale: number;
  /** Guidance acts from this timestep… */
  readonly from: number;
  /** …to this one. */
  readonly to: number;
}

export const startChoice: RemedyChoice = { scale: 10, rescale: 0.7, from: 100, to: 600 };

/** The rows, in the order in which they are shown. */
export const remedyNames = ['plain', 'none', 'clip', 'dynamic', 'rescale', 'interval'] as const;
export type RemedyName = (typeof remedyNames)[number];

/** How a row's toggle names it. */
export const remedyLabels: Readonly<Record<RemedyName, string>> = {
  plain: 'no guidance',
  clip: 'clipped',
  dynamic: 'dynamic thresholding',
  rescale: 'rescaled',
  interval: 'interval',
  none: 'nothing done',
};

/** What a row is, with its numbers. */
export function remedyTitle(name: RemedyName, { scale, rescale, from, to }: RemedyChoice): string {
  const w = `w = ${scaleText(scale)}`;
  switch (name) {
    case 'plain':
      return 'w = 1: no guidance';
    case 'none':
      return `${w}, nothing done`;
    case 'clip':
      return `${w}, clipped to [−1, 1]`;
    case 'dynamic':
      return `${w}, dynamic thresholding`;
    case 'rescale':
      return `${w}, rescaled by φ = ${rescale.toFixed(2)}`;
    case 'interval':
      return `${w} from t = ${from} to ${to}, 1 elsewhere`;
  }
}

/** The settings of a row: each has one remedy and no other. */
export function remedySettings(
  name: RemedyName,
  { scale, rescale, from, to }: RemedyChoice,
): DrawSettings {
  const base: DrawSettings = {
    ...plainSettings(steps),
    options: { steps, startAt },
    guidanceScale: scale,
    x0: 'none',
  };
  switch (name) {
    case 'plain':
      return { ...base, guidanceScale: 1 };
    case 'none':
      return base;
    case 'clip':
      return { ...base, x0: 'clip' };
    case 'dynamic':
      return { ...base, x0: 'dynamic' };
    case 'rescale':
      return { ...base, rescale };
    case 'interval':
      return { ...base, interval: { from, to } };
  }
}

/** An interval whose ends stay in order: the end that was not moved gives way. */
export function movedInterval(
  now: Pick<RemedyChoice, 'from' | 'to'>,
  part: { readonly from?: number; readonly to?: number },
): Pick<RemedyChoice, 'from' | 'to'> {
  const from = part.from ?? Math.min(now.from, part.to ?? now.to);
  const to = part.to ?? Math.max(now.to, from);
  return { from, to };
}

/** A finished row's numbers. */
export interface RowNumbers extends PictureNumbers {
  /** Distance from the row without guidance; null where that is not drawn, and of itself. */
  readonly fromPlain: number | null;
}

/** What a row's numbers say of it, in one line. */
export function rowWords(numbers: RowNumbers): string {
  const { saturated, outside, contrast, variety, fromPlain } = numbers;
  const beyond = outside > 0 ? `, ${percent(outside)} beyond` : '';
  const away = fromPlain === null ? '' : ` · ${fromPlain.toFixed(2)} from no guidance`;
  const amount = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
  return `${percent(saturated)} fully black or white${beyond} · contrast ${amount(contrast)} · variety ${amount(variety)}${away}`;
}
