/** Measures what one step of a walk takes here, with and without a classifier's gradient. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { plainDraw } from '../../../components/model/useDraw.ts';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import { JobCancelled } from '../../../lib/compute/client.ts';
import { noisyClassifier, tenClasses } from './digits.ts';

/** Milliseconds a step of ten images. */
export interface StepTimes {
  readonly plain: number;
  readonly steered: number;
}

/** Steps of a measured walk; each kind walks once before, so that what is made ready at the first use is not counted. */
const steps = 10;

/** The times once measured, and what measures them. */
export function useStepTimes({ compute, id }: ShippedModel) {
  const [times, setTimes] = useState<StepTimes | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const measure = async () => {
    controller.current?.abort();
    const abort = new AbortController();
    controller.current = abort;
    setBusy(true);
    setProblem('');
    const walk = async (scale: number) => {
      const classifier = scale > 0 ? { id: noisyClassifier, scale } : null;
      const request = {
        id,
        classes: tenClasses,
        settings: { ...plainDraw, options: { steps }, guidanceScale: 0, classifier },
        seed: 1,
        start: null,
        direction: 'toImages',
        frameEvery: 0,
      } as const;
      const { milliseconds } = await compute.run('modelDraw', request, { signal: abort.signal });
      return milliseconds / steps;
    };
    try {
      for (const scale of [0, 1]) await walk(scale);
      setTimes({ plain: await walk(0), steered: await walk(1) });
    } catch (error) {
      if (!(error instanceof JobCancelled) && controller.current === abort) {
        setProblem((error as Error).message);
      }
    }
    if (controller.current === abort) setBusy(false);
  };
  return { times, busy, problem, measure };
}
