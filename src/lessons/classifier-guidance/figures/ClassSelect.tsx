/** A menu of the ten digits. */
import { tenClasses } from './digits.ts';

export interface ClassSelectProps {
  readonly label: string;
  /** Handle for tests. */
  readonly name: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** The menu with its label. */
export function ClassSelect({ label, name, value, onChange }: ClassSelectProps) {
  return (
    <label class="fn-toggle">
      <span class="role-condition">{label}</span>
      <select
        name={name}
        value={value}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      >
        {tenClasses.map((digit) => (
          <option value={digit} key={digit}>
            {digit}
          </option>
        ))}
      </select>
    </label>
  );
}
