/** One digit's walk over all timesteps, computed in the worker and kept row by row. */
import { useEffect, useMemo } from 'preact/hooks';
import { plainDraw, useDraw } from '../../../components/model/useDraw.ts';
import { useShippedModel } from '../../../components/model/useShippedModel.ts';
import type { DrawSettings } from '../../../lib/sampling/settings.ts';
import { schedule } from './modelSchedule.ts';
import type { WalkedRow } from './oneStep.ts';

/** DDPM on every timestep, with the small fixed variance. */
export const everyStepSettings: DrawSettings = {
  ...plainDraw,
  sampler: 'ddpm',
  options: { steps: schedule.T },
};

/** No rows: always the same list, so that nothing is drawn anew. */
const none: readonly WalkedRow[] = [];

/** What a walk is of. */
export interface ChainSubject {
  /** A class index; the null class stands for none. */
  readonly digit: number;
  readonly seed: number;
}

/** Walks whenever the subject changes and the model is ready; opening the model again walks again. */
export function useDigitChain({ digit, seed }: ChainSubject) {
  const model = useShippedModel();
  const { drawing, busy, problem, draw } = useDraw(model, 'all');
  const ready = model.state.status === 'ready';
  const walk = () =>
    draw({
      classes: [digit],
      settings: everyStepSettings,
      seed,
      start: null,
      direction: 'toImages',
      frameEvery: 1,
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a walk a subject
  useEffect(() => {
    if (ready) void walk();
  }, [ready, digit, seed]);
  const mine = drawing?.request.seed === seed && drawing.request.classes[0] === digit;
  const rows = useMemo(() => (mine ? drawing.frames : none), [mine, drawing]);
  const timing = mine && drawing.images ? drawing : null;
  return { model, rows, timing, busy, problem };
}
