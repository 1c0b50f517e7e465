/** E[x0 | x_t] of one digit at several t, from little noise to nothing but noise; each picks its t. */
import { useMemo } from 'preact/hooks';
import { PixelCanvas } from '../../../components/plots/PixelCanvas.tsx';
import { forwardSample, type IdealDenoiser } from '../../../lib/diffusion/index.ts';
import { digitSize, schedule } from './digits.ts';

/** The steps shown. */
export const stripSteps: readonly number[] = [50, 150, 250, 350, 450, 550, 700, 999];

export interface MeanStripProps {
  readonly ideal: IdealDenoiser;
  readonly x0: Float32Array;
  readonly eps: Float32Array;
  readonly onPick: (t: number) => void;
}

/** A row of small pictures, which are buttons. */
export function MeanStrip({ ideal, x0, eps, onPick }: MeanStripProps) {
  const means = useMemo(
    () =>
      stripSteps.map((t) =>
        ideal.posteriorMean(forwardSample(schedule, x0, t, eps), schedule.alphasCumprod[t]!),
      ),
    [ideal, x0, eps],
  );
  return (
    <div>
      <p class="fn-panel-title fn-left">
        The same digit and noise, the prediction at each <i>t</i>
      </p>
      <div class="fn-mean-strip">
        {stripSteps.map((t, place) => (
          <button type="button" key={t} onClick={() => onPick(t)} aria-label={`Go to t = ${t}`}>
            <PixelCanvas
              name={`mean-${t}`}
              pixels={means[place]!}
              size={digitSize}
              label={`Prediction at t = ${t}`}
            />
            <span>{t}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
