/** Noises by many small steps and by one jump, side by side, and compares where the two arrive. */
import { useState } from 'preact/hooks';
import { Choices, PlayButton, SeedControl } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { type ChosenImage, useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen } from '../../../components/figure/hooks.ts';
import { Sym } from '../../../components/figure/Sym.tsx';
import { MarkedPanel, type Pixel } from '../../../components/plots/PixelPicker.tsx';
import { lastStep } from './courseSchedule.ts';
import { formatSigned } from './formatNumbers.ts';
import { type Playhead, usePlayhead } from './playhead.ts';
import { pixelWalks, type View } from './population.ts';
import { RoutesComparison } from './RoutesComparison.tsx';
import { type TwoRoutes, useTwoRoutes } from './useTwoRoutes.ts';

const startStep = 150;

/** Side of the pictures while the picture loads. */
const startSize = 28;

/** Where the picked pixel lies at the start, as parts of the picture's side. */
const startPlace = { down: 0.62, right: 0.55 };

const views: readonly { value: View; label: string }[] = [
  { value: 'pixel', label: 'One pixel' },
  { value: 'picture', label: 'All pixels' },
];

export default function OneStepOrJumpFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const choice = useImageChoice({ source: 'fashion-28', label: 9 });
  const playhead = usePlayhead({ start: startStep, last: lastStep, seconds: 12, onScreen });
  const [seed, setSeed] = useState(1);
  const [view, setView] = useState<View>('pixel');
  const picked = usePixel(choice.image);
  const { t } = playhead;
  const { image, waiting } = choice;
  const routes = useTwoRoutes({ image, value: picked.value, view, t, seed, onScreen });
  const reset = () => {
    for (const part of [choice, playhead, picked]) part.reset();
    setSeed(1);
    setView('pixel');
  };
  return (
    <Figure
      id="one-step-or-jump"
      title="Many small steps, or one jump"
      badge="exact formula, every step taken"
      reading={routes ? describe(routes, t, view, picked.value) : waiting}
      onReset={reset}
    >
      {choice.controls}
      <div ref={ref} class="fn-stack">
        <Pictures {...{ image, picked, routes, t }} />
        <TimestepSlider t={playhead.t} lastStep={lastStep} onInput={playhead.seek} />
        <div class="fn-row">
          <PlayControls playhead={playhead} />
          <SeedControl seed={seed} onChange={setSeed} />
          <Choices legend="Histogram of" value={view} options={views} onChange={setView} />
        </div>
        <RoutesComparison {...{ routes, t, view }} />
      </div>
    </Figure>
  );
}

/** The picked pixel: its place, its clean value, and what picks another. */
function usePixel(image: ChosenImage | null) {
  const [place, setPlace] = useState(startPlace);
  const size = image?.size ?? startSize;
  const pixel = { row: Math.floor(place.down * size), column: Math.floor(place.right * size) };
  const value = image?.pixels[pixel.row * size + pixel.column] ?? 0;
  const pick = ({ row, column }: Pixel) =>
    setPlace({ down: (row + 0.5) / size, right: (column + 0.5) / size });
  return { size, pixel, value, pick, reset: () => setPlace(startPlace) };
}

/** Play, and a single step. */
function PlayControls({ playhead }: { playhead: Playhead }) {
  const { t, playing, toggle, seek } = playhead;
  return (
    <>
      <PlayButton playing={playing} onToggle={toggle} label="Play the walk" />
      <button type="button" class="fn-button" disabled={t === lastStep} onClick={() => seek(t + 1)}>
        One step
      </button>
    </>
  );
}

interface PicturesProps {
  readonly image: ChosenImage | null;
  readonly picked: ReturnType<typeof usePixel>;
  readonly routes: TwoRoutes | null;
  readonly t: number;
}

/** The clean picture, on which a pixel is picked, and the two noisy ones. */
function Pictures({ image, picked, routes, t }: PicturesProps) {
  const { size, pixel, value, pick } = picked;
  const steps = (routes?.walkedTo ?? -1) + 1;
  const underWay = `step ${steps.toLocaleString('en-GB')} of ${(t + 1).toLocaleString('en-GB')} …`;
  const walked = !image ? '…' : steps === t + 1 ? counted(steps, 'step') : underWay;
  return (
    <div class="fn-panels">
      <MarkedPanel
        name="clean"
        title={<Sym code="x0" />}
        detail={image ? `picked pixel: ${formatSigned(value, 2)}` : '…'}
        pixels={image?.pixels ?? null}
        label={`Clean picture: ${image?.name ?? 'none yet'}`}
        {...{ size, pixel }}
        onPick={pick}
      />
      <MarkedPanel
        name="walk"
        title={<>step by step</>}
        detail={walked}
        pixels={routes?.walk.picture ?? null}
        label={`The picture after ${counted(steps, 'small step')}`}
        {...{ size, pixel }}
      />
      <MarkedPanel
        name="jump"
        title={<>direct</>}
        detail="1 jump"
        pixels={routes?.jump.picture ?? null}
        label={`The picture after one jump to t = ${t}`}
        {...{ size, pixel }}
      />
    </div>
  );
}

function counted(n: number, noun: string): string {
  return `${n.toLocaleString('en-GB')} ${noun}${n === 1 ? '' : 's'}`;
}

function describe(routes: TwoRoutes, t: number, view: View, value: number): string {
  const { arrived, walkedTo, walk, jump, formula } = routes;
  const start =
    view === 'pixel'
      ? `${pixelWalks.toLocaleString('en-GB')} copies of one pixel of value ${formatSigned(value, 2)}`
      : 'All pixels of several copies of the picture';
  return (
    `${start}, ${arrived ? 'noised' : 'on the way'} to t = ${t}. ` +
    `Mean: ${formatSigned(walk.moments.mean, 3)} by ${counted(walkedTo + 1, 'step')}, ` +
    `${formatSigned(jump.moments.mean, 3)} by one jump, ${formatSigned(formula.moments.mean, 3)} by the formula. ` +
    `Standard deviation: ${formatSigned(walk.moments.deviation, 3)}, ${formatSigned(jump.moments.deviation, 3)} ` +
    `and ${formatSigned(formula.moments.deviation, 3)}.`
  );
}
