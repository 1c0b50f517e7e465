/** A choice or a number to predict, checked when the learner has committed to an answer. */
import { useState } from 'preact/hooks';
import { loadExercise } from '../../lessons/exerciseChecks.ts';
import type { ExerciseEntry, Verdict } from '../../lib/exercises/index.ts';
import { ExerciseState } from './ExerciseState.tsx';
import { useProgress } from './useProgress.ts';
import { VerdictBox } from './VerdictBox.tsx';

export interface QuizExerciseProps {
  readonly entry: ExerciseEntry;
  /** The choices' texts; null for a number. */
  readonly choices: readonly string[] | null;
  readonly unit: string;
}

/** The island. */
export default function QuizExercise({ entry, choices, unit }: QuizExerciseProps) {
  const progress = useProgress(entry);
  const [draft, setDraft] = useState<string | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [problem, setProblem] = useState('');
  const value = draft ?? progress.record.answer;
  const name = `answer-${entry.id}`;

  const check = async () => {
    try {
      const { checkAnswer } = await import('../../lib/exercises/index.ts');
      const exercise = await loadExercise(entry.lesson, entry.folder);
      const open = () => Promise.reject(new Error('A quiz runs no program.'));
      const found = await checkAnswer(exercise, entry.id, value, open);
      setVerdict(found);
      setProblem('');
      progress.checked(value, found);
    } catch {
      setProblem('The answer could not be loaded. Check the connection, then try again.');
    }
  };
  const change = (next: string) => {
    setDraft(next);
    setVerdict(null);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (value) void check();
  };

  return (
    <form class="fn-workbench" onSubmit={submit}>
      {choices ? (
        <fieldset class="fn-quiz">
          <legend>Choose one</legend>
          {choices.map((text, i) => (
            <label key={text}>
              <input
                type="radio"
                name={name}
                value={i}
                checked={value === String(i)}
                onChange={() => change(String(i))}
              />
              <span>{text}</span>
            </label>
          ))}
        </fieldset>
      ) : (
        <label class="fn-number">
          <span>Your number</span>
          <input
            type="text"
            inputMode="decimal"
            autocomplete="off"
            size={10}
            value={value}
            onInput={(event) => change(event.currentTarget.value)}
          />
          {unit && <span>{unit}</span>}
        </label>
      )}
      <div class="fn-row">
        <button type="submit" class="fn-button fn-button-primary" disabled={!value}>
          Check
        </button>
        <ExerciseState record={progress.record} />
      </div>
      {(problem || progress.problem) && (
        <p class="fn-problem" role="alert">
          {problem || progress.problem}
        </p>
      )}
      <VerdictBox verdict={verdict} />
    </form>
  );
}
