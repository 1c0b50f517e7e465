/** A digit, the noisy picture that the network gets, the noise that it predicts, and the digit that this implies. */
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import { digitSize } from './modelSchedule.ts';
import { rmsDifference } from './timestepVectors.ts';
import { type Look, x0ErrorOf, x0PredOf } from './useLook.ts';
import type { NoisyDigit } from './useNoisyDigit.tsx';

/** Noise is drawn from −3 standard deviations (black) to 3 (white). */
const noiseRange = 3;

export interface FourPicturesProps {
  readonly noisy: NoisyDigit | null;
  /** The model's last answer. */
  readonly look: Look | null;
}

/** The clean digit and what the network gets of it; empty until they have come. */
export function TruthAndInput({ noisy }: { readonly noisy: NoisyDigit | null }) {
  return (
    <>
      <PixelPanel
        name="x0"
        title={<Sym code="x0" />}
        pixels={noisy?.x0 ?? null}
        size={digitSize}
        label={noisy ? `Clean digit: a handwritten ${noisy.label}` : 'No digit yet'}
        detail="the truth"
      />
      <PixelPanel
        name="xt"
        title={<Sym code="xt" />}
        pixels={noisy?.xt ?? null}
        size={digitSize}
        label={noisy ? `The digit in noise at t = ${noisy.t}` : 'No digit yet'}
        detail="what it gets"
      />
    </>
  );
}

/** Pictures that have not come yet stay empty. */
export function FourPictures({ noisy, look }: FourPicturesProps) {
  const epsError = look && rmsDifference(look.request.noisy.eps, look.epsPred);
  const x0Error = look && x0ErrorOf(look);
  return (
    <div>
      <div class="fn-panels fn-four">
        <TruthAndInput noisy={noisy} />
        <PixelPanel
          name="eps-pred"
          title={<Sym code="epsPred" />}
          pixels={look?.epsPred.map((value) => value / noiseRange) ?? null}
          size={digitSize}
          label={`Predicted noise${epsError === null ? '' : `, error ${epsError.toFixed(2)}`}`}
          detail={epsError === null ? 'no answer yet' : `error ${epsError.toFixed(2)}`}
        />
        <PixelPanel
          name="x0-pred"
          title={<Sym code="x0Pred" />}
          pixels={look && x0PredOf(look)}
          size={digitSize}
          label={`Implied clean digit${x0Error === null ? '' : `, error ${x0Error.toFixed(2)}`}`}
          detail={x0Error === null ? 'no answer yet' : `error ${x0Error.toFixed(2)}`}
        />
      </div>
      <p class="fn-note">
        Black is −1 and white 1; in the predicted noise, −{noiseRange} and {noiseRange}. Errors are
        root mean squares a pixel.
      </p>
    </div>
  );
}
