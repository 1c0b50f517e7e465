/** What the course consists of: every file with its hash and size, made when the site is built. */

/** One file of the built site. */
export interface OfflineFile {
  /** Address relative to the site's base: "lessons/ddim/", "_astro/x.js"; the home page is "". */
  readonly path: string;
  /** SHA-256 of its bytes, as hexadecimal text. */
  readonly hash: string;
  readonly bytes: number;
}

/** All files that the course needs without a network. */
export interface OfflineManifest {
  /** Of the whole: another text whenever any file differs. */
  readonly version: string;
  readonly files: readonly OfflineFile[];
}

/** Where kept files are; named by content, so that versions share what is the same in both. */
export const cacheName = 'from-noise-course';
/** An entry of the cache that says: all of it is wanted, of later versions too. */
export const keptMark = '__kept';
/** Under which address a page finds the manifest. */
export const manifestPath = 'offline.json';
/** The page that stands in for one that is not kept. */
export const fallbackPath = 'offline/';

/** The cache's key of a file. */
export const keyOf = (base: string, { path, hash }: OfflineFile): string =>
  `${base}${path}?kept=${hash}`;

/** Pages, scripts, styles and fonts: small, and enough to open any lesson. */
export const isCore = ({ path }: OfflineFile): boolean => !/^(data|weights)\//.test(path);

/** Data sets and trained networks. */
export const isMaterial = (file: OfflineFile): boolean => !isCore(file);

/** What a page asks of the service worker. */
export type ToKeeper =
  /** Keep what opens any lesson, in the background. */
  | { readonly kind: 'fill' }
  /** Keep everything, now and of later versions; progress comes on the port that is sent along. */
  | { readonly kind: 'keep' }
  /** Give everything back. */
  | { readonly kind: 'release' }
  /** Let the new version take over. */
  | { readonly kind: 'activate' };

/** What comes on the port. */
export type FromKeeper =
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

/** Bytes in all. */
export const bytesOf = (files: readonly OfflineFile[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);
