/** The training digits with the most posterior weight, each with its share as a bar. */
import { PixelCanvas } from '../../../components/plots/PixelCanvas.tsx';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { digitSize, imageAt } from './digits.ts';
import { type Candidate, percent, threeDigits } from './posterior.ts';

export interface CandidateBarsProps {
  readonly data: ImageDataset;
  readonly candidates: readonly Candidate[];
  /** exp(entropy) over all training digits. */
  readonly effective: number;
  /** Index of the digit that x_t was made from, or −1. */
  readonly ownIndex: number;
}

/** A list of pictures with bars and percentages. */
export function CandidateBars({ data, candidates, effective, ownIndex }: CandidateBarsProps) {
  return (
    <div>
      <p class="fn-panel-title fn-left">
        The likeliest sources of this <i>x</i>
        <sub>
          <i>t</i>
        </sub>
        <span class="fn-note"> (in effect {threeDigits(effective)})</span>
      </p>
      <ol class="fn-candidates">
        {candidates.map(({ index, weight }, place) => (
          <li key={index}>
            <PixelCanvas
              name={`candidate-${place}`}
              pixels={imageAt(data, index)}
              size={digitSize}
              label={`Training digit ${data.labels[index]}`}
            />
            <div class="fn-candidate-bar" aria-hidden="true">
              <span style={{ width: `${100 * weight}%` }} />
            </div>
            <span data-weight={weight}>{percent(weight)}</span>
            {index === ownIndex && <span class="fn-candidate-own">itself</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
