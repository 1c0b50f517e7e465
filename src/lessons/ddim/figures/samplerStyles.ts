/** How each sampler's line looks: a colour of its own, which no role uses, and a dash pattern. */
import type { SamplerName } from '../../../lib/diffusion/index.ts';

/** A line in a chart and in its legend; colours are defined for both themes in figures.css. */
export interface LineStyle {
  readonly colour: string;
  /** SVG stroke-dasharray. */
  readonly dash: string;
}

const ink = 'var(--fn-sampler-ink)';
const violet = 'var(--fn-sampler-violet)';
const gold = 'var(--fn-sampler-gold)';
const grey = 'var(--fn-sampler-grey)';

/** Every sampler's line. */
export const samplerStyles: Record<SamplerName, LineStyle> = {
  ddpm: { colour: ink, dash: 'none' },
  ddim: { colour: violet, dash: 'none' },
  euler: { colour: violet, dash: '2 3.5' },
  eulerAncestral: { colour: ink, dash: '8 4' },
  heun: { colour: gold, dash: 'none' },
  dpmSolver2M: { colour: grey, dash: 'none' },
  dpmSolver2S: { colour: grey, dash: '8 4' },
  unipc: { colour: ink, dash: '10 3 2 3' },
  pndm: { colour: gold, dash: '8 4' },
  lcm: { colour: gold, dash: '2 3.5' },
};
