/** The slider that sets a figure's timestep. */
import { Slider } from '../../../components/controls/Slider.tsx';
import { lastStep } from './courseSchedule.ts';
import type { Playhead } from './playhead.ts';

export function TimestepSlider({ playhead }: { playhead: Playhead }) {
  return (
    <Slider
      label="Timestep t"
      name="t"
      role="noise"
      value={playhead.t}
      min={0}
      max={lastStep}
      format={(t) => `${t} of ${lastStep}`}
      onInput={playhead.seek}
    />
  );
}
