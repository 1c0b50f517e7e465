/** The reader's own pictures as a notebook carries them: reduced as training reduces them, in base64. */
import { ownImageSize, ownImages } from '../../../components/data/ownImages.ts';
import { areaAverage } from '../../../lib/datasets/index.ts';
import { imageSizes } from '../../../lib/training/settings.ts';

/** Grey levels 0…255 of all pictures, [count, 16, 16], in base64. */
export function ownPicturesText(): string {
  const size = imageSizes.own;
  const step = ownImageSize / size;
  const window = { left: 0, top: 0, step, size, background: -1 };
  let binary = '';
  for (const { pixels } of ownImages.value) {
    const image = { pixels, width: ownImageSize, height: ownImageSize };
    for (const value of areaAverage(image, window)) {
      binary += String.fromCharCode(Math.round(((value + 1) / 2) * 255));
    }
  }
  return btoa(binary);
}
