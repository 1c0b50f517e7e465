/** The mathematics of diffusion models: the one entry to this library. */
export {
  type DecoderOptions,
  decoderTermBits,
  gaussianKl,
  type ModelVariance,
  priorTermBits,
  type TransitionOptions,
  transitionTermBits,
  transitionWeight,
} from './bound.ts';
export { timestepEmbedding } from './embedding.ts';
export { InvalidArgumentError } from './errors.ts';
export {
  alphaBarBefore,
  type ForwardCoefficients,
  forwardCoefficients,
  forwardSample,
  forwardStep,
  type PosteriorCoefficients,
  posteriorCoefficients,
  posteriorMean,
  samplePosterior,
} from './forward.ts';
export {
  type GaussianComponent,
  type GaussianComponentInput,
  type GaussianMixture,
  makeGaussianMixture,
  sampleGaussianMixture,
} from './gaussianMixture.ts';
export {
  classifierFreeGuidance,
  classifierGuidance,
  type GuidanceInterval,
  guidedAt,
  rescaleGuidance,
} from './guidance.ts';
export { type IdealDenoiser, makeIdealDenoiser } from './idealDenoiser.ts';
export { lerp, norm, slerp } from './interpolation.ts';
export {
  logDensity,
  mixturePosteriorMean,
  mixtureResponsibilities,
  mixtureScore,
  type NoisedMixture,
  noisedLogDensity,
  noiseMixture,
} from './noisedMixture.ts';
export { logNormalCdf, logNormalInterval, normalCdf } from './normal.ts';
export type { Numbers } from './numbers.ts';
export {
  drawTimestep,
  type LossWeighting,
  lossWeight,
  lossWeightings,
  makeTrainingExample,
  simpleLoss,
  type TrainingExample,
} from './objective.ts';
export {
  convertPrediction,
  type Prediction,
  type PredictionCoefficients,
  predictionAt,
  predictionCoefficients,
  predictions,
} from './predictions.ts';
export {
  fillNormals,
  fork,
  makeRng,
  type Rng,
  restoreRng,
  sampleNormals,
  shuffledIndices,
} from './random.ts';
export * from './samplers/index.ts';
export * from './schedules/index.ts';
export { counterNormals, noiseStream, threefry2x32 } from './threefry.ts';
