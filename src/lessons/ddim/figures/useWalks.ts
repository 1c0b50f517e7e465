/** Draws whenever what a figure asks for changes and the model is ready. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draw, DrawRequest } from '../../../components/model/useDraw.ts';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';

/** A request, and the draw that takes it; keep the request the same while it does not change. Null waits. */
export interface Ask {
  readonly draw: Draw;
  readonly request: DrawRequest | null;
}

/** Whether a draw shows all that this request asks for. */
export const isDone = ({ drawing, busy }: Draw, request: DrawRequest | null): boolean =>
  !busy && drawing?.images != null && drawing.request === request;

/**
 * Makes the asked walks one after the other, so that each has the machine to itself; one that is there already is left
 * alone.
 *
 * @param asks always as many
 */
export function useWalks(model: ShippedModel, asks: readonly Ask[]) {
  const [attempt, setAttempt] = useState(0);
  const turn = useRef(0);
  const ready = model.state.status === 'ready';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt makes the same walks again
  useEffect(() => {
    const mine = ++turn.current;
    const walk = async () => {
      for (const { draw, request } of asks) {
        if (turn.current !== mine) return;
        const { drawing } = draw;
        const there = drawing?.images && drawing.request === request;
        if (request && !there) await draw.draw(request);
      }
    };
    if (ready) void walk();
    return () => {
      turn.current++;
    };
  }, [ready, attempt, model.id, ...asks.map(({ request }) => request)]);
  return {
    /** Opens the model again and makes the walks that are missing. */
    again: () => {
      model.reopen();
      setAttempt((count) => count + 1);
    },
    /** Stops the walk under way, and starts none after it. */
    stop: () => {
      turn.current++;
      for (const { draw } of asks) draw.stop();
    },
    /** Makes the walks that are missing. */
    start: () => setAttempt((count) => count + 1),
  };
}
