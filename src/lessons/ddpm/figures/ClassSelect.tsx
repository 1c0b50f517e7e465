/** Which digit the network is told to draw, or none. */

/** The null class of the digits model: the network is told nothing. */
export const nullClass = 10;

export interface ClassSelectProps {
  readonly digit: number;
  readonly onChange: (digit: number) => void;
}

const digits = Array.from({ length: nullClass }, (_, i) => i);

/** A menu of ten digits, and "not told". */
export function ClassSelect({ digit, onChange }: ClassSelectProps) {
  return (
    <label class="fn-toggle">
      <span>Digit</span>
      <select
        name="digit"
        value={String(digit)}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      >
        {digits.map((one) => (
          <option key={one} value={String(one)}>
            {one}
          </option>
        ))}
        <option value={String(nullClass)}>not told</option>
      </select>
    </label>
  );
}
