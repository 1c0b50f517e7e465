/** The reader's own pictures as a run learns from them. */
import { ownImageSize, ownImages } from '../../../components/data/ownImages.ts';

/** All of them, one after the other, [count, 28, 28] in [−1, 1]; null when there are none. */
export function ownPictures(): Float32Array | null {
  const images = ownImages.value;
  if (images.length === 0) return null;
  const length = ownImageSize * ownImageSize;
  const all = new Float32Array(images.length * length);
  images.forEach(({ pixels }, i) => {
    all.set(pixels, i * length);
  });
  return all;
}
