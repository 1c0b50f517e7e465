/** What the network itself says at one step: asked for again while the reader looks, the latest question alone. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import type { StepParts } from './oneStep.ts';

/** A question about a step. */
export interface EpsQuestion {
  readonly parts: StepParts;
  readonly y: number;
}

/** The answer to a question. */
export interface RawEps {
  readonly question: EpsQuestion;
  readonly epsPred: Float32Array;
}

/** Asks when `question` changes (keep it the same while it does not); null asks nothing. The walk's own numbers stand in until then. */
export function useRawEps(model: ShippedModel, question: EpsQuestion | null): RawEps | null {
  const { compute, id } = model;
  const [answer, setAnswer] = useState<RawEps | null>(null);
  const asked = useRef<EpsQuestion | null>(null);
  useEffect(() => {
    if (!question) return;
    asked.current = question;
    const abort = new AbortController();
    const { parts, y } = question;
    const request = { id, xt: parts.xt, t: parts.step.t, y, nodes: [], silenced: [] };
    compute.run('modelLook', request, { signal: abort.signal }).then(
      ({ epsPred }) => {
        if (asked.current === question && !abort.signal.aborted) setAnswer({ question, epsPred });
      },
      () => {
        // Stopped, or the device is gone: then the walk has said so.
      },
    );
    return () => abort.abort();
  }, [compute, id, question]);
  return answer && answer.question === question ? answer : null;
}
