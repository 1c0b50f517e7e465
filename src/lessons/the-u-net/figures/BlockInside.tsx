/** What a block is made of: its operations, in order, with shape, parameters and arithmetic. */
import type { Block } from './blocks.ts';
import { doesOf, operationOf, shapeShort, titleOf, whole } from './words.ts';

/** One row an operation. */
export function BlockInside({ block }: { block: Block }) {
  const title = titleOf(block.name);
  return (
    <details class="fn-more fn-net-inside">
      <summary>
        Inside {title}: {doesOf(block.name)}
      </summary>
      <div class="fn-table-scroll">
        <table class="fn-net-table">
          <thead>
            <tr>
              <th scope="col">operation</th>
              <th scope="col">gives out</th>
              <th scope="col">parameters</th>
              <th scope="col">multiply-adds</th>
            </tr>
          </thead>
          <tbody>
            {block.parts.map(({ node, parameters, multiplyAdds }) => (
              <tr key={node.name} data-node={node.name}>
                <th scope="row">
                  <code>{shortName(node.name)}</code>
                  <span class="fn-note"> {operationOf(node)}</span>
                </th>
                <td>{shapeShort(node.shape)}</td>
                <td>{parameters === 0 ? '–' : whole(parameters)}</td>
                <td>{multiplyAdds === 0 ? '–' : whole(multiplyAdds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** A node's name without its block's: "conv1" of "enc1.conv1". */
export function shortName(node: string): string {
  const dot = node.indexOf('.');
  return dot < 0 || node.startsWith('time_mlp') ? node : node.slice(dot + 1);
}
