/** A short piece of a schedule's line, for legends. */
import type { ScheduleName } from '../../../lib/diffusion/index.ts';
import { lineStyles } from './scheduleStyles.ts';

/** Shows colour and dash as the chart has them. */
export function LineSample({ name }: { name: ScheduleName }) {
  const { colour, dash } = lineStyles[name];
  return (
    <svg class="fn-line-sample" viewBox="0 0 34 8" width="34" height="8" aria-hidden="true">
      <line
        x1="1"
        y1="4"
        x2="33"
        y2="4"
        stroke={colour}
        stroke-width="2.6"
        stroke-dasharray={dash}
      />
    </svg>
  );
}
