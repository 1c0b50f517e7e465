/** The course's own measurement of a shipped model, sampler by steps, as a table. */
import { samplerNames, samplers } from '../../../lib/diffusion/index.ts';
import { measuredSampling } from '../../../measured/sampling.ts';
import type { ModelId } from './models.ts';

/** Every step count that was measured, rising. */
export const stepsOf = (id: ModelId): number[] =>
  [...new Set(measuredSampling[id].samplers.map(({ steps }) => steps))].sort((a, b) => a - b);

/** Squared Fréchet distances by sampler and steps; smaller is better. */
export function MeasuredTable({ id }: { readonly id: ModelId }) {
  const { samplers: cells, real, samples } = measuredSampling[id];
  const steps = stepsOf(id);
  const names = samplerNames.filter((name) => cells.some(({ sampler }) => sampler === name));
  if (names.length === 0) return null;
  return (
    <div class="fn-table-scroll">
      <table class="fn-ddim-table" data-table="measured">
        <caption>
          Measured by the course: squared Fréchet distance of {samples.toLocaleString('en-US')}{' '}
          images
        </caption>
        <thead>
          <tr>
            <th scope="col">steps</th>
            {steps.map((count) => (
              <th scope="col" key={count}>
                {count}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name} data-sampler={name}>
              <th scope="row">{samplers[name].label}</th>
              {steps.map((count) => {
                const cell = cells.find((one) => one.sampler === name && one.steps === count);
                return <td key={count}>{cell ? cell.frechet.toFixed(2) : '–'}</td>;
              })}
            </tr>
          ))}
          <tr>
            <th scope="row">training images</th>
            <td colSpan={steps.length}>{real.frechet.toFixed(2)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
