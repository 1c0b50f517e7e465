/** One picture under each schedule, with the same noise in every row, and how each schedule spends its steps. */
import { useMemo, useState } from 'preact/hooks';
import { SeedControl } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import {
  makeRng,
  type Schedule,
  type ScheduleName,
  sampleNormals,
  schedules,
} from '../../../lib/diffusion/index.ts';
import {
  type StepShares,
  stepShares,
  stripLength,
  stripPictures,
  stripTimesteps,
} from '../filmstrip.ts';
import { formatPercent, formatShare } from '../format.ts';
import { FilmRow, FilmTimes, ShareLegend, shareWords } from './FilmRow.tsx';
import './figures.css';
import { LineSample } from './LineSample.tsx';
import { scheduleNames } from './ScheduleControls.tsx';

const T = 1000;
const startBound = 4;
const nothing = Array.from({ length: stripLength }, () => null);

interface Row {
  readonly name: ScheduleName;
  readonly schedule: Schedule;
}

const rows: readonly Row[] = scheduleNames.map((name) => ({
  name,
  schedule: schedules[name].make({ T }),
}));

export default function ScheduleFilmstripFigure() {
  const choice = useImageChoice({ source: 'fashion-28', label: 9 });
  const [seed, setSeed] = useState(1);
  const [bound, setBound] = useState(startBound);
  const size = choice.image?.size ?? 28;
  const x0 = choice.image?.pixels ?? null;
  const eps = useMemo(() => sampleNormals(makeRng(seed), size * size), [seed, size]);
  const shares = useMemo(() => rows.map(({ schedule }) => stepShares(schedule, bound)), [bound]);
  const reset = () => {
    choice.reset();
    setSeed(1);
    setBound(startBound);
  };
  return (
    <Figure
      id="schedule-filmstrip"
      title="One picture under four schedules"
      badge="exact formula"
      reading={describe(shares, bound, choice.image ? null : choice.waiting)}
      onReset={reset}
    >
      {choice.controls}
      <FilmTimes T={T} />
      <Rows x0={x0} eps={eps} size={size} name={choice.image?.name ?? null} shares={shares} />
      <ShareLegend bound={bound} />
      <div class="fn-row">
        <BoundSlider bound={bound} onInput={setBound} />
        <SeedControl seed={seed} onChange={setSeed} />
      </div>
    </Figure>
  );
}

interface BoundSliderProps {
  readonly bound: number;
  readonly onInput: (bound: number) => void;
}

function BoundSlider({ bound, onInput }: BoundSliderProps) {
  return (
    <div style={{ flex: '1 1 14rem' }}>
      <Slider
        label="Where “in between” ends, in log-SNR"
        name="bound"
        role="plain"
        value={bound}
        min={1}
        max={8}
        step={0.5}
        format={(value) => `from −${value} to ${value}`}
        onInput={onInput}
      />
    </div>
  );
}

interface RowsProps {
  readonly x0: Float32Array | null;
  readonly eps: Float32Array;
  readonly size: number;
  /** How a sentence names the picture; null while there is none. */
  readonly name: string | null;
  readonly shares: readonly StepShares[];
}

function Rows({ x0, eps, size, name, shares }: RowsProps) {
  const strips = useMemo(
    () => rows.map(({ schedule }) => (x0 ? stripPictures(schedule, x0, eps) : nothing)),
    [x0, eps],
  );
  return (
    <>
      {rows.map((row, i) => (
        <FilmRow
          key={row.name}
          name={row.name}
          title={
            <>
              <LineSample name={row.name} />
              <strong>{schedules[row.name].label}</strong>
            </>
          }
          pictures={strips[i]!}
          size={size}
          shares={shares[i]!}
          label={rowLabel(row, name, shares[i]!)}
        />
      ))}
    </>
  );
}

function rowLabel({ name, schedule }: Row, picture: string | null, shares: StepShares): string {
  const label = schedules[name].label;
  if (picture === null) return `${label}: no picture yet. Of all steps, ${shareWords(shares)}.`;
  const gone = stripTimesteps(T).filter((t) => schedule.alphasCumprod[t]! < 0.02).length;
  return (
    `${label}: ${picture} at ${stripLength} timesteps from 0 to ${T - 1}, ` +
    `${gone} of them with less than ${formatPercent(2)} of the signal. Of all steps, ${shareWords(shares)}.`
  );
}

/** `waiting` says why there is no picture; null when there is one. */
function describe(shares: readonly StepShares[], bound: number, waiting: string | null): string {
  const each = rows.map(
    ({ name }, i) => `${schedules[name].label.toLowerCase()} ${formatShare(shares[i]!.noise)}`,
  );
  return (
    `${waiting ?? 'Every row holds the same picture and the same noise.'} Share of the ${T} steps that are nearly ` +
    `noise, with a log-SNR below −${bound}: ${each.join(', ')}.`
  );
}
