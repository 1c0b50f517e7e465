/** Fashion-MNIST with two pixels of background on each side: 32 halves cleanly five times. */

import { fashion28 } from './fashion28.ts';
import type { ImageDatasetInfo } from './imageDatasetInfo.ts';

export const fashion32: ImageDatasetInfo = {
  ...fashion28,
  id: 'fashion-32',
  label: 'Fashion-MNIST, 32 by 32',
  height: 32,
  width: 32,
  padding: 2,
  note: 'Product photographs of garments, 28 by 28 pixels with a border of two black pixels; 14,000 of the 70,000 images, each class alike.',
};
