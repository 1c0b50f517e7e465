/** Noises by many small steps and by one jump, side by side, and compares where the two arrive. */
import { useState } from 'preact/hooks';
import { Choices, PlayButton, SeedControl } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { type ChosenImage, useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen } from '../../../components/figure/hooks.ts';
import { Sym } from '../../../components/figure/Sym.tsx';
import { lastStep } from './courseSchedule.ts';
import { MarkedPanel, type Pixel } from './PixelPicker.tsx';
import { usePlayhead } from './playhead.ts';
import { pixelWalks, type View } from './population.ts';
import { RoutesComparison } from './RoutesComparison.tsx';
import { type TwoRoutes, useTwoRoutes } from './useTwoRoutes.ts';

const startStep = 150;

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
  const [place, setPlace] = useState(startPlace);
  const { image } = choice;
  const { t } = playhead;
  const size = image?.size ?? 28;
  const pixel = { row: Math.floor(place.down * size), column: Math.floor(place.right * size) };
  const value = image?.pixels[pixel.row * size + pixel.column] ?? 0;
  const routes = useTwoRoutes({ image, value, view, t, seed, onScreen });
  const reset = () => {
    choice.reset();
    playhead.reset();
    setSeed(1);
    setView('pixel');
    setPlace(startPlace);
  };
  const pick = ({ row, column }: Pixel) =>
    setPlace({ down: (row + 0.5) / size, right: (column + 0.5) / size });

  return (
    <Figure
      id="one-step-or-jump"
      title="Many small steps, or one jump"
      badge="exact formula, every step taken"
      reading={routes ? describe(routes, t, view, value) : 'The picture is being loaded.'}
      onReset={reset}
    >
      {choice.controls}
      <div ref={ref}>
        <Pictures {...{ image, size, pixel, value, routes, t }} onPick={pick} />
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
        <PlayButton playing={playhead.playing} onToggle={playhead.toggle} label="Play the walk" />
        <button
          type="button"
          class="fn-button"
          disabled={t === lastStep}
          onClick={() => playhead.seek(t + 1)}
        >
          One step
        </button>
        <SeedControl seed={seed} onChange={setSeed} />
        <Choices legend="Histogram of" value={view} options={views} onChange={setView} />
      </div>
      <RoutesComparison {...{ routes, t, view }} />
    </Figure>
  );
}

interface PicturesProps {
  readonly image: ChosenImage | null;
  readonly size: number;
  readonly pixel: Pixel;
  readonly value: number;
  readonly routes: TwoRoutes | null;
  readonly t: number;
  readonly onPick: (pixel: Pixel) => void;
}

/** The clean picture, on which a pixel is picked, and the two noisy ones. */
function Pictures({ image, size, pixel, value, routes, t, onPick }: PicturesProps) {
  const steps = (routes?.walkedTo ?? -1) + 1;
  return (
    <div class="fn-panels">
      <MarkedPanel
        name="clean"
        title={<Sym code="x0" />}
        detail={`picked pixel: ${value.toFixed(2)}`}
        pixels={image?.pixels ?? null}
        label={`Clean picture: ${image?.name ?? 'none yet'}`}
        {...{ size, pixel, onPick }}
      />
      <MarkedPanel
        name="walk"
        title={<>step by step</>}
        detail={steps === t + 1 ? counted(steps, 'step') : `step ${steps} of ${t + 1} …`}
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
  if (!arrived) {
    return `The walk has taken ${walkedTo + 1} of ${counted(t + 1, 'step')}; the jump is there already.`;
  }
  const start =
    view === 'pixel'
      ? `${pixelWalks.toLocaleString('en-GB')} copies of one pixel of value ${value.toFixed(2)}`
      : 'All pixels of several copies of the picture';
  return (
    `${start}, noised to t = ${t}. Mean: ${walk.moments.mean.toFixed(3)} by ${counted(t + 1, 'step')}, ` +
    `${jump.moments.mean.toFixed(3)} by one jump, ${formula.moments.mean.toFixed(3)} by the formula. ` +
    `Standard deviation: ${walk.moments.deviation.toFixed(3)}, ${jump.moments.deviation.toFixed(3)} ` +
    `and ${formula.moments.deviation.toFixed(3)}.`
  );
}
