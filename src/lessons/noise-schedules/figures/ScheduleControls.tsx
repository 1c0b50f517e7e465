/** Which schedules are shown, and a slider or a switch for each of their parameters. */
import { Toggle } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import {
  type ScheduleEntry,
  type ScheduleName,
  type ScheduleParameter,
  schedules,
} from '../../../lib/diffusion/index.ts';
import { LineSample } from './LineSample.tsx';
import { lineStyles } from './scheduleStyles.ts';

/** A schedule's parameters by key; what is left out is at its default. */
export type ParameterValues = { readonly [key: string]: number | boolean };

/** All schedules' names, in the registry's order. */
export const scheduleNames = Object.keys(schedules) as ScheduleName[];

export interface ScheduleTogglesProps {
  readonly shown: readonly ScheduleName[];
  readonly onChange: (shown: readonly ScheduleName[]) => void;
}

/** The legend: each schedule with its line, to switch on or off. */
export function ScheduleToggles({ shown, onChange }: ScheduleTogglesProps) {
  const toggle = (name: ScheduleName, on: boolean) =>
    onChange(scheduleNames.filter((each) => (each === name ? on : shown.includes(each))));
  return (
    <fieldset class="fn-choices" style={{ columnGap: '1.1rem' }}>
      <legend>Schedules</legend>
      {scheduleNames.map((name) => (
        <label class="fn-toggle" key={name}>
          <input
            type="checkbox"
            name={name}
            checked={shown.includes(name)}
            onChange={(event) => toggle(name, event.currentTarget.checked)}
          />
          <LineSample name={name} />
          <span>
            {schedules[name].label}
            <span class="fn-sr"> ({lineStyles[name].words} line)</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export interface ParameterSlidersProps {
  readonly name: ScheduleName;
  readonly values: ParameterValues;
  readonly onChange: (values: ParameterValues) => void;
}

/** One schedule's parameters. */
export function ParameterSliders({ name, values, onChange }: ParameterSlidersProps) {
  const entry: ScheduleEntry = schedules[name];
  return (
    <div class="fn-group">
      <p class="fn-group-title">
        <LineSample name={name} />
        {entry.label}
      </p>
      {entry.parameters.map((parameter) => (
        <Parameter
          key={parameter.key}
          schedule={name}
          parameter={parameter}
          value={values[parameter.key] ?? parameter.default}
          onChange={(value) => onChange({ ...values, [parameter.key]: value })}
        />
      ))}
    </div>
  );
}

interface ParameterProps {
  readonly schedule: ScheduleName;
  readonly parameter: ScheduleParameter;
  readonly value: number | boolean;
  readonly onChange: (value: number | boolean) => void;
}

function Parameter({ schedule, parameter, value, onChange }: ParameterProps) {
  if (parameter.kind === 'toggle') {
    return <Toggle label={parameter.label} checked={value === true} onChange={onChange} />;
  }
  const { label, key, min, max, step } = parameter;
  return (
    <Slider
      label={label}
      name={`${schedule}-${key}`}
      role={key.startsWith('beta') ? 'noise' : 'plain'}
      value={Number(value)}
      min={min}
      max={max}
      step={step}
      format={(number) => String(Number(number.toFixed(6))).replace('-', '−')}
      onInput={onChange}
    />
  );
}
