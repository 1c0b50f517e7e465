/** Measures the error by t of the network with the chosen skips silenced, and keeps what was measured before. */
import { useEffect, useState } from 'preact/hooks';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { type Answer, errorAt, measuredSteps, type SkipError } from './skipErrors.ts';

/** Measured errors by the silenced nodes, joined; the whole network is the empty text. */
export type SkipErrors = Readonly<Record<string, readonly SkipError[]>>;

export const keyOf = (silenced: readonly string[]): string => [...silenced].sort().join(' ');

const none: SkipErrors = {};

/** Measures the whole network first, then the one with `silenced`; goes on where it was stopped. Null data wait. */
export function useSkipErrors(
  model: ShippedModel,
  heldOut: ImageDataset | null,
  silenced: readonly string[],
) {
  const { compute, state } = model;
  const [errors, setErrors] = useState(none);
  const [problem, setProblem] = useState('');
  const [attempt, setAttempt] = useState(0);
  const ready = state.status === 'ready' && heldOut !== null;
  const key = keyOf(silenced);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is measured already is read once, when work begins
  useEffect(() => {
    if (!ready) return;
    const abort = new AbortController();
    const answerWith =
      (cut: readonly string[]): Answer =>
      async (xt, t, labels) => {
        const request = { id: model.id, xt, t, y: labels, nodes: [], silenced: cut };
        return (await compute.run('modelLook', request, { signal: abort.signal })).epsPred;
      };
    const measure = async (cut: readonly string[]) => {
      const done = errors[keyOf(cut)] ?? [];
      for (const t of measuredSteps.slice(done.length)) {
        const error = await errorAt(heldOut!, t, answerWith(cut));
        if (abort.signal.aborted) return;
        setErrors((now) => ({ ...now, [keyOf(cut)]: [...(now[keyOf(cut)] ?? []), { t, error }] }));
      }
    };
    const work = async () => {
      await measure([]);
      if (key && !abort.signal.aborted) await measure(silenced);
    };
    work().catch((error: Error) => {
      if (!abort.signal.aborted) setProblem(error.message);
    });
    return () => abort.abort();
  }, [compute, ready, heldOut, key, attempt]);

  /** Measures again what failed. */
  const again = () => {
    setProblem('');
    setAttempt((count) => count + 1);
  };
  return { errors, problem, again };
}
