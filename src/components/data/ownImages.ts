/** The reader's own images: shared by all figures, kept in this browser, never sent anywhere. */
import { signal } from '@preact/signals';
import {
  decodeOwnImages,
  encodeOwnImages,
  imageDataToGrey,
  type OwnImage,
} from '../../lib/datasets/index.ts';

/** Side of an own image, in pixels. */
export const ownImageSize = 28;

const storageKey = 'from-noise:own-images';
const mostImages = 60;
const largestSide = 1024;

/** The images, newest last. */
export const ownImages = signal<readonly OwnImage[]>([]);

/** A sentence about the last thing that did not work; empty when all is well. */
export const ownImagesProblem = signal('');

let restored = false;

/** Brings back what this browser kept; does so once. */
export function restoreOwnImages(): void {
  if (restored) return;
  restored = true;
  try {
    const text = localStorage.getItem(storageKey);
    if (!text) return;
    const { images, reason } = decodeOwnImages(text);
    ownImages.value = images.filter((image) => image.size === ownImageSize);
    if (reason) {
      ownImagesProblem.value = `Your saved images could not be read: ${reason}`;
      localStorage.setItem(`${storageKey}:damaged`, text);
    }
  } catch {
    // Storage is closed to this page (private mode): own images then last until the tab closes.
  }
}

function keep(images: readonly OwnImage[]): void {
  ownImages.value = images;
  ownImagesProblem.value = '';
  try {
    localStorage.setItem(storageKey, encodeOwnImages(ownImages.value));
  } catch {
    ownImagesProblem.value =
      'This browser has no room left to keep your images: they last until you close the tab.';
  }
}

/** What an own image is called: what the reader called it, or its place. */
export function nameOf(image: OwnImage, index: number): string {
  return image.label ?? `image ${index + 1}`;
}

/** Which image is shown when `wanted` is chosen: the newest where there is none at that place; −1 of none. */
export function shownOwnIndex(images: readonly OwnImage[], wanted: number): number {
  return images[wanted] ? wanted : images.length - 1;
}

/** Adds one image, values in [−1, 1]; refuses, with a sentence, when there is no place for one more. */
export function addOwnImage(label: string, pixels: Float32Array): boolean {
  if (ownImages.value.length >= mostImages) {
    ownImagesProblem.value = `There is room for ${mostImages} images of your own: remove one, then add the next.`;
    return false;
  }
  keep([...ownImages.value, { label, size: ownImageSize, pixels: Float32Array.from(pixels) }]);
  return true;
}

/** Takes one image away. */
export function removeOwnImage(index: number): void {
  keep(ownImages.value.filter((_, i) => i !== index));
}

/** Adds the files that are images; names the ones that are not and keeps the others. Returns how many were added. */
export async function addImageFiles(files: readonly File[]): Promise<number> {
  const refused: string[] = [];
  let added = 0;
  for (const file of files) {
    try {
      if (!addOwnImage(file.name, await greyFromFile(file))) break;
      added++;
    } catch {
      refused.push(file.name);
    }
  }
  const full = ownImages.value.length >= mostImages;
  const kept = added > 0 || full ? ownImagesProblem.value : '';
  ownImagesProblem.value = [refusal(refused, added), kept].filter((text) => text).join(' ');
  return added;
}

function refusal(refused: readonly string[], added: number): string {
  if (refused.length === 0) return '';
  const names = refused.map((name) => `“${name}”`).join(', ');
  const verb = refused.length === 1 ? 'is not an image' : 'are not images';
  const others =
    added === 0
      ? ''
      : added === 1
        ? ' The other one was added.'
        : ` The other ${added} were added.`;
  return `${names} ${verb} that this browser can read.${others}`;
}

async function greyFromFile(file: File): Promise<Float32Array> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, largestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return imageDataToGrey(context.getImageData(0, 0, width, height), ownImageSize);
}
