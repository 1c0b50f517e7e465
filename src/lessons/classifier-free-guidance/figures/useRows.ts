/** Draws rows of images one walk after the other, and again only those whose settings have changed. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DrawRequest } from '../../../components/model/useDraw.ts';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import { JobCancelled } from '../../../lib/compute/client.ts';

/** A drawn row, whole or as far as it is. */
export interface DrawnRow {
  readonly pictures: Float32Array;
  readonly done: boolean;
  readonly calls: number;
  readonly milliseconds: number;
}

/** What a row was asked for: the same text for the same request. */
export const rowKey = (id: string, request: DrawRequest): string => JSON.stringify([id, request]);

/** Runs one walk, telling how it looks on the way. */
async function drawRow(
  { compute, id }: ShippedModel,
  request: DrawRequest,
  signal: AbortSignal,
  onRow: (row: DrawnRow) => void,
): Promise<void> {
  const onProgress = ({
    x0,
    calls,
    milliseconds,
  }: {
    x0: Float32Array;
    calls: number;
    milliseconds: number;
  }) => onRow({ pictures: x0, done: false, calls, milliseconds });
  const { images, ...cost } = await compute.run(
    'modelDraw',
    { ...request, id },
    { signal, onProgress },
  );
  onRow({ pictures: images, done: true, ...cost });
}

/**
 * The rows drawn so far, by key.
 *
 * @param requests what is wanted now; a changed list stops the walk under way, and rows that are done are kept
 */
export function useRows(model: ShippedModel, requests: readonly DrawRequest[]) {
  const [rows, setRows] = useState<Readonly<Record<string, DrawnRow>>>({});
  const [problem, setProblem] = useState('');
  const [attempt, setAttempt] = useState(0);
  const finished = useRef(new Set<string>());
  const ready = model.state.status === 'ready';
  const wanted = requests.map((request) => rowKey(model.id, request)).join('\n');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the wanted rows are named by their keys
  useEffect(() => {
    if (!ready) return;
    const abort = new AbortController();
    const work = async () => {
      for (const request of requests) {
        const key = rowKey(model.id, request);
        if (finished.current.has(key)) continue;
        await drawRow(model, request, abort.signal, (row) => {
          if (abort.signal.aborted) return;
          if (row.done) finished.current.add(key);
          setRows((now) => ({ ...now, [key]: row }));
        });
      }
    };
    work().catch((error: unknown) => {
      const told = !(error instanceof JobCancelled) && !abort.signal.aborted;
      if (told) setProblem(error instanceof Error ? error.message : String(error));
    });
    return () => abort.abort();
  }, [ready, wanted, attempt]);

  const retry = () => {
    setProblem('');
    model.reopen();
    setAttempt((count) => count + 1);
  };
  return { rows, problem, retry };
}
