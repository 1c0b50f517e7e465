/**
 * The service worker: answers from what is kept, lets everything else through to the network, and never changes a page
 * under its reader: a new version waits until it is let in.
 */
import { dropStale, type KeeperOptions, keepFiles, store } from './keeper.ts';
import {
  cacheName,
  type FromKeeper,
  fallbackPath,
  isCore,
  keptMark,
  keyOf,
  manifestPath,
  type OfflineFile,
  type OfflineManifest,
  type ToKeeper,
} from './manifest.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in when the site is built. */
declare const __OFFLINE_MANIFEST__: OfflineManifest;

const manifest = __OFFLINE_MANIFEST__;
const { files } = manifest;
const byPath = new Map(files.map((file) => [file.path, file]));

const base = () => self.registration.scope;

async function options(): Promise<KeeperOptions> {
  const cache = await caches.open(cacheName);
  return { base: base(), cache, fetch: (url) => fetch(url) };
}

/** The address within the site, without query and anchor; null outside. */
function pathOf(url: string): string | null {
  const { origin, pathname } = new URL(url);
  const plain = origin + pathname;
  return plain.startsWith(base()) ? plain.slice(base().length) : null;
}

const isKept = async () => (await options()).cache.match(base() + keptMark).then(Boolean);

async function respond(file: OfflineFile, event: FetchEvent): Promise<Response> {
  const { request } = event;
  const keeper = await options();
  const kept = await keeper.cache.match(keyOf(base(), file));
  if (kept) return kept;
  try {
    const response = await fetch(request);
    // Data and networks have their own loader, which keeps what it has checked.
    if (response.ok && isCore(file)) {
      const copy = response.clone();
      event.waitUntil(store(keeper, file, copy).catch(() => undefined));
    }
    return response;
  } catch (error) {
    if (request.mode !== 'navigate') throw error;
    const fallback = byPath.get(fallbackPath);
    const page = fallback && (await keeper.cache.match(keyOf(base(), fallback)));
    if (!page) throw error;
    return page;
  }
}

self.addEventListener('install', (event) => {
  const prepare = async () => {
    const keeper = await options();
    const first = files.filter(({ path }) => path === fallbackPath);
    // Who keeps the course is offered a new version when all of it is there.
    await keepFiles(keeper, (await isKept()) ? files : first);
  };
  event.waitUntil(prepare());
});

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    await dropStale(await options(), files);
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const path = pathOf(request.url);
  if (path === manifestPath) return event.respondWith(Response.json(manifest));
  const file = path === null ? undefined : byPath.get(path);
  if (file) event.respondWith(respond(file, event));
});

async function keepAll(answer: (message: FromKeeper) => void): Promise<void> {
  try {
    const keeper = await options();
    await keepFiles(keeper, files, (doneBytes, totalBytes) =>
      answer({ kind: 'progress', doneBytes, totalBytes }),
    );
    await keeper.cache.put(base() + keptMark, new Response('all'));
    answer({ kind: 'done' });
  } catch (error) {
    answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function release(answer: (message: FromKeeper) => void): Promise<void> {
  await caches.delete(cacheName);
  await keepFiles(
    await options(),
    files.filter(({ path }) => path === fallbackPath),
  ).catch(() => undefined);
  answer({ kind: 'done' });
}

self.addEventListener('message', (event) => {
  const { kind } = event.data as ToKeeper;
  const answer = (message: FromKeeper) => event.ports[0]?.postMessage(message);
  if (kind === 'activate') void self.skipWaiting();
  if (kind === 'keep') event.waitUntil(keepAll(answer));
  if (kind === 'release') event.waitUntil(release(answer));
  if (kind === 'fill') {
    const fill = async () => keepFiles(await options(), files.filter(isCore));
    event.waitUntil(fill().catch(() => undefined));
  }
});
