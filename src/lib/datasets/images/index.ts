/** The registry of image data sets: one line each. */

import { digits8 } from './digits8.ts';
import { fashion28 } from './fashion28.ts';
import { fashion32 } from './fashion32.ts';
import type { ImageDatasetId, ImageDatasetInfo } from './imageDatasetInfo.ts';

export type { ImageDatasetId, ImageDatasetInfo } from './imageDatasetInfo.ts';

/** Every image data set, by its id. */
export const imageDatasets: Readonly<Record<ImageDatasetId, ImageDatasetInfo>> = {
  'digits-8': digits8,
  'fashion-28': fashion28,
  'fashion-32': fashion32,
};
