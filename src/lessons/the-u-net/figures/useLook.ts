/** Runs the model on one noisy picture after another; of requests that come while it runs, only the latest counts. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import { JobCancelled, type Jobs } from '../../../lib/compute/client.ts';
import { rmsDifference } from './timestepVectors.ts';
import { impliedX0, type NoisyDigit } from './useNoisyDigit.tsx';

/** What to look at. */
export interface LookRequest {
  readonly noisy: NoisyDigit;
  /** The class that the network is told. */
  readonly y: number;
  readonly nodes: readonly string[];
  readonly silenced: readonly string[];
}

type Answer = Jobs['modelLook']['result'];

/** An answer, with the request that it answers. */
export interface Look extends Answer {
  readonly request: LookRequest;
}

/** The clean picture that goes with the predicted noise. */
export const x0PredOf = ({ request: { noisy }, epsPred }: Look): Float32Array =>
  impliedX0(noisy.xt, noisy.t, epsPred);

/** The root mean squared error a pixel of the implied clean picture, clipped as samplers clip it. */
export const x0ErrorOf = (look: Look): number =>
  rmsDifference(
    look.request.noisy.x0,
    x0PredOf(look).map((value) => Math.min(1, Math.max(-1, value))),
  );

/** One look at a time: what runs, what comes next, and whether the figure is still there. */
interface Queue {
  running: boolean;
  next: LookRequest | null;
  readonly abort: AbortController;
}

/** Looks whenever `request` changes (keep it the same while it does not) and the model is ready; null waits. */
export function useLook(model: ShippedModel, request: LookRequest | null) {
  const { compute, state } = model;
  const [look, setLook] = useState<Look | null>(null);
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

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt runs the same request again
  useEffect(() => {
    const line = queue.current;
    if (!line || !ready || !request) return;
    line.next = request;
    if (!line.running) void work(line);
  }, [request, ready, attempt]);

  const work = async (line: Queue) => {
    line.running = true;
    while (line.next) {
      const asked: LookRequest = line.next;
      line.next = null;
      try {
        const { noisy, y, nodes, silenced } = asked;
        const answer = await compute.run(
          'modelLook',
          { id: model.id, xt: noisy.xt, t: noisy.t, y, nodes, silenced },
          { signal: line.abort.signal },
        );
        if (line.abort.signal.aborted) return;
        setLook({ ...answer, request: asked });
        setProblem('');
      } catch (error) {
        if (line.abort.signal.aborted) return;
        if (!(error instanceof JobCancelled)) setProblem((error as Error).message);
        line.next = null;
      }
    }
    line.running = false;
  };

  /** Opens the model again and looks again. */
  const retry = () => {
    setProblem('');
    model.reopen();
    setAttempt((count) => count + 1);
  };
  return { look, problem, retry };
}
