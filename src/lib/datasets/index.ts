/** The data sets of the course: images to load, points to draw, and the reader's own images. */

export { areaAverage, type GreyImage, type ResampleWindow } from './areaAverage.ts';
export { type ImageDatasetId, type ImageDatasetInfo, imageDatasets } from './images/index.ts';
export { DATA_CACHE_NAME, type DataCache, makeDataCache } from './loading/dataCache.ts';
export type { Fetch } from './loading/download.ts';
export { DataLoadError, type DataLoadErrorKind } from './loading/errors.ts';
export { loadDescription, loadFile } from './loading/files.ts';
export {
  type ImageDataset,
  type LoadImagesOptions,
  type LoadProgress,
  loadImages,
} from './loading/loadImages.ts';
export { type ImageManifest, parseManifest } from './loading/manifest.ts';
export {
  type GreyOptions,
  imageDataToGrey,
  invertIfDarkOnLight,
  type NormaliseOptions,
  normaliseDrawing,
  type RgbaImage,
} from './ownImages.ts';
export {
  type DecodedImages,
  decodeOwnImages,
  encodeOwnImages,
  type OwnImage,
} from './ownImagesStorage.ts';
export {
  isMixtureDataset,
  type MixtureDatasetId,
  mixtureOf,
  type PointDataset,
  type PointDatasetId,
  pointDatasets,
  type SampledPoints,
  type SamplePointsOptions,
  samplePoints,
} from './points/index.ts';
