/** Four columns, one a view: the prediction above, the target below, and the error between them. */
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelCanvas } from '../../../components/plots/PixelCanvas.tsx';
import { digitSize } from './digits.ts';
import { threeDigits } from './posterior.ts';
import type { View } from './views.ts';

/** One view, its pictures scaled to [−1, 1]. */
export interface SeenView {
  readonly view: View;
  /** The value that is drawn white. */
  readonly range: number;
  readonly predicted: Float32Array;
  readonly truth: Float32Array;
  /** Root mean square difference, in the view's own units. */
  readonly error: number;
}

/** The grid; its rows are named once, above the pictures. */
export function ViewGrid({ seen, t }: { seen: readonly SeenView[]; t: number }) {
  return (
    <div class="fn-views">
      {seen.map(({ view, predicted, truth, range, error }) => (
        <div class="fn-view" key={view.id}>
          <p class="fn-panel-title">
            <ViewSymbol id={view.id} />
            <span class="fn-view-name">{view.name}</span>
          </p>
          <PixelCanvas
            name={`${view.id}-predicted`}
            pixels={predicted}
            size={digitSize}
            label={`Predicted ${view.name} at t = ${t}, error ${threeDigits(error)}`}
          />
          <p class="fn-panel-detail">predicted</p>
          <PixelCanvas
            name={`${view.id}-target`}
            pixels={truth}
            size={digitSize}
            label={`Target: the ${view.name} that training compares with, at t = ${t}`}
          />
          <p class="fn-panel-detail">
            target
            <br />
            white is {threeDigits(range)}
            <br />
            <strong data-error={view.id}>error {threeDigits(error)}</strong>
          </p>
        </div>
      ))}
    </div>
  );
}

function ViewSymbol({ id }: { id: View['id'] }) {
  if (id === 'eps') return <Sym code="epsPred" />;
  if (id === 'x0') return <Sym code="x0Pred" />;
  return <Sym code={id === 'v' ? 'v' : 'score'} />;
}
