/** Reads every quantity of every shown schedule at one timestep: a rule and dots on the chart, and a table. */
import type { Schedule, ScheduleName } from '../../../lib/diffusion/index.ts';
import { schedules } from '../../../lib/diffusion/index.ts';
import { formatNumber } from '../format.ts';
import { LineSample } from './LineSample.tsx';
import { cssLeft, margins, topOf, type ValueAxis } from './plotFrame.ts';
import { quantities, quantityNames } from './quantities.ts';
import { lineStyles } from './scheduleStyles.ts';

/** A schedule that is shown, under its name. */
export interface ShownSchedule {
  readonly name: ScheduleName;
  readonly schedule: Schedule;
}

export interface CurveOverlayProps {
  /** The timestep as a share 0…1 of the axis. */
  readonly share: number;
  readonly dots: readonly { readonly name: ScheduleName; readonly value: number }[];
  readonly axis: ValueAxis;
  readonly height: number;
}

/** The rule at the timestep, and a dot on each curve. */
export function CurveOverlay({ share, dots, axis, height }: CurveOverlayProps) {
  const left = cssLeft(share);
  const drawable = dots.filter(({ value }) => Number.isFinite(value) && (!axis.log || value > 0));
  return (
    <div aria-hidden="true">
      <div
        class="fn-chart-rule"
        style={{
          left,
          top: `${margins.top}px`,
          height: `${height - margins.top - margins.bottom}px`,
        }}
      />
      {drawable.map(({ name, value }) => (
        <div
          key={name}
          class="fn-chart-dot"
          style={{
            left,
            top: `${topOf(Math.max(value, axis.domain[0]), axis, height)}px`,
            background: lineStyles[name].colour,
          }}
        />
      ))}
    </div>
  );
}

export interface CurveTableProps {
  readonly shown: readonly ShownSchedule[];
  readonly t: number;
}

/** The values as a table: a row a quantity, a column a schedule. */
export function CurveTable({ shown, t }: CurveTableProps) {
  return (
    <table class="fn-values">
      <thead>
        <tr>
          <th scope="col">At t = {t}</th>
          {shown.map(({ name }) => (
            <th scope="col" key={name}>
              <LineSample name={name} />
              {schedules[name].label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {quantityNames.map((quantity) => (
          <tr key={quantity}>
            <th scope="row" class={`role-${quantities[quantity].role}`}>
              {quantities[quantity].symbol}
            </th>
            {shown.map(({ name, schedule }) => (
              <td key={name} data-value={`${name}-${quantity}`}>
                {formatNumber(quantities[quantity].read(schedule)[t] ?? Number.NaN, 4)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
