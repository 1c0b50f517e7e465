/** Networks as data: the entry that pages use to draw and count a network without running it. */
export { type ClassifierSettings, classifier } from './classifier.ts';
export {
  countMultiplyAdds,
  countParameters,
  type Graph,
  type GraphInput,
  type GraphNode,
  type Parameter,
} from './graph.ts';
export { type MlpSettings, mlp } from './mlp.ts';
export { type Shape, sizeOf } from './shapes.ts';
export { silenceInputs } from './silence.ts';
export { type UNetSettings, unet } from './unet.ts';
