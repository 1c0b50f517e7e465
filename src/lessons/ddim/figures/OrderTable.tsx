/** The orders that the samplers' papers promise, the ones seen in the figure, and what the same number of calls buys. */
import { samplers } from '../../../lib/diffusion/index.ts';
import type { OrderLine } from './drawOrders.ts';
import { type Compared, measuredOrder } from './orders.ts';
import { amount } from './words.ts';

/** The network calls at which the samplers are compared. */
const sameCalls: readonly number[] = [8, 32, 128];

/** The error at the most calls that do not exceed `calls`. */
function errorWithin({ points }: OrderLine, calls: number): string {
  const affordable = points.filter((point) => point.calls <= calls);
  const last = affordable.at(-1);
  return last ? amount(last.error) : '–';
}

export interface OrderTableProps {
  readonly lines: readonly OrderLine[];
  readonly titleOf: (name: Compared) => string;
}

/** One row a sampler. */
export function OrderTable({ lines, titleOf }: OrderTableProps) {
  return (
    <div class="fn-table-scroll">
      <table class="fn-ddim-table">
        <caption>Order, and error for the same number of network calls</caption>
        <thead>
          <tr>
            <th scope="col">sampler</th>
            <th scope="col">order</th>
            <th scope="col">as measured</th>
            {sameCalls.map((calls) => (
              <th scope="col" key={calls}>
                {calls} calls
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.name} data-sampler={line.name}>
              <th scope="row">{titleOf(line.name)}</th>
              <td>{samplers[line.name].order! + (line.name === 'unipc' ? 1 : 0)}</td>
              <td data-order>{measuredOrder(line.points).toFixed(2)}</td>
              {sameCalls.map((calls) => (
                <td key={calls}>{errorWithin(line, calls)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
