/** Cuts connections of a network: an input of a node reads zeros instead. The parameters stay as they are. */
import { type Graph, GraphError, type GraphNode } from './graph.ts';

/**
 * The same network with one input of some nodes replaced by zeros, as when a skip connection is taken away.
 *
 * @param nodes names of the nodes, such as "up3.concat"
 * @param input which of their inputs, counted from 0
 * @throws GraphError when there is no such node or input
 */
export function silenceInputs(graph: Graph, nodes: readonly string[], input: number): Graph {
  const unknown = nodes.find((name) => !graph.nodes.some((node) => node.name === name));
  if (unknown !== undefined) throw new GraphError(`${graph.name}: there is no node "${unknown}".`);
  const cut = (node: GraphNode): readonly GraphNode[] =>
    nodes.includes(node.name) ? cutInput(graph, node, input) : [node];
  return { ...graph, nodes: graph.nodes.flatMap(cut) };
}

function cutInput(graph: Graph, node: GraphNode, input: number): readonly GraphNode[] {
  const source = node.inputs[input];
  if (source === undefined) {
    throw new GraphError(`${graph.name}: "${node.name}" has no input ${input}.`);
  }
  const { shape } = [...graph.inputs, ...graph.nodes].find(({ name }) => name === source)!;
  const name = `${node.name}.silenced${input}`;
  const zeros: GraphNode = {
    name,
    operation: 'zeros',
    inputs: [source],
    settings: {},
    shape,
    parameters: [],
  };
  return [zeros, { ...node, inputs: node.inputs.with(input, name) }];
}
