/** Ends work that listens to an abort signal when a job is cancelled. */

const lookEvery = 50;

/**
 * Runs `work` with a signal that fires once `breathe` throws; then throws what `breathe` threw.
 */
export async function cancellable<T>(
  breathe: () => Promise<void>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let ended = false;
  const result = work(controller.signal).finally(() => {
    ended = true;
  });
  let cancelled: unknown;
  const watch = async () => {
    while (!ended) {
      await breathe();
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
    }
  };
  watch().catch((reason: unknown) => {
    cancelled = reason;
    controller.abort();
  });
  try {
    return await result;
  } catch (error) {
    throw cancelled ?? error;
  }
}
