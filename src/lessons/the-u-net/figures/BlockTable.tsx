/** Every block of a network with its shape, its parameters and its share of the arithmetic; a row chooses its block. */
import { type Block, totalMultiplyAdds, totalParameters } from './blocks.ts';
import { shapeShort, share, titleOf, whole } from './words.ts';

export interface BlockTableProps {
  readonly blocks: readonly Block[];
  readonly selected: string;
  readonly onSelect: (block: string) => void;
}

/** One row a block, in the order in which they run. */
export function BlockTable({ blocks, selected, onSelect }: BlockTableProps) {
  const parameters = totalParameters(blocks);
  const multiplyAdds = totalMultiplyAdds(blocks);
  return (
    <div class="fn-table-scroll">
      <table class="fn-net-table">
        <caption class="fn-sr">The network’s blocks in the order in which they run</caption>
        <thead>
          <tr>
            <th scope="col">block</th>
            <th scope="col">gives out</th>
            <th scope="col">parameters</th>
            <th scope="col">arithmetic</th>
          </tr>
        </thead>
        <tbody>
          {blocks.map((block) => (
            <tr key={block.name} data-row={block.name} data-chosen={block.name === selected}>
              <th scope="row">
                <button
                  type="button"
                  class="fn-net-row"
                  aria-pressed={block.name === selected}
                  aria-label={`Choose ${titleOf(block.name)}`}
                  onClick={() => onSelect(block.name)}
                >
                  {block.name}
                </button>
              </th>
              <td>{shapeShort(block.shape)}</td>
              <ShareCell part={block.parameters} all={parameters} kind="parameters" />
              <ShareCell part={block.multiplyAdds} all={multiplyAdds} kind="arithmetic" />
            </tr>
          ))}
          <tr class="fn-net-sum">
            <th scope="row">all</th>
            <td />
            <td>{whole(parameters)}</td>
            <td>{whole(multiplyAdds)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

interface ShareCellProps {
  readonly part: number;
  readonly all: number;
  readonly kind: 'parameters' | 'arithmetic';
}

function ShareCell({ part, all, kind }: ShareCellProps) {
  return (
    <td data-share={kind} data-value={part}>
      <span class="fn-net-share">{share(part, all)}</span>
      <span class="fn-net-meter" aria-hidden="true">
        {part > 0 && <span data-kind={kind} style={{ width: `${(100 * part) / all}%` }} />}
      </span>
    </td>
  );
}
