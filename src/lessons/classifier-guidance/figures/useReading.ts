/** Lets a classifier read one batch of images after another; of requests that come while it reads, only the latest counts. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShippedClassifier } from '../../../components/model/useShippedModel.ts';
import { JobCancelled, type Jobs } from '../../../lib/compute/client.ts';

/** What to read; keep it the same while it does not change. */
export type ReadingRequest = Omit<Jobs['classifierLook']['request'], 'id'>;

/** An answer, with the request that it answers. */
export interface Reading extends Readonly<Jobs['classifierLook']['result']> {
  readonly request: ReadingRequest;
  /** Which answer of this figure it is, from 1. */
  readonly nth: number;
}

/** One reading at a time: what runs, what comes next, and whether the figure is still there. */
interface Queue {
  running: boolean;
  next: ReadingRequest | null;
  readonly abort: AbortController;
}

/** Reads whenever `request` changes and the classifier is ready; null waits. */
export function useReading(classifier: ShippedClassifier, request: ReadingRequest | null) {
  const { compute, state, id } = classifier;
  const [reading, setReading] = useState<Reading | null>(null);
  const [problem, setProblem] = useState('');
  const [attempt, setAttempt] = useState(0);
  const queue = useRef<Queue | null>(null);
  const ready = state.status === 'ready';

  useEffect(() => {
    const mine: Queue = { running: false, next: null, abort: new AbortController() };
    queue.current = mine;
    return () => {
      mine.next = null;
      mine.abort.abort();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt reads the same request again
  useEffect(() => {
    const line = queue.current;
    if (!line || !ready || !request) return;
    line.next = request;
    if (!line.running) void work(line);
  }, [request, ready, attempt]);

  const work = async (line: Queue) => {
    line.running = true;
    while (line.next) {
      const asked: ReadingRequest = line.next;
      line.next = null;
      try {
        const { signal } = line.abort;
        const answer = await compute.run('classifierLook', { ...asked, id }, { signal });
        if (signal.aborted) return;
        setReading((last) => ({ ...answer, request: asked, nth: (last?.nth ?? 0) + 1 }));
        setProblem('');
      } catch (error) {
        if (line.abort.signal.aborted) return;
        if (!(error instanceof JobCancelled)) setProblem((error as Error).message);
        line.next = null;
      }
    }
    line.running = false;
  };

  /** Opens the classifier again and reads again. */
  const retry = () => {
    setProblem('');
    classifier.reopen();
    setAttempt((count) => count + 1);
  };
  return { reading, problem, retry };
}
