/** Shift and scale a tensor's channels and watch GroupNorm take it back, group by group. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { indexOfClass } from '../../../components/data/useImageChoice.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import { Figure } from '../../../components/figure/Figure.tsx';
import './figures.css';
import { GroupColumns } from './GroupColumns.tsx';
import {
  type Disturbance,
  disturbed,
  disturbedChannel,
  filteredDigit,
  groupNorm,
  groupStatistics,
  groups,
  largestChanges,
  perGroup,
} from './groupNorm.ts';
import { digitPixels } from './modelSchedule.ts';
import { signed, three } from './words.ts';

const start: Disturbance = { what: 'group', gain: 10 ** 0.5, shift: 2 };
const shownDigit = 3;
const disturbedGroup = Math.floor(disturbedChannel / perGroup) + 1;

const targets: readonly { value: Disturbance['what']; label: string }[] = [
  { value: 'all', label: 'all channels' },
  { value: 'group', label: `group ${disturbedGroup}` },
  { value: 'channel', label: `one channel of group ${disturbedGroup}` },
];

export default function GroupNormFigure() {
  const images = useImages('digits-8');
  const [disturbance, setDisturbance] = useState(start);
  const [seed, setSeed] = useState(1);
  const change = (part: Partial<Disturbance>) => setDisturbance((now) => ({ ...now, ...part }));
  const data = images.state.status === 'ready' ? images.state.data : null;
  const maps = useMemo(() => {
    if (!data) return null;
    const index = indexOfClass(data.labels, shownDigit, 0);
    return filteredDigit(
      data.images.subarray(index * digitPixels, (index + 1) * digitPixels),
      seed,
    );
  }, [data, seed]);
  const shown = useMemo(() => maps && measure(maps, disturbance), [maps, disturbance]);
  const reset = () => {
    setDisturbance(start);
    setSeed(1);
  };
  return (
    <Figure
      id="group-norm"
      title="What GroupNorm takes back"
      badge="exact formula"
      reading={shown ? describe(disturbance, shown) : 'Waiting for the digits.'}
      onReset={reset}
    >
      <LoadStatus images={images} title="the digits" />
      <Choices
        legend="Change"
        value={disturbance.what}
        options={targets}
        onChange={(what) => change({ what })}
      />
      <div class="fn-columns">
        <Slider
          label="Multiply by"
          name="gain"
          role="plain"
          value={Math.log10(disturbance.gain)}
          min={-1}
          max={1}
          step={0.05}
          format={(value) => `× ${three(10 ** value)}`}
          onInput={(value) => change({ gain: 10 ** value })}
        />
        <Slider
          label="Then add"
          name="shift"
          role="plain"
          value={disturbance.shift}
          min={-5}
          max={5}
          step={0.1}
          format={(value) => signed(value, 1)}
          onInput={(shift) => change({ shift })}
        />
      </div>
      {shown && <GroupColumns {...shown} />}
      <div class="fn-row">
        <button type="button" class="fn-button" onClick={() => setSeed(seed + 1)}>
          Other filters <span class="fn-note">(seed {seed})</span>
        </button>
        <p class="fn-note">
          A handwritten {shownDigit} through eight random 3 × 3 filters: what an untrained
          convolution makes of it.
        </p>
      </div>
    </Figure>
  );
}

/** The maps before and after GroupNorm, with each group's statistics, and how much the disturbance changed the result. */
function measure(maps: readonly Float64Array[], disturbance: Disturbance) {
  const before = disturbed(maps, disturbance);
  const after = groupNorm(before);
  return {
    before,
    after,
    statistics: groupStatistics(before),
    changes: largestChanges(after, groupNorm(maps)),
  };
}

/** Differences below this are GroupNorm's ε at work. */
const epsilonAtWork = 0.02;

function describe(
  { what, gain, shift }: Disturbance,
  { statistics, changes }: ReturnType<typeof measure>,
): string {
  const { mean, deviation } = statistics[disturbedGroup - 1]!;
  const target = targets.find(({ value }) => value === what)!.label;
  const did =
    gain === 1 && shift === 0
      ? 'Nothing is changed yet.'
      : `You multiplied ${target} by ${three(gain)} and added ${three(shift)}.`;
  const most = Math.max(...changes);
  const where = changes.filter((value) => value > epsilonAtWork).length;
  const verdict =
    most <= epsilonAtWork
      ? `After GroupNorm all ${groups} groups are as before (largest change ${three(most)}).`
      : `After GroupNorm ${where === 1 ? `group ${disturbedGroup} differs` : `${where} groups differ`}, by up to ${three(most)}; the others are as before.`;
  return `${did} Group ${disturbedGroup} comes in with mean ${three(mean)} and deviation ${three(deviation)}. ${verdict}`;
}
