/** How each schedule's line looks: a colour of its own, which no role uses, and a dash pattern. */
import type { ScheduleName } from '../../../lib/diffusion/index.ts';

interface LineStyle {
  readonly colour: string;
  /** SVG stroke-dasharray. */
  readonly dash: string;
  /** The dash pattern in words. */
  readonly words: string;
}

/** Colours are defined for both themes in figures.css. */
export const lineStyles: Record<ScheduleName, LineStyle> = {
  linear: { colour: 'var(--fn-schedule-linear)', dash: 'none', words: 'solid' },
  cosine: { colour: 'var(--fn-schedule-cosine)', dash: '9 4', words: 'dashed' },
  scaledLinear: { colour: 'var(--fn-schedule-scaled)', dash: '2 3.5', words: 'dotted' },
  sigmoid: { colour: 'var(--fn-schedule-sigmoid)', dash: '10 3 2 3', words: 'dash-dotted' },
};
