/** Chooses the class that a model is told, or none. */
import { imageDatasets } from '../../../lib/datasets/index.ts';
import { type ModelId, nullClass } from './models.ts';

export interface ClassSelectProps {
  readonly id: ModelId;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly label?: string;
  /** Handle for tests. */
  readonly name?: string;
}

/** A menu of the classes, with “none” at the end. */
export function ClassSelect({
  id,
  value,
  onChange,
  label = 'Told class',
  name = 'told',
}: ClassSelectProps) {
  return (
    <label class="fn-toggle">
      <span>{label}</span>
      <select
        name={name}
        value={value}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      >
        {imageDatasets[id].classNames.map((title, index) => (
          <option value={index} key={title}>
            {title}
          </option>
        ))}
        <option value={nullClass}>none</option>
      </select>
    </label>
  );
}
