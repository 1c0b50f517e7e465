/** How the lesson's samples are drawn, as the film of a run draws them: DDIM steps and guidance. */
import { filmSampling } from '../../../lib/training/settings.ts';

/** Noise levels that a sample visits, where a run has as many. */
export const samplerSteps: number = filmSampling.steps;

/** How far samples go from the answer without a class towards the one with it. */
export const guidanceScale: number = filmSampling.guidanceScale;
