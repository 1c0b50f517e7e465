/** How the lesson's samples are drawn, as the film of a run draws them: DDIM steps and guidance. */

/** Noise levels that a sample visits, where a run has as many. */
export const samplerSteps = 25;

/** How far samples go from the answer without a class towards the one with it. */
export const guidanceScale = 3;
