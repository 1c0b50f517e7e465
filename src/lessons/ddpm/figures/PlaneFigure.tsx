/** A network trained in the page on points of the plane: its arrows, points that walk back, and what the added noise does. */
import { useMemo, useState } from 'preact/hooks';
import { Choices, PlayButton, Toggle } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen, useReducedMotion } from '../../../components/figure/hooks.ts';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { PlaneView } from '../../../components/plane/PlaneView.tsx';
import { pointDatasets } from '../../../lib/datasets/index.ts';
import { describePlane } from './describePlane.ts';
import { lastStep } from './modelSchedule.ts';
import { startNoise } from './oneStep.ts';
import { PlaneLegend } from './PlaneLegend.tsx';
import {
  distanceToData,
  type PlaneSet,
  particles,
  planeData,
  planeParameters,
  planeSets,
  planeTable,
  spreadOf,
  training,
} from './plane.ts';
import { type PlaneShown, planePicture } from './planePicture.ts';
import { type PlaneNetwork, usePlaneNetwork } from './usePlaneNetwork.ts';
import { type PlaneWalk, useArrows, usePlaneWalk, type WalkSubject } from './usePlaneWalk.ts';
import { end, type RowPlayhead, useRowPlayhead } from './useRowPlayhead.ts';
import { whole } from './words.ts';
import './figures.css';

interface PlaneSettings {
  readonly set: PlaneSet;
  readonly steps: number;
  readonly noise: boolean;
  readonly shown: PlaneShown;
}

const start: PlaneSettings = {
  set: 'moons',
  steps: 250,
  noise: true,
  shown: { arrows: true, paths: true, guesses: true },
};
/** Where the arrows are shown before a walk. */
const startStep = 400;
const stepChoices = ['1000', '250', '50', '10'] as const;
/** How long Play takes over a walk. */
const playSeconds = 10;

const setOptions = planeSets.map((id) => ({ value: id, label: pointDatasets[id].label }));
const stepOptions = stepChoices.map((value) => ({
  value,
  label: Number(value).toLocaleString('en-US'),
}));

export default function PlaneFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const { seed, setSeed, seedControl } = usePageSeed();
  const [settings, setSettings] = useState(start);
  const { set, steps, noise, shown } = settings;
  const change = (part: Partial<PlaneSettings>) => setSettings((now) => ({ ...now, ...part }));
  const data = useMemo(() => planeData(set), [set]);
  const net = usePlaneNetwork(data);
  const { trained } = net;
  const ready = trained !== null && !net.busy;
  const table = useMemo(() => planeTable(steps, noise ? 'fixedSmall' : 'none'), [steps, noise]);
  const subject = useMemo<WalkSubject | null>(
    () => (ready ? { network: trained.network, table, seed } : null),
    [ready, trained, table, seed],
  );
  const { walk, problem } = usePlaneWalk(net.compute, subject);
  const playhead = usePlanePlayhead(walk, table.length, onScreen);
  const { row, seek } = playhead;
  const t = row < 0 ? startStep : table[Math.min(row, table.length - 1)]!.t;
  const arrows = useArrows(net.compute, trained?.network ?? null, t);
  const noisy = useMemo(() => startNoise(seed, 2 * particles), [seed]);
  const picture = useMemo(
    () => planePicture({ data, noisy, walk, row, arrows, shown }),
    [data, noisy, walk, row, arrows, shown],
  );
  const moment = useMemo(() => momentOf(walk, row, noise, data), [walk, row, noise, data]);
  const reading = describePlane(pointDatasets[set].label, trained, moment);
  const choose = (next: PlaneSet) => {
    net.forget();
    seek(end);
    change({ set: next });
  };
  const reset = () => {
    net.forget();
    setSeed(firstSeed);
    setSettings(start);
    seek(end);
  };
  return (
    <Figure
      id="ddpm-plane"
      title="The whole story in the plane"
      badge={`a network of ${whole(planeParameters)} parameters, trained in this page, on the processor`}
      reading={reading}
      onReset={reset}
    >
      <Choices legend="Data" value={set} options={setOptions} onChange={choose} />
      <div class="fn-plane" ref={ref}>
        <PlaneView picture={picture} label={reading} name="plane" />
        <div class="fn-plane-side">
          <TrainRow net={net} />
          <Choices
            legend="Steps"
            value={String(steps)}
            options={stepOptions}
            onChange={(value) => change({ steps: Number(value) })}
          />
          <Toggle
            label="Leave the added noise out"
            checked={!noise}
            onChange={(checked) => change({ noise: !checked })}
          />
          <div class="fn-row">{seedControl}</div>
          <ShownToggles shown={shown} onChange={(next) => change({ shown: next })} />
          <PlaneLegend shown={shown} walked={walk !== null} />
        </div>
      </div>
      <Transport playhead={playhead} walk={walk} rows={table.length} t={t} />
      <Problem message={net.problem || problem} onRetry={net.train} />
      {walk && walk.frames.length === table.length && (
        <p class="fn-note" data-timing>
          {particles} points at once took {(walk.milliseconds / 1000).toFixed(1)} seconds here, with{' '}
          {whole(table.length)} network calls each. This network runs on the processor everywhere,
          with or without WebGPU.
        </p>
      )}
    </Figure>
  );
}

