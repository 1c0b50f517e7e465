/** Gives a figure the page's one worker; the worker ends when the last figure that used it leaves. */
import { useEffect } from 'preact/hooks';
import {
  type ComputeClient,
  makeComputeClient,
  type WorkerLike,
} from '../../lib/compute/client.ts';

const client: ComputeClient = makeComputeClient(
  () =>
    new Worker(new URL('../../lib/compute/worker.ts', import.meta.url), {
      type: 'module',
    }) as unknown as WorkerLike,
);

let users = 0;

/** The shared client. Cancel your own jobs with an `AbortController` when the figure leaves. */
export function useCompute(): ComputeClient {
  useEffect(() => {
    users++;
    return () => {
      users--;
      if (users === 0) client.dispose();
    };
  }, []);
  return client;
}
