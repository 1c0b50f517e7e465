/** The reader's own pictures as a run learns from them. */
import { ownImageSize, ownImages, restoreOwnImages } from '../../../components/data/ownImages.ts';

/** All of them, those that the browser kept among them, one after the other, [count, 28, 28] in [−1, 1]; null when there are none. */
export function ownPictures(): Float32Array | null {
  // A run is taken up after a reload before anything on the page has asked for the pictures.
  restoreOwnImages();
  const images = ownImages.value;
  if (images.length === 0) return null;
  const length = ownImageSize * ownImageSize;
  const all = new Float32Array(images.length * length);
  images.forEach(({ pixels }, i) => {
    all.set(pixels, i * length);
  });
  return all;
}
