/** Loads the shipped models in Node, for scripts and tests. */
import { readFileSync } from 'node:fs';
import { loadModel, type ShippedModel } from '../src/lib/models/loadModel.ts';

/** A model that the site serves, read from `public/weights` and checked as the page checks it. */
export function modelFromDisk(id: string): Promise<ShippedModel> {
  const fetchFile: typeof fetch = async (input) =>
    new Response(readFileSync(`public${new URL(String(input)).pathname}`));
  return loadModel({ id, baseUrl: 'http://localhost/weights/', fetch: fetchFile, cache: null });
}
