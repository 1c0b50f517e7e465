/** The slider that sets a figure's timestep. */
import { Slider } from './Slider.tsx';

export interface TimestepSliderProps {
  readonly t: number;
  readonly lastStep: number;
  readonly onInput: (t: number) => void;
  readonly label?: string;
}

/** From 0 to the last step, in the colour of noise; tests find it as "t". */
export function TimestepSlider({
  t,
  lastStep,
  onInput,
  label = 'Timestep t',
}: TimestepSliderProps) {
  return (
    <Slider
      label={label}
      name="t"
      role="noise"
      value={t}
      min={0}
      max={lastStep}
      format={(value) => `${value} of ${lastStep}`}
      onInput={onInput}
    />
  );
}
