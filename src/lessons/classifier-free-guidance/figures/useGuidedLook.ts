/** Asks the model twice about one noisy picture, with a class and without, in one batch; of requests that come while it works, only the latest counts. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import { JobCancelled } from '../../../lib/compute/client.ts';

/** What to look at. */
export interface GuidedLookRequest {
  /** One picture in [−1, 1], in noise. */
  readonly xt: Float32Array;
  readonly t: number;
  /** The class that the network is told the first time. */
  readonly told: number;
  /** The class that it is told the second time; the null class for none. */
  readonly other: number;
}

/** Both predictions, with the request that they answer. */
export interface GuidedLook {
  readonly request: GuidedLookRequest;
  readonly cond: Float32Array;
  readonly other: Float32Array;
  readonly milliseconds: number;
}

/** What runs, what comes next, and whether the figure is still there. */
interface Line {
  running: boolean;
  next: GuidedLookRequest | null;
  readonly abort: AbortController;
}

/** The picture twice, one after the other. */
function doubled(xt: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(2 * xt.length);
  both.set(xt, 0);
  both.set(xt, xt.length);
  return both;
}

/** One look. */
async function ask(
  { compute, id }: ShippedModel,
  request: GuidedLookRequest,
  signal: AbortSignal,
): Promise<GuidedLook> {
  const { xt, t, told, other } = request;
  const { epsPred, milliseconds } = await compute.run(
    'modelLook',
    { id, xt: doubled(xt), t, y: [told, other], nodes: [], silenced: [] },
    { signal },
  );
  const [cond, second] = [epsPred.subarray(0, xt.length), epsPred.subarray(xt.length)];
  return { request, cond, other: second, milliseconds };
}

/** Looks whenever `request` changes (keep it the same while it does not) and the model is ready; null waits. */
export function useGuidedLook(model: ShippedModel, request: GuidedLookRequest | null) {
  const [look, setLook] = useState<GuidedLook | null>(null);
  const [problem, setProblem] = useState('');
  const [attempt, setAttempt] = useState(0);
  const line = useRef<Line | null>(null);
  const ready = model.state.status === 'ready';

  // biome-ignore lint/correctness/useExhaustiveDependencies: another model starts a new line
  useEffect(() => {
    const mine: Line = { running: false, next: null, abort: new AbortController() };
    line.current = mine;
    return () => {
      line.current = null;
      mine.next = null;
      mine.abort.abort();
    };
  }, [model.id]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt runs the same request again
  useEffect(() => {
    const now = line.current;
    if (!now || !ready || !request) return;
    now.next = request;
    if (!now.running) void work(now);
  }, [request, ready, attempt]);

  const work = async (mine: Line) => {
    mine.running = true;
    while (mine.next) {
      const asked = mine.next;
      mine.next = null;
      try {
        const answer = await ask(model, asked, mine.abort.signal);
        if (mine.abort.signal.aborted) return;
        setLook(answer);
        setProblem('');
      } catch (error) {
        if (mine.abort.signal.aborted) return;
        if (!(error instanceof JobCancelled)) setProblem((error as Error).message);
        mine.next = null;
      }
    }
    mine.running = false;
  };

  const retry = () => {
    setProblem('');
    model.reopen();
    setAttempt((count) => count + 1);
  };
  return { look, problem, retry };
}
