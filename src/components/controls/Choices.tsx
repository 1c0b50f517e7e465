/** Small choices: one of a few (radio buttons drawn as chips), on or off, and play or pause. */
import { useId } from 'preact/hooks';

export interface ChoicesProps<V extends string> {
  readonly legend: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
}

/** One of a few, as a row of chips. */
export function Choices<V extends string>({ legend, value, options, onChange }: ChoicesProps<V>) {
  const name = useId();
  return (
    <fieldset class="fn-choices">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label class="fn-choice" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export interface ToggleProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off. */
export function Toggle({ label, checked, onChange }: ToggleProps) {
  return (
    <label class="fn-toggle">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

export interface PlayButtonProps {
  readonly playing: boolean;
  readonly onToggle: () => void;
  readonly label?: string;
}

/** Starts and stops an animation. */
export function PlayButton({ playing, onToggle, label = 'Play' }: PlayButtonProps) {
  return (
    <button type="button" class="fn-button fn-button-primary" onClick={onToggle}>
      {playing ? 'Pause' : label}
    </button>
  );
}

export interface SeedControlProps {
  readonly seed: number;
  readonly onChange: (seed: number) => void;
}

/** Draws new noise by counting the seed up, and says which seed this is: the same seed gives the same picture. */
export function SeedControl({ seed, onChange }: SeedControlProps) {
  return (
    <button
      type="button"
      class="fn-button"
      onClick={() => onChange(seed + 1)}
      title="The same seed always draws the same noise"
    >
      New noise <span class="fn-note">(seed {seed})</span>
    </button>
  );
}
