/** The step's formula with its numbers, for the picked pixel. */
import type { ComponentChildren } from 'preact';
import type { Pixel } from '../../../components/plots/PixelPicker.tsx';
import { digitSize } from './modelSchedule.ts';
import { cleanOf, type StepParts } from './oneStep.ts';
import { signed, three } from './words.ts';

export interface StepFormulaProps {
  readonly parts: StepParts;
  /** What the network itself said here; null until it has been asked. */
  readonly raw: Float32Array | null;
  readonly pixel: Pixel;
}

const Eps = () => (
  <span class="role-prediction">
    <i>ε</i>
    <sub>θ</sub>
  </span>
);
const Clean = () => (
  <span class="role-prediction">
    <i>x̂</i>
    <sub>0</sub>
  </span>
);
const Mean = () => (
  <span class="role-prediction">
    <i>μ</i>
    <sub>θ</sub>
  </span>
);
const Noisy = ({ next = false }: { next?: boolean }) => (
  <>
    <i>x</i>
    <sub>{next ? 't−1' : 't'}</sub>
  </>
);

/** A signed number in brackets where it is negative, as factors are written. */
const factor = (value: number): string => {
  const text = signed(value, 3);
  return text.startsWith('−') ? `(${text})` : text;
};

/** One line of the computation: its result, the formula with numbers. */
function Line({ left, children }: { left: ComponentChildren; children: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{left}</th>
      <td>{children}</td>
    </tr>
  );
}

/** The lines of algorithm 2 for one pixel. */
export function StepFormula({ parts, raw, pixel }: StepFormulaProps) {
  const { step, row } = parts;
  const at = pixel.row * digitSize + pixel.column;
  const [xt, x0, mean, z, next] = [parts.xt, parts.x0, parts.mean, parts.z, parts.next].map(
    (picture) => picture[at]!,
  ) as [number, number, number, number, number];
  const first = row === 0;
  return (
    <div class="fn-step-numbers">
      <p class="fn-note">
        The picked pixel, row {pixel.row + 1}, column {pixel.column + 1}, at t = {step.t}:
      </p>
      <table class="fn-step-table">
        <tbody>
          <Line left={<Noisy />}>
            = {signed(xt, 3)}
            {first && ', pure noise'}
          </Line>
          <CleanLine {...{ parts, raw, at }} />
          <Line left={<Mean />}>
            = {three(step.x0)} · <Clean /> + {three(step.xt)} · <Noisy /> = {three(step.x0)} ·{' '}
            {factor(x0)} + {three(step.xt)} · {factor(xt)} = {signed(mean, 3)}
          </Line>
          <Line left={<Noisy next />}>
            = <Mean /> + {three(step.noise)} · <span class="role-noise">z</span>
            {step.noise > 0 && (
              <>
                {' '}
                = {factor(mean)} + {three(step.noise)} · {factor(z)}
              </>
            )}{' '}
            = {signed(next, 3)}
          </Line>
        </tbody>
      </table>
    </div>
  );
}

/** The clean guess from the network's noise, and whether it was clipped. */
function CleanLine({ parts, raw, at }: { parts: StepParts; raw: Float32Array | null; at: number }) {
  const { step, xt, x0 } = parts;
  if (!raw) return <Line left={<Clean />}>= {signed(x0[at]!, 3)}</Line>;
  const clean = cleanOf(step, xt.subarray(at, at + 1), raw.subarray(at, at + 1))[0]!;
  return (
    <>
      <Line left={<Eps />}>= {signed(raw[at]!, 3)}, what the network says</Line>
      <Line left={<Clean />}>
        = (<Noisy /> − {three(step.sigma)} · <Eps />) / {three(step.signal)} = {cleanText(clean)}
        {Math.abs(clean) > 1 && `, clipped to ${signed(x0[at]!, 0)}`}
      </Line>
    </>
  );
}

const cleanText = (value: number): string =>
  Math.abs(value) >= 100 ? three(value) : signed(value, 3);
