/** A two-dimensional cloud dissolves into the standard normal distribution, step by step. */
import { useMemo, useState } from 'preact/hooks';
import { PlayButton, SeedControl, Toggle } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen } from '../../../components/figure/hooks.ts';
import type { PointDatasetId } from '../../../lib/datasets/index.ts';
import { forwardCoefficients } from '../../../lib/diffusion/index.ts';
import { CloudCanvas } from './CloudCanvas.tsx';
import { CloudMeasuresView } from './CloudMeasuresView.tsx';
import type { Chain } from './chain.ts';
import {
  type CloudMeasures,
  cleanCloud,
  cloudSets,
  cloudSize,
  insideCircleOfNoise,
  measureCloud,
  trailCount,
} from './cloudPoints.ts';
import { lastStep, schedule } from './courseSchedule.ts';
import { formatShare } from './formatShare.ts';
import { usePlayhead } from './playhead.ts';
import { useChain } from './useChain.ts';
import './figures.css';

const start = { t: 60, seed: 1, set: 'swissRoll' } as const;
const mostDrawn = 8000;
const trailPoints = 200;

export default function CloudFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const playhead = usePlayhead({ start: start.t, last: lastStep, seconds: 10, onScreen });
  const [set, setSet] = useState<PointDatasetId>(start.set);
  const [seed, setSeed] = useState<number>(start.seed);
  const [drawn, setDrawn] = useState<readonly number[]>([]);
  const [withTrails, setWithTrails] = useState(true);
  const { t } = playhead;
  const x0 = useMemo(() => cleanCloud(set, drawn, seed), [set, drawn, seed]);
  const { chain } = useChain({ x0, seed, t, onScreen, tracked: 2 * trailCount });
  const points = chain?.xt ?? null;
  const measures = useMemo(() => points && measureCloud(points), [points]);
  const shown = chain?.t ?? -1;
  const picture = usePicture(chain, shown, withTrails);
  const reading = describe(measures, shown, labelOf(set));
  const reset = () => {
    playhead.reset();
    setSet(start.set);
    setSeed(start.seed);
    setDrawn([]);
    setWithTrails(true);
  };
  const draw = (added: readonly number[]) => {
    playhead.seek(0);
    setDrawn((before) => [...before, ...added].slice(-mostDrawn));
  };

  return (
    <Figure
      id="cloud"
      title="A cloud dissolves"
      badge="exact formula, every step taken"
      reading={reading}
      onReset={reset}
    >
      <SetChoice
        set={set}
        onSet={setSet}
        canClear={drawn.length > 0}
        onClear={() => setDrawn([])}
      />
      <div ref={ref} class="fn-cloud-columns">
        <CloudCanvas picture={picture} label={reading} onDraw={set === 'drawn' ? draw : null} />
        <CloudMeasuresView points={points} measures={measures} />
      </div>
      <Slider
        label="Timestep t"
        name="t"
        role="noise"
        value={t}
        min={0}
        max={lastStep}
        format={(step) => `${step} of ${lastStep}`}
        onInput={playhead.seek}
      />
      <div class="fn-row">
        <PlayButton
          playing={playhead.playing}
          onToggle={playhead.toggle}
          label="Play the noising"
        />
        <SeedControl seed={seed} onChange={setSeed} />
        <Toggle
          label={`Trails of ${trailCount} points`}
          checked={withTrails}
          onChange={setWithTrails}
        />
      </div>
    </Figure>
  );
}

interface SetChoiceProps {
  readonly set: PointDatasetId;
  readonly onSet: (set: PointDatasetId) => void;
  readonly canClear: boolean;
  readonly onClear: () => void;
}

function SetChoice({ set, onSet, canClear, onClear }: SetChoiceProps) {
  return (
    <div class="fn-row">
      <label class="fn-toggle">
        <span>Cloud</span>
        <select
          name="set"
          value={set}
          onChange={(event) => {
            const chosen = cloudSets.find(({ id }) => id === event.currentTarget.value);
            if (chosen) onSet(chosen.id);
          }}
        >
          {cloudSets.map(({ id, label }) => (
            <option value={id} key={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {set === 'drawn' && (
        <>
          <p class="fn-note">Draw in the square below.</p>
          <button type="button" class="fn-button" disabled={!canClear} onClick={onClear}>
            Clear
          </button>
        </>
      )}
    </div>
  );
}

/** The points and trails at the step that the chain has reached. */
function usePicture(chain: Chain | null, shown: number, withTrails: boolean) {
  return useMemo(
    () => ({
      points: chain?.xt ?? [],
      trails: chain && withTrails ? trailsOf(chain) : [],
      alphaBar: shown < 0 ? 1 : forwardCoefficients(schedule, shown).alphaBar,
    }),
    [chain, shown, withTrails],
  );
}

/** Each tracked point's way so far, thinned to a few hundred places, the last one included. */
function trailsOf(chain: Chain): Float32Array[] {
  const every = Math.max(1, Math.ceil((chain.t + 1) / trailPoints));
  return Array.from({ length: trailCount }, (_, i) => {
    const [x, y] = [chain.trail(2 * i), chain.trail(2 * i + 1)];
    const places: number[] = [];
    for (let k = 0; k < x.length - 1; k += every) places.push(x[k]!, y[k]!);
    places.push(x.at(-1)!, y.at(-1)!);
    return Float32Array.from(places);
  });
}

function labelOf(id: PointDatasetId): string {
  return cloudSets.find((set) => set.id === id)?.label ?? id;
}

function describe(measures: CloudMeasures | null, t: number, label: string): string {
  if (!measures) return 'There is no cloud yet: draw one in the square.';
  const { rms, insideCircle } = measures;
  const step = t < 0 ? 'before the first step' : `at t = ${t}`;
  const share = t < 0 ? 1 : forwardCoefficients(schedule, t).alphaBar;
  return (
    `${label} ${step}: ${cloudSize.toLocaleString('en-GB')} points, data’s share of variance ` +
    `${formatShare(share)}. Spread per axis (rms): ${rms[0].toFixed(2)} and ${rms[1].toFixed(2)}. ` +
    `Inside the unit circle: ${(100 * insideCircle).toFixed(1)} %; of pure noise it would be ` +
    `${(100 * insideCircleOfNoise).toFixed(1)} %.`
  );
}
