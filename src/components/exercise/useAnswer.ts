/** Runs and checks a learner's program in its sandbox: one at a time, to be stopped at any moment. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CodeExercise, ExerciseEntry, Verdict, View } from '../../lib/exercises/index.ts';
import type { AnswerSession } from '../../lib/sandbox/session.ts';
import { useCompute } from '../figure/useCompute.ts';

/** What a program is doing. */
export type Busy = 'no' | 'run' | 'check';

/** What the page shows of a program. */
export interface Outcome {
  readonly busy: Busy;
  readonly verdict: Verdict | null;
  readonly printed: readonly string[];
  readonly views: readonly View[];
  /** What computes the views. */
  readonly badge: string;
}

const nothing: Outcome = { busy: 'no', verdict: null, printed: [], views: [], badge: '' };

/** One press of a button. */
interface Press {
  stopped: boolean;
  session: AnswerSession | null;
  readonly abort: AbortController;
}

/** Ends what a press started. */
function end(press: Press | null): void {
  if (!press) return;
  press.stopped = true;
  press.abort.abort();
  press.session?.close();
}

/** Works with a loaded program. */
type Work = (
  exercise: CodeExercise,
  session: AnswerSession,
  runtime: typeof import('./runtime.ts'),
  mine: Press,
) => Promise<Verdict | null>;

export interface Answer {
  readonly outcome: Outcome;
  readonly run: (source: string) => Promise<void>;
  /** Resolves with the verdict; null when it was stopped. */
  readonly check: (source: string) => Promise<Verdict | null>;
  readonly stop: () => void;
  /** Stops, and shows nothing any more. */
  readonly clear: () => void;
}

/** A hand on one exercise's programs. */
export function useAnswer(entry: ExerciseEntry): Answer {
  const compute = useCompute();
  const [outcome, setOutcome] = useState<Outcome>(nothing);
  const press = useRef<Press | null>(null);
  useEffect(() => () => end(press.current), []);
  const stop = () => {
    end(press.current);
    press.current = null;
    setOutcome((last) => ({ ...last, busy: 'no' }));
  };

  /** Opens the program and works with it; a fault becomes a verdict, a press of Stop nothing. */
  const withProgram = async (source: string, busy: Busy, work: Work) => {
    end(press.current);
    const mine: Press = { stopped: false, session: null, abort: new AbortController() };
    press.current = mine;
    setOutcome({ ...nothing, busy });
    const change = (next: (last: Outcome) => Partial<Outcome>) => {
      if (!mine.stopped) setOutcome((last) => ({ ...last, ...next(last) }));
    };
    const onPrint = (line: string) => change(({ printed }) => ({ printed: [...printed, line] }));
    let verdict: Verdict | null = null;
    try {
      const runtime = await import('./runtime.ts');
      const exercise = await runtime.loadCodeExercise(entry);
      if (mine.stopped) return null;
      const opening = runtime.runInFrame(source, onPrint);
      mine.session = await opening;
      if (mine.stopped) return null;
      verdict = await work(exercise, mine.session, runtime, mine);
    } catch (error) {
      verdict = await wordsFor(error);
    } finally {
      mine.session?.close();
    }
    if (mine.stopped) return null;
    change(() => ({ busy: 'no', verdict }));
    press.current = null;
    return verdict;
  };

  const show: Work = async (exercise, session, runtime, mine) => {
    const breathe = async () => {
      // The page draws what was put before the work goes on.
      await new Promise((resolve) => setTimeout(resolve));
      if (mine.stopped) throw new Error('Stopped.');
    };
    let runsOn = '';
    const { signal } = mine.abort;
    const context = runtime.showContext(session, entry.id, compute.run, signal, (backend) => {
      runsOn = `, on ${backend}`;
    });
    const samples = (await exercise.check.samples?.(context)) ?? [];
    const put = (views: readonly View[]) => {
      if (mine.stopped) return;
      const badge = exercise.badge ? exercise.badge + runsOn : '';
      setOutcome((last) => ({ ...last, views: [...views, ...samples], badge }));
    };
    put([]);
    await exercise.show?.({ ...context, put, breathe });
    return null;
  };

  return {
    outcome,
    run: async (source) => void (await withProgram(source, 'run', show)),
    check: (source) =>
      withProgram(source, 'check', (exercise, session, runtime) =>
        exercise.check(runtime.contextOf(session, entry.id)),
      ),
    stop,
    clear() {
      stop();
      setOutcome(nothing);
    },
  };
}

/** What went wrong, also when the parts that run programs could not be loaded. */
async function wordsFor(error: unknown): Promise<Verdict> {
  try {
    const { verdictOf } = await import('./runtime.ts');
    return verdictOf(error);
  } catch {
    const sentence =
      'What runs programs could not be loaded. Check the connection, then try again.';
    return { passed: false, sentence, slip: null, line: null };
  }
}
