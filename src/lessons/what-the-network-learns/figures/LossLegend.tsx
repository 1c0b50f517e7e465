/** The legend of the loss-by-t figure: line, marker and name of each curve. */
import type { LossCurve } from './drawLossByT.ts';

const markers = {
  circle: <circle cx="17" cy="6" r="4" />,
  square: <rect x="13.5" y="2.5" width="7" height="7" />,
  triangle: <path d="M17 1.5 21.5 10H12.5z" />,
} as const;

/** One entry a curve. */
export function LossLegend({ curves }: { curves: readonly LossCurve[] }) {
  return (
    <ul class="fn-legend">
      {curves.map(({ name, colour, dash, symbol }) => (
        <li key={name}>
          <svg
            width="34"
            height="12"
            aria-hidden="true"
            style={{ color: colour }}
            fill="currentColor"
          >
            <path d="M0 6H34" stroke="currentColor" stroke-width="2" stroke-dasharray={dash} />
            {markers[symbol]}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
