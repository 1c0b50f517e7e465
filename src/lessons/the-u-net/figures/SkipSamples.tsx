/** Ten digits drawn by the whole network and by the one with skips silenced, from the same noise. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShippedModel } from '../../../components/model/useShippedModel.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { JobCancelled } from '../../../lib/compute/client.ts';
import { digitPixels, digitSize } from './modelSchedule.ts';
import { keyOf } from './useSkipErrors.ts';

const classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const steps = 25;
const seed = 1;

/** The two rows, and which skips were silenced in the second. */
interface Drawn {
  readonly silenced: readonly string[];
  readonly whole: readonly Float32Array[];
  readonly cut: readonly Float32Array[];
  readonly milliseconds: number;
}

export interface SkipSamplesProps {
  readonly model: ShippedModel;
  readonly silenced: readonly string[];
  /** How a sentence names what is silenced. */
  readonly nameOf: (silenced: readonly string[]) => string;
}

/** A button, the progress, and two rows of pictures. */
export function SkipSamples({ model, silenced, nameOf }: SkipSamplesProps) {
  const { drawn, step, problem, draw, stop } = useSamples(model);
  const ready = model.state.status === 'ready';
  const stale = drawn !== null && keyOf(drawn.silenced) !== keyOf(silenced);
  return (
    <div class="fn-samples">
      <div class="fn-row">
        {step === null ? (
          <button
            type="button"
            class="fn-button fn-button-primary"
            disabled={!ready || silenced.length === 0}
            onClick={() => draw(silenced)}
          >
            Draw ten digits with it
          </button>
        ) : (
          <>
            <progress aria-label="Drawing digits" value={step} max={2 * steps} />
            <button type="button" class="fn-button" onClick={stop}>
              Stop
            </button>
          </>
        )}
        {silenced.length === 0 && <span class="fn-note">Switch a skip off first.</span>}
      </div>
      {problem && (
        <div class="fn-problem" role="alert">
          <span>{problem}</span>
          <button type="button" class="fn-button" onClick={() => draw(silenced)}>
            Try again
          </button>
        </div>
      )}
      {drawn && (
        <>
          <SampleRow name="samples-whole" title="the whole network" pictures={drawn.whole} />
          <SampleRow
            name="samples-cut"
            title={`${nameOf(drawn.silenced)}, from the same noise`}
            pictures={drawn.cut}
          />
          <p class="fn-note">
            Classes 0 to 9, {steps} steps each, in {(drawn.milliseconds / 1000).toFixed(1)} seconds.
            {stale && ' The switches have changed since: draw again.'}
          </p>
        </>
      )}
    </div>
  );
}

interface SampleRowProps {
  readonly name: string;
  readonly title: string;
  readonly pictures: readonly Float32Array[];
}

function SampleRow({ name, title, pictures }: SampleRowProps) {
  return (
    <div>
      <p class="fn-panel-title fn-left">{title}</p>
      <PictureGridView
        name={name}
        pictures={pictures}
        size={digitSize}
        columns={classes.length}
        gap={1}
        label={`Ten samples, classes 0 to 9: ${title}`}
      />
    </div>
  );
}

const picturesOf = (images: Float32Array): Float32Array[] =>
  classes.map((_, i) => images.subarray(i * digitPixels, (i + 1) * digitPixels));

function useSamples({ id, compute, reopen, state }: ShippedModel) {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [step, setStep] = useState<number | null>(null);
  const [problem, setProblem] = useState('');
  const controller = useRef<AbortController | null>(null);
  const stop = () => controller.current?.abort();
  useEffect(() => () => controller.current?.abort(), []);

  const draw = async (silenced: readonly string[]) => {
    if (state.status !== 'ready') reopen();
    const abort = new AbortController();
    controller.current = abort;
    setProblem('');
    setStep(0);
    const sample = (cut: readonly string[], before: number) =>
      compute.run(
        'modelSample',
        { id, classes, guidanceScale: 1, steps, seed, silenced: cut },
        { signal: abort.signal, onProgress: (progress) => setStep(before + progress.step) },
      );
    try {
      const whole = await sample([], 0);
      const cut = await sample(silenced, steps);
      setDrawn({
        silenced,
        whole: picturesOf(whole.images),
        cut: picturesOf(cut.images),
        milliseconds: whole.milliseconds + cut.milliseconds,
      });
    } catch (error) {
      if (!(error instanceof JobCancelled)) setProblem((error as Error).message);
    }
    if (controller.current === abort) setStep(null);
  };
  return { drawn, step, problem, draw, stop };
}
