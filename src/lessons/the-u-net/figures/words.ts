/** How this lesson's figures name blocks, operations and amounts. */
import type { GraphNode, Shape } from '../../../lib/nets/index.ts';

/** How a sentence calls a block. */
export const titleOf = (block: string): string =>
  block === 'embedding' ? 'the embedding of t and class' : block;

/** What a block does, as half a sentence. */
export function doesOf(block: string): string {
  if (block === 'embedding') return 'turns the timestep and the class into one vector';
  if (block.startsWith('enc')) return 'a residual block on the way down; a skip leaves from it';
  if (block.startsWith('pool')) return 'keeps the largest of every 2 × 2 values';
  if (block === 'bottleneck') return 'the deepest residual block: fewest pixels, most channels';
  if (block.startsWith('up')) return 'doubles the picture and joins the skip’s channels to it';
  if (block.startsWith('dec')) return 'a residual block on the way up';
  return 'a 1 × 1 convolution that writes the predicted noise';
}

/** What a node does, in a few words. */
export function operationOf({ operation, settings }: GraphNode): string {
  switch (operation) {
    case 'conv2d':
      return `convolution ${settings['kernel']} × ${settings['kernel']}`;
    case 'groupNorm':
      return `GroupNorm, ${settings['groups']} groups`;
    case 'silu':
      return 'SiLU';
    case 'linear':
      return 'linear layer';
    case 'maxPool2d':
      return 'maximum over 2 × 2';
    case 'upsample2d':
      return 'bilinear, twice the size';
    case 'concat':
      return 'channels joined';
    case 'add':
      return 'sum';
    case 'timestepEmbedding':
      return 'sines and cosines of t';
    case 'embedding':
      return `table of ${settings['rows']} rows`;
    case 'globalMean2d':
      return 'mean over all pixels';
    case 'zeros':
      return 'zeros';
  }
}

/** "32 × 32 pixels, 16 channels", or "64 numbers" of a vector. */
export function shapeText(shape: Shape): string {
  if (shape.length === 3) {
    const [height, width, channels] = shape as unknown as readonly [number, number, number];
    return `${height} × ${width} ${width === 1 ? 'pixel' : 'pixels'}, ${channels} ${channels === 1 ? 'channel' : 'channels'}`;
  }
  return `${shape[0] ?? 1} numbers`;
}

/** "32×32×16", as a table has room for. */
export const shapeShort = (shape: Shape): string => shape.join('×');

/** A whole number with thousands separators. */
export const whole = (value: number): string => value.toLocaleString('en-US');

/** A large count in words: "45.6 million". */
export function large(value: number): string {
  if (value < 1e6) return whole(value);
  if (value < 1e9) return `${(value / 1e6).toPrecision(3)} million`;
  return `${(value / 1e9).toPrecision(3)} billion`;
}

/** A share as a percentage with one decimal; very small ones are told apart from none. */
export function share(part: number, all: number): string {
  if (part === 0) return '0 %';
  const percent = (100 * part) / all;
  return percent < 0.05 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
}

/** Three significant digits, without exponents. */
export function three(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) < 5e-5) return '0.0000';
  const text = Math.abs(value) >= 100 ? Math.abs(value).toFixed(0) : fewDigits(Math.abs(value));
  return `${value < 0 ? '−' : ''}${text}`;
}

const fewDigits = (value: number): string =>
  value.toFixed(Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(value)))));

/** A number with so many decimals, and a real minus sign; never "−0". */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Two significant digits, with a power of ten where the number is small: "1.4 · 10⁻⁷". */
export function amount(value: number): string {
  if (value >= 0.001) return value.toPrecision(2);
  const [digits, power] = value.toExponential(1).split('e') as [string, string];
  const raised = [...power.replace('-', '')].map((digit) => superscripts[Number(digit)]).join('');
  return `${digits} · 10⁻${raised}`;
}
