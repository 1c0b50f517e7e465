/** What the site says about an image data set before any of it is loaded. */

/** The names under which image data sets can be loaded. */
export type ImageDatasetId = 'digits-8' | 'fashion-28' | 'fashion-32';

/** One registry entry. */
export interface ImageDatasetInfo {
  readonly id: ImageDatasetId;
  /** Short name for menus and messages. */
  readonly label: string;
  /** Folder under `data/` that holds its files. */
  readonly folder: string;
  /** Size of an image as loaded, padding included. */
  readonly height: number;
  readonly width: number;
  readonly channels: 1;
  /** Pixels of background added on each side by the loader. */
  readonly padding: number;
  readonly classNames: readonly string[];
  /** Number of images in each split. */
  readonly counts: { readonly train: number; readonly test: number };
  readonly licence: { readonly name: string; readonly link: string };
  readonly source: { readonly title: string; readonly link: string };
  readonly citation: string;
  /** A sentence or two to show beside pictures made from it. */
  readonly note: string;
}
