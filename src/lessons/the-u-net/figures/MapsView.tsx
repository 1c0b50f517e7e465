/** All channels of one node as small pictures, with the scale; of a node that joins two, each part by itself. */
import { useMemo } from 'preact/hooks';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import type { Graph, GraphNode } from '../../../lib/nets/index.ts';
import { type ChannelMaps, channelMaps, columnsFor, drawnSize, enlarged } from './maps.ts';
import { operationOf, shapeText, three } from './words.ts';

export interface MapsViewProps {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly values: ArrayLike<number>;
}

/** The maps, and a line that says how to read them. */
export function MapsView({ graph, node, values }: MapsViewProps) {
  const maps = useMemo(() => channelMaps(values, node.shape), [values, node]);
  const parts = useMemo(() => partsOf(graph, node, maps), [graph, node, maps]);
  return (
    <div>
      {parts.map(({ name, title, pictures }) => (
        <div key={name} class="fn-maps">
          <p class="fn-panel-title fn-left">{title}</p>
          <PictureGridView
            name={name}
            pictures={pictures}
            size={drawnSize}
            columns={columnsFor(maps.pictures.length)}
            gap={1}
            label={`${title}: values from ${three(maps.lowest)} to ${three(maps.highest)}`}
          />
        </div>
      ))}
      <p class="fn-note" data-maps-scale={maps.range}>
        One picture a channel, {shapeText(node.shape)} in all. Mid-grey is 0, white{' '}
        {three(maps.range)} and more, black {three(-maps.range)} and less. Mean {three(maps.mean)},
        deviation {three(maps.deviation)}.
      </p>
    </div>
  );
}

interface Part {
  readonly name: string;
  readonly title: string;
  readonly pictures: ChannelMaps['pictures'];
}

function partsOf(graph: Graph, node: GraphNode, maps: ChannelMaps): Part[] {
  const size = node.shape.length === 3 ? node.shape[0]! : 1;
  const pictures = maps.pictures.map((picture) => enlarged(picture, size));
  if (node.operation !== 'concat') {
    return [{ name: 'maps', title: `${node.name}, ${operationOf(node)}`, pictures }];
  }
  const from = graph.nodes.find(({ name }) => name === node.inputs[0])!;
  const below = from.shape[2]!;
  return [
    { name: 'maps', title: 'from the level below, enlarged', pictures: pictures.slice(0, below) },
    {
      name: 'maps-skip',
      title: `through the skip, from ${node.inputs[1]}`,
      pictures: pictures.slice(below),
    },
  ];
}
