/** What the colours of the plane stand for. */
import type { ComponentChildren } from 'preact';
import { Sym } from '../../../components/figure/Sym.tsx';
import { followed, type PlaneShown } from './planePicture.ts';

export interface PlaneLegendProps {
  readonly shown: PlaneShown;
  readonly walked: boolean;
}

/** One line a thing that is painted. */
export function PlaneLegend({ shown, walked }: PlaneLegendProps) {
  return (
    <ul class="fn-legend">
      <Item role="data" text="data" />
      <Item role="plain" text="points that walk" />
      {shown.arrows && (
        <Item
          role="prediction"
          text={
            <>
              arrows: minus <Sym code="epsPred" />, the way the score points
            </>
          }
        />
      )}
      {walked && shown.paths && <Item role="noise" text={`${followed} points and their paths`} />}
      {walked && shown.guesses && <Item role="prediction" text="large: their clean guesses" />}
    </ul>
  );
}

function Item({
  role,
  text,
}: {
  role: 'data' | 'noise' | 'prediction' | 'plain';
  text: ComponentChildren;
}) {
  return (
    <li>
      <span class={`fn-dot role-${role}`} />
      <span>{text}</span>
    </li>
  );
}
