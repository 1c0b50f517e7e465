/** A labelled slider that says its value; the colour is that of the quantity's role. */

import { useId } from 'preact/hooks';
import type { Role } from '../../lessons/notation.ts';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly role?: Role;
  /** How the value is written; by default as it is. */
  readonly format?: (value: number) => string;
  readonly onInput: (value: number) => void;
  readonly disabled?: boolean;
  /** Handle for tests and links. */
  readonly name?: string;
}

/** A range input with its label and its value in words. */
export function Slider(props: SliderProps) {
  const { label, value, min, max, step = 1, role = 'data', format = String, disabled } = props;
  const id = useId();
  const text = format(value);
  return (
    <div class="fn-slider" style={{ '--fn-slider': `var(--fn-${role})` }}>
      <label for={id}>{label}</label>
      {/* The input says its value itself: as a live region too, it would be said twice, and all through Play. */}
      <output for={id} aria-live="off">
        {text}
      </output>
      <input
        id={id}
        type="range"
        name={props.name}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled ?? false}
        aria-valuetext={text}
        onInput={(event) => props.onInput(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
