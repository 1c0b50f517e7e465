/** Draws the same noise with the weights of the last step and with their average, from the run above as it is. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { SeedControl } from '../../../components/controls/Choices.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { JobCancelled } from '../../../lib/compute/client.ts';
import { picturesOf, rmsDifference } from '../run/pictures.ts';
import { isSlow, type RunRecord } from '../run/runRecord.ts';
import { guidanceScale, samplerSteps } from '../run/sampling.ts';
import type { TrainingRun } from '../run/trainingRun.ts';
import { useTrainingRun } from '../run/useTrainingRun.ts';
import { backendName, grouped } from '../run/words.ts';
import './figures.css';

const pictures = 10;
const fewPictures = 4;

/** Samples of both kinds of weights at one step of a run. */
interface Drawn {
  readonly step: number;
  readonly seed: number;
  readonly size: number;
  readonly raw: Float32Array<ArrayBuffer>;
  readonly averaged: Float32Array<ArrayBuffer>;
  readonly milliseconds: number;
  readonly badge: string;
}

/** One picture of each class in turn; without classes only the number counts. */
function askedClasses({ settings, backend }: RunRecord): number[] {
  const classes = Math.max(1, settings.classes.length);
  return Array.from({ length: isSlow(backend) ? fewPictures : pictures }, (_, i) => i % classes);
}

async function drawBoth(run: TrainingRun, seed: number, signal: AbortSignal): Promise<Drawn> {
  const record = run.record.value!;
  const request = { classes: askedClasses(record), guidanceScale, steps: samplerSteps, seed };
  const draw = (weights: 'model' | 'ema') =>
    run.compute.run('trainSample', { ...request, weights }, { signal });
  const raw = await draw('model');
  const averaged = await draw('ema');
  return {
    step: run.record.value?.step ?? record.step,
    seed,
    size: record.size,
    raw: raw.images,
    averaged: averaged.images,
    milliseconds: raw.milliseconds + averaged.milliseconds,
    badge: `your U-Net, ${record.parameters.toLocaleString('en-US')} parameters, ${backendName(record.backend)}`,
  };
}

/** Draws on request, one request at a time; what is under way ends when the figure leaves. */
function useBothWeights(run: TrainingRun) {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [seed, setSeed] = useState(1);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const controller = useRef(new AbortController());
  useEffect(() => () => controller.current.abort(new JobCancelled()), []);
  const draw = async (nextSeed: number) => {
    const mine = new AbortController();
    controller.current = mine;
    setSeed(nextSeed);
    setBusy(true);
    setProblem('');
    try {
      setDrawn(await drawBoth(run, nextSeed, mine.signal));
    } catch (error) {
      if (!(error instanceof JobCancelled))
        setProblem(error instanceof Error ? error.message : String(error));
    }
    if (controller.current === mine) setBusy(false);
  };
  const reset = () => {
    controller.current.abort(new JobCancelled());
    setDrawn(null);
    setSeed(1);
    setProblem('');
  };
  return { drawn, seed, busy, problem, draw, reset };
}

export default function AveragedWeightsFigure() {
  const run = useTrainingRun();
  const { drawn, seed, busy, problem, draw, reset } = useBothWeights(run);
  // The first render must be what the server rendered, even when a run is open already.
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const open = mounted && run.isOpen;
  const off = !open || busy;
  return (
    <Figure
      id="averaged-weights"
      title="The last weights, and their average"
      badge={drawn?.badge ?? 'the network that you train above'}
      reading={reading(drawn, open)}
      onReset={reset}
    >
      <div class="fn-row">
        <button
          type="button"
          class="fn-button fn-button-primary"
          disabled={off}
          onClick={() => void draw(seed)}
        >
          {busy ? 'Drawing…' : 'Draw with both'}
        </button>
        <fieldset class="fn-bare" disabled={off}>
          <SeedControl seed={seed} onChange={(next) => void draw(next)} />
        </fieldset>
      </div>
      {problem && (
        <p class="fn-problem" role="alert">
          {problem}
        </p>
      )}
      <Row name="raw" title="Weights of the last step" drawn={drawn} images={drawn?.raw ?? null} />
      <Row
        name="averaged"
        title="Averaged weights (EMA)"
        drawn={drawn}
        images={drawn?.averaged ?? null}
      />
    </Figure>
  );
}

interface RowProps {
  readonly name: string;
  readonly title: string;
  readonly drawn: Drawn | null;
  readonly images: Float32Array<ArrayBuffer> | null;
}

function Row({ name, title, drawn, images }: RowProps) {
  const size = drawn?.size ?? 8;
  const grid = useMemo(
    () => (images ? picturesOf({ images }, size) : new Array<null>(pictures).fill(null)),
    [images, size],
  );
  return (
    <div>
      <p class="fn-panel-title fn-left">{title}</p>
      <PictureGridView
        name={name}
        pictures={grid}
        size={size}
        columns={grid.length}
        gap={1}
        label={drawn ? `${title}, at step ${drawn.step}` : `${title}: nothing drawn yet`}
      />
    </div>
  );
}

function reading(drawn: Drawn | null, open: boolean): string {
  if (!drawn) {
    return open
      ? 'Nothing drawn yet. A run is open: draw with both kinds of its weights.'
      : 'No run is open. Train a network in the figure above, then draw here.';
  }
  const apart = rmsDifference(drawn.raw, drawn.averaged).toFixed(3);
  return (
    `At step ${grouped(drawn.step)}, from the same noise (seed ${drawn.seed}): the two rows differ by ${apart} a pixel ` +
    `(root mean square). Drawing both took ${(drawn.milliseconds / 1000).toFixed(1)} s.`
  );
}
