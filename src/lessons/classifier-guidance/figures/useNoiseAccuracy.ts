/** Measures both classifiers and Bayes' rule at one t after another, in the page, and keeps what is measured. */
import { useEffect, useState } from 'preact/hooks';
import type { ShippedClassifier } from '../../../components/model/useShippedModel.ts';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { makeIdealDenoiser } from '../../../lib/diffusion/index.ts';
import { digitPixels } from './digits.ts';
import {
  measuredSteps,
  noisyBatch,
  type ReaderScore,
  readByBayes,
  scoreOf,
} from './noiseAccuracy.ts';

/** All readers at one t. */
export interface AccuracyRow {
  readonly t: number;
  readonly noisy: ReaderScore;
  readonly clean: ReaderScore;
  readonly bayes: ReaderScore;
}

/** What is needed to measure. */
export interface AccuracyInputs {
  readonly noisy: ShippedClassifier;
  readonly clean: ShippedClassifier;
  /** Held-out and training digits; null while they load. */
  readonly heldOut: ImageDataset | null;
  readonly train: ImageDataset | null;
  readonly seed: number;
}

const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** The rows so far, in the order in which they were measured; a new seed starts anew. */
export function useNoiseAccuracy({ noisy, clean, heldOut, train, seed }: AccuracyInputs) {
  const [rows, setRows] = useState<readonly AccuracyRow[]>([]);
  const [problem, setProblem] = useState('');
  const [attempt, setAttempt] = useState(0);
  const { compute } = noisy;
  const open = noisy.state.status === 'ready' && clean.state.status === 'ready';
  const ready = open && heldOut !== null && train !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt measures again
  useEffect(() => {
    setRows([]);
    if (!ready) return;
    const abort = new AbortController();
    const { signal } = abort;
    const breathe = async () => {
      await breath();
      signal.throwIfAborted();
    };
    const { images, labels: own } = train;
    const ideal = makeIdealDenoiser({
      data: images,
      count: own.length,
      dim: digitPixels,
      labels: own,
    });
    const measure = async (t: number): Promise<AccuracyRow> => {
      const { xt, labels } = noisyBatch(heldOut, t, seed);
      const read = async ({ id }: ShippedClassifier) => {
        const request = { id, xt, t, classes: null };
        const { logProbabilities } = await compute.run('classifierLook', request, { signal });
        return scoreOf(logProbabilities, labels);
      };
      const [first, second] = [await read(noisy), await read(clean)];
      const bayes = scoreOf(await readByBayes(ideal, xt, t, breathe), labels);
      return { t, noisy: first, clean: second, bayes };
    };
    const work = async () => {
      for (const t of measuredSteps) {
        const row = await measure(t);
        if (signal.aborted) return;
        setRows((now) => [...now, row]);
      }
    };
    work().catch((error: Error) => {
      if (!signal.aborted) setProblem(error.message);
    });
    return () => abort.abort();
  }, [compute, ready, heldOut, train, seed, attempt]);

  /** Opens both classifiers again and measures again. */
  const again = () => {
    setProblem('');
    noisy.reopen();
    clean.reopen();
    setAttempt((count) => count + 1);
  };
  return { rows, problem, again };
}
