/** Asks a network one thing after another; of requests that come while it answers, only the latest counts. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { JobCancelled } from '../../lib/compute/client.ts';
import type { ShippedClassifier, ShippedModel } from './useShippedModel.ts';

/** What runs, what comes next, and whether the figure is still there. */
interface Queue<Request> {
  running: boolean;
  next: Request | null;
  readonly abort: AbortController;
}

/** The latest answer with the request that it answers; how many answers came before it. */
export type Latest<Request, Answer> = Answer & { readonly request: Request; readonly nth: number };

/**
 * Asks whenever `request` changes (keep it the same while it does not) and the network is open; null waits.
 *
 * @returns the latest answer, what went wrong (empty when nothing did), and a way to open the network again and ask again
 */
export function useLatest<Request, Answer extends object>(
  network: ShippedModel | ShippedClassifier,
  request: Request | null,
  ask: (request: Request, signal: AbortSignal) => Promise<Answer>,
) {
  const [latest, setLatest] = useState<Latest<Request, Answer> | null>(null);
  const [problem, setProblem] = useState('');
  const [attempt, setAttempt] = useState(0);
  const queue = useRef<Queue<Request> | null>(null);
  const ready = network.state.status === 'ready';

  // biome-ignore lint/correctness/useExhaustiveDependencies: another network starts a new queue
  useEffect(() => {
    const mine: Queue<Request> = { running: false, next: null, abort: new AbortController() };
    queue.current = mine;
    return () => {
      mine.next = null;
      mine.abort.abort();
    };
  }, [network.id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks the same again
  useEffect(() => {
    const line = queue.current;
    if (!line || !ready || !request) return;
    line.next = request;
    if (!line.running) void work(line);
  }, [request, ready, attempt]);

  const work = async (line: Queue<Request>) => {
    const { signal } = line.abort;
    line.running = true;
    while (line.next) {
      const asked = line.next as Request;
      line.next = null;
      try {
        const answer = await ask(asked, signal);
        if (signal.aborted) return;
        setLatest((last) => ({ ...answer, request: asked, nth: (last?.nth ?? 0) + 1 }));
        setProblem('');
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof JobCancelled)) setProblem((error as Error).message);
        line.next = null;
      }
    }
    line.running = false;
  };

  const retry = () => {
    setProblem('');
    network.reopen();
    setAttempt((count) => count + 1);
  };
  return { latest, problem, retry };
}