/** Rows 0 to n: before the first step, and after each. */
function usePlanePlayhead(walk: PlaneWalk | null, steps: number, onScreen: boolean): RowPlayhead {
  const still = useReducedMotion();
  const walked = walk ? walk.frames.length + 1 : 0;
  const options = { rows: steps + 1, walked, seconds: playSeconds, onScreen };
  return useRowPlayhead({ ...options, still: still && walked < steps + 1 }, end);
}

function momentOf(walk: PlaneWalk | null, row: number, noise: boolean, data: Float32Array) {
  if (!walk || row < 0) return null;
  const { frames, table } = walk;
  const points = row === 0 ? frames[0]!.x : frames[row - 1]!.next;
  const finished = row === table.length;
  return {
    t: table[Math.min(row, table.length - 1)]!.t,
    steps: table.length,
    walked: row,
    variance: noise ? ('fixedSmall' as const) : ('none' as const),
    ...spreadOf(points),
    toData: finished ? distanceToData(points, data) : null,
  };
}

type Net = ReturnType<typeof usePlaneNetwork>;

/** Trains, stops, and says how far it is. */
function TrainRow({ net: { trained, busy, train, stop } }: { net: Net }) {
  const done = trained?.loops ?? 0;
  const finished = done >= training.loops;
  return (
    <div class="fn-plane-side">
      <div class="fn-row">
        {busy ? (
          <button type="button" class="fn-button" onClick={stop}>
            Stop training
          </button>
        ) : (
          <button
            type="button"
            class="fn-button fn-button-primary"
            disabled={finished}
            onClick={train}
          >
            {trainLabel(done, finished)}
          </button>
        )}
      </div>
      {trained && <TrainNote trained={trained} />}
      {busy && <progress aria-label="Training loops" value={done} max={training.loops} />}
    </div>
  );
}

const trainLabel = (done: number, finished: boolean): string => {
  if (finished) return 'Trained';
  return done > 0 ? 'Go on training' : 'Train the network';
};

function TrainNote({ trained }: { trained: PlaneNetwork }) {
  const { loops, loss, milliseconds } = trained;
  return (
    <p class="fn-note">
      {whole(loops)} of {whole(training.loops)} loops in {(milliseconds / 1000).toFixed(1)} seconds;
      loss {loss.toFixed(2)}
    </p>
  );
}

interface ShownTogglesProps {
  readonly shown: PlaneShown;
  readonly onChange: (shown: PlaneShown) => void;
}

function ShownToggles({ shown, onChange }: ShownTogglesProps) {
  const toggle = (key: keyof PlaneShown, label: string) => (
    <Toggle
      label={label}
      checked={shown[key]}
      onChange={(checked) => onChange({ ...shown, [key]: checked })}
    />
  );
  return (
    <div class="fn-row">
      {toggle('arrows', 'Arrows')}
      {toggle('paths', 'Paths of three points')}
      {toggle('guesses', 'Their clean guesses')}
    </div>
  );
}

interface TransportProps {
  readonly playhead: RowPlayhead;
  readonly walk: PlaneWalk | null;
  readonly rows: number;
  readonly t: number;
}

/** The slider over the walk's steps, Play, and single steps. */
function Transport({ playhead, walk, rows, t }: TransportProps) {
  const { row, playing, seek, toggle } = playhead;
  const walked = walk?.frames.length ?? 0;
  const text = row >= rows ? 'at the end' : `t = ${t}`;
  return (
    <>
      <Slider
        label="Steps walked"
        name="walked"
        role="noise"
        value={Math.max(0, row)}
        min={0}
        max={rows}
        disabled={walked === 0}
        format={(value) => (walk ? `${value} of ${rows}, ${text}` : `t = ${t} of ${lastStep}`)}
        onInput={seek}
      />
      <div class="fn-row">
        {walk && <PlayButton playing={playing} label="Play from noise" onToggle={toggle} />}
        <button type="button" class="fn-button" disabled={row <= 0} onClick={() => seek(row - 1)}>
          Step back
        </button>
        <button
          type="button"
          class="fn-button"
          disabled={row < 0 || row >= walked}
          onClick={() => seek(row + 1)}
        >
          Step on
        </button>
      </div>
    </>
  );
}

function Problem({ message, onRetry }: { message: string; onRetry: () => void }) {
  if (!message) return null;
  return (
    <div class="fn-problem" role="alert">
      <span>{message}</span>
      <button type="button" class="fn-button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
