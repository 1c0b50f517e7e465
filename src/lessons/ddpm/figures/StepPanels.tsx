/** The pictures of one step: what is seen, what is predicted, the mean, the fresh noise, and where the step leads. */
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import { MarkedPanel, type Pixel } from '../../../components/plots/PixelPicker.tsx';
import { digitSize } from './modelSchedule.ts';
import { rms, type StepParts } from './oneStep.ts';
import { three } from './words.ts';

export interface StepPanelsProps {
  /** Null while there is nothing to show. */
  readonly parts: StepParts | null;
  /** What the network itself said here; null until it has been asked. */
  readonly raw: Float32Array | null;
  readonly pixel: Pixel;
  readonly onPick: (pixel: Pixel) => void;
}

/** Noise is shown at a third of its size, so that three standard deviations fit between black and white. */
const noiseRange = 3;

const dim = (noise: ArrayLike<number>): Float32Array =>
  Float32Array.from(noise, (value) => value / noiseRange);

const name = (letter: string, index: string) => (
  <>
    <i>{letter}</i>
    <sub>{index}</sub>
  </>
);

/** Six pictures; a pixel is picked on the first. */
export function StepPanels({ parts, raw, pixel, onPick }: StepPanelsProps) {
  const size = digitSize;
  const noise = parts && (raw ?? parts.impliedEps);
  return (
    <div class="fn-panels fn-step-panels">
      <MarkedPanel
        name="xt"
        title={<Sym code="xt" />}
        detail="what the network sees"
        pixels={parts?.xt ?? null}
        label="The noisy picture before the step"
        {...{ size, pixel, onPick }}
      />
      <PixelPanel
        name="eps-pred"
        title={<Sym code="epsPred" />}
        detail={parts ? `its noise, size ${three(rms(noise!))}` : '…'}
        pixels={noise && dim(noise)}
        size={size}
        label="The predicted noise, at a third of its size"
      />
      <PixelPanel
        name="x0-pred"
        title={<Sym code="x0Pred" />}
        detail="the clean guess"
        pixels={parts?.x0 ?? null}
        size={size}
        label="The predicted clean picture, clipped"
      />
      <PixelPanel
        name="mean"
        title={<span class="role-prediction">{name('μ', 'θ')}</span>}
        detail="the mean of the step"
        pixels={parts?.mean ?? null}
        size={size}
        label="The mean of the step"
      />
      <PixelPanel
        name="z"
        title={
          <span class="role-noise">
            <i>z</i>
          </span>
        }
        detail={parts ? noiseWords(parts) : '…'}
        pixels={parts && dim(parts.z)}
        size={size}
        label="The fresh noise that the step adds, before it is scaled"
      />
      <PixelPanel
        name="next"
        title={name('x', 't−1')}
        detail="where the step leads"
        pixels={parts?.next ?? null}
        size={size}
        label="The picture after the step"
      />
    </div>
  );
}

const noiseWords = ({ step }: StepParts): string =>
  step.noise === 0 ? 'none at the last step' : `fresh noise, added × ${three(step.noise)}`;
