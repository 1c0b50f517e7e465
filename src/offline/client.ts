/** The page's side of keeping the course offline: registers the service worker, asks it to keep, hears of new versions. */
import { missingFiles } from './keeper.ts';
import {
  bytesOf,
  cacheName,
  type FromKeeper,
  isMaterial,
  keptMark,
  manifestPath,
  type OfflineFile,
  type OfflineManifest,
  type ToKeeper,
} from './manifest.ts';

/** How long after loading a page the rest is filled in, when nothing else is asked of the network. */
const fillAfterMilliseconds = 8000;

/** Why this browser cannot keep the course; null where it can. */
export function obstacle(): string | null {
  if (!window.isSecureContext) {
    return 'This address is not secure (no https), and browsers keep courses of secure addresses only. Localhost counts as secure: the course can be served from this machine itself.';
  }
  if (!('serviceWorker' in navigator)) {
    return 'This browser keeps no sites offline, or not in a private window. Try another browser, or an ordinary window.';
  }
  return null;
}

/** Registers the service worker; tells of a new version that waits, once it is there. */
export async function register(
  base: string,
  onNewVersion: (letIn: () => void) => void,
): Promise<void> {
  if (obstacle()) return;
  const registration = await navigator.serviceWorker.register(`${base}sw.js`, { scope: base });
  const offer = (worker: ServiceWorker | null) => {
    // Without a controller it is the first version, which nobody waits for.
    if (!worker || !navigator.serviceWorker.controller) return;
    onNewVersion(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
        once: true,
      });
      worker.postMessage({ kind: 'activate' } satisfies ToKeeper);
    });
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') offer(worker);
    });
  });
}

/** Keeps what opens any lesson, a while after the page was loaded; not where the reader saves data. */
export function fillLater(): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (obstacle() || connection?.saveData) return;
  setTimeout(async () => {
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ kind: 'fill' } satisfies ToKeeper);
  }, fillAfterMilliseconds);
}

/** What is kept here, of what there is. */
export interface KeptState {
  readonly version: string;
  readonly totalBytes: number;
  readonly missingBytes: number;
  /** Data sets and networks that are not there. */
  readonly missingMaterial: readonly OfflineFile[];
  /** Asked for by the reader, and so kept of later versions too. */
  readonly wanted: boolean;
}

/** Looks into the cache. */
export async function keptState(base: string): Promise<KeptState> {
  const manifest = (await (await fetch(base + manifestPath)).json()) as OfflineManifest;
  const cache = await caches.open(cacheName);
  const absolute = new URL(base, location.href).href;
  const keeper = { base: absolute, cache, fetch: (url: string) => fetch(url) };
  const missing = await missingFiles(keeper, manifest.files);
  return {
    version: manifest.version,
    totalBytes: bytesOf(manifest.files),
    missingBytes: bytesOf(missing),
    missingMaterial: missing.filter(isMaterial),
    wanted: Boolean(await cache.match(absolute + keptMark)),
  };
}

/** Asks the service worker and waits until it is done. Rejects with its sentence. */
async function ask(
  kind: 'keep' | 'release',
  onProgress: (doneBytes: number, totalBytes: number) => void,
): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  await new Promise<void>((resolve, reject) => {
    port1.onmessage = ({ data }: MessageEvent<FromKeeper>) => {
      if (data.kind === 'progress') onProgress(data.doneBytes, data.totalBytes);
      else if (data.kind === 'done') resolve();
      else reject(new Error(data.message));
    };
    active?.postMessage({ kind } satisfies ToKeeper, [port2]);
  });
  port1.close();
}

/** Keeps all of the course. */
export const keepCourse = (onProgress: (doneBytes: number, totalBytes: number) => void) =>
  ask('keep', onProgress);

/** Gives the room back. */
export const releaseCourse = () => ask('release', () => undefined);
