/** A two-dimensional cloud dissolves into the standard normal distribution, step by step. */
import { useMemo, useState } from 'preact/hooks';
import { PlayButton, SeedControl, Toggle } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
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
import { formatShare } from './formatNumbers.ts';
import { usePlayhead } from './playhead.ts';
import { useChain } from './useChain.ts';
import './figures.css';

const start = { t: 60, seed: 1, set: 'swissRoll' } as const;
const mostDrawn = 8000;
const trailPoints = 200;
const trailsLabel = `Trails of ${trailCount} points`;

export default function CloudFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const playhead = usePlayhead({ start: start.t, last: lastStep, seconds: 10, onScreen });
  const source = useSource(() => playhead.seek(0));
  const [withTrails, setWithTrails] = useState(true);
  const { set, seed, x0 } = source;
  const { chain } = useChain({ x0, seed, t: playhead.t, onScreen, tracked: 2 * trailCount });
  const { points, measures, picture, reading } = useCloud(chain, set, withTrails);
  const reset = () => {
    playhead.reset();
    source.reset();
    setWithTrails(true);
  };
  return (
    <Figure
      id="cloud"
      title="A cloud dissolves"
      badge="exact formula, every step taken"
      reading={reading}
      onReset={reset}
    >
      <SetChoice source={source} />
      <div ref={ref} class="fn-cloud-columns">
        <CloudCanvas
          picture={picture}
          label={reading}
          onDraw={set === 'drawn' ? source.draw : null}
        />
        <CloudMeasuresView points={points} measures={measures} />
      </div>
      <CloudKey withTrails={withTrails} />
      <TimestepSlider t={playhead.t} lastStep={lastStep} onInput={playhead.seek} />
      <div class="fn-row">
        <PlayButton
          playing={playhead.playing}
          onToggle={playhead.toggle}
          label="Play the noising"
        />
        <SeedControl seed={seed} onChange={source.setSeed} />
        <Toggle label={trailsLabel} checked={withTrails} onChange={setWithTrails} />
      </div>
    </Figure>
  );
}

/** What the marks in the square are. */
function CloudKey({ withTrails }: { withTrails: boolean }) {
  const trail = { visibility: withTrails ? 'visible' : 'hidden' } as const;
  return (
    <ul class="fn-legend">
      <li>
        <span class="fn-key fn-key-circle" aria-hidden="true" />
        circle of radius 1
      </li>
      <li style={trail}>
        <span class="fn-key-start" aria-hidden="true" />
        start of a trail
      </li>
      <li style={trail}>
        <span class="fn-key-end" aria-hidden="true" />
        its point now
      </li>
    </ul>
  );
}

/** Where the clean points come from. */
function useSource(onDrawn: () => void) {
  const [set, setSet] = useState<PointDatasetId>(start.set);
  const [seed, setSeed] = useState<number>(start.seed);
  const [drawn, setDrawn] = useState<readonly number[]>([]);
  const x0 = useMemo(() => cleanCloud(set, drawn, seed), [set, drawn, seed]);
  const draw = (added: readonly number[]) => {
    onDrawn();
    setDrawn((before) => [...before, ...added].slice(-mostDrawn));
  };
  const clear = () => setDrawn([]);
  const reset = () => {
    setSet(start.set);
    setSeed(start.seed);
    clear();
  };
  return { set, setSet, seed, setSeed, drawn, x0, draw, clear, reset };
}

/** The menu of sets, and a way to draw anew. */
function SetChoice({ source }: { source: ReturnType<typeof useSource> }) {
  const { set, setSet, drawn, clear } = source;
  const choose = (value: string) => {
    const chosen = cloudSets.find(({ id }) => id === value);
    if (chosen) setSet(chosen.id);
  };
  return (
    <div class="fn-row">
      <label class="fn-toggle">
        <span>Cloud</span>
        <select name="set" value={set} onChange={(event) => choose(event.currentTarget.value)}>
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
          <button type="button" class="fn-button" disabled={drawn.length === 0} onClick={clear}>
            Clear
          </button>
        </>
      )}
    </div>
  );
}

/** The cloud at the step that the chain has reached: its picture, its measures, its words. */
function useCloud(chain: Chain | null, set: PointDatasetId, withTrails: boolean) {
  const points = chain?.xt ?? null;
  const t = chain?.t ?? -1;
  const measures = useMemo(() => points && measureCloud(points), [points]);
  const picture = useMemo(
    () => ({
      points: points ?? [],
      trails: chain && withTrails ? trailsOf(chain) : [],
      alphaBar: t < 0 ? 1 : forwardCoefficients(schedule, t).alphaBar,
    }),
    [chain, points, t, withTrails],
  );
  return { points, measures, picture, reading: describe(measures, t, set) };
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

function describe(measures: CloudMeasures | null, t: number, set: PointDatasetId): string {
  if (!measures) {
    return set === 'drawn'
      ? 'There is no cloud yet: draw one in the square.'
      : 'The cloud is on its way.';
  }
  const { rms, insideCircle } = measures;
  const step = t < 0 ? 'before the first step' : `at t = ${t}`;
  const share = t < 0 ? 1 : forwardCoefficients(schedule, t).alphaBar;
  return (
    `${labelOf(set)} ${step}: ${cloudSize.toLocaleString('en-GB')} points, data’s share of variance ` +
    `${formatShare(share)}. Spread per axis (rms): ${rms[0].toFixed(2)} and ${rms[1].toFixed(2)}. ` +
    `Inside the unit circle: ${(100 * insideCircle).toFixed(1)} %; of pure noise it would be ` +
    `${(100 * insideCircleOfNoise).toFixed(1)} %.`
  );
}
