/** Networks as data: a graph is a list of named operations with shapes and parameter names; nothing runs while it is built. */
import { type OperationSettings, operations } from './operations.ts';
import { type Initialiser, type Shape, sizeOf } from './shapes.ts';

/** A trainable tensor, with PyTorch's state-dict name and PyTorch's axis order. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly initialiser: Initialiser;
}

/** What a graph is fed. `index` holds whole numbers (timesteps, classes), `number` real ones. */
export interface GraphInput {
  readonly name: string;
  readonly shape: Shape;
  readonly kind: 'number' | 'index';
}

/** One operation of a graph. */
export interface GraphNode {
  /** Unique: the module's name in PyTorch where there is one ("enc1.conv1"). */
  readonly name: string;
  readonly operation: keyof OperationSettings;
  /** Names of inputs or earlier nodes. */
  readonly inputs: readonly string[];
  readonly settings: Readonly<Record<string, number>>;
  readonly shape: Shape;
  /** Names of its parameters, in the operation's order. */
  readonly parameters: readonly string[];
}

/** A network. Nodes come after everything that they read. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly GraphNode[];
  readonly parameters: readonly Parameter[];
  readonly output: string;
}

/** A mistake in how a graph is put together; the message names the node. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}

/** Puts a graph together, one operation at a time; each call returns the new node's name. */
export interface GraphBuilder {
  input(name: string, shape: Shape, kind?: GraphInput['kind']): string;
  add<Op extends keyof OperationSettings>(
    name: string,
    operation: Op,
    inputs: readonly string[],
    settings: OperationSettings[Op],
  ): string;
  shapeOf(name: string): Shape;
  finish(output: string): Graph;
}

/** An empty graph. */
export function makeGraphBuilder(graphName: string): GraphBuilder {
  const inputs: GraphInput[] = [];
  const nodes: GraphNode[] = [];
  const parameters: Parameter[] = [];
  const shapes = new Map<string, Shape>();
  const shapeOf = (name: string): Shape => {
    const shape = shapes.get(name);
    if (!shape) throw new GraphError(`${graphName}: nothing is called "${name}" yet.`);
    return shape;
  };
  const claim = (name: string, shape: Shape) => {
    if (shapes.has(name)) throw new GraphError(`${graphName}: there are two nodes "${name}".`);
    shapes.set(name, shape);
    return name;
  };
  return {
    shapeOf,
    input(name, shape, kind = 'number') {
      inputs.push({ name, shape, kind });
      return claim(name, shape);
    },
    add(name, operation, from, settings) {
      const entry = operations[operation];
      const made = entry.parameters(from.map(shapeOf), settings);
      const node: GraphNode = {
        name,
        operation,
        inputs: from,
        settings: settings as Readonly<Record<string, number>>,
        shape: shapeAt(graphName, name, () => entry.shape(from.map(shapeOf), settings)),
        parameters: made.map((parameter) => `${name}.${parameter.name}`),
      };
      parameters.push(
        ...made.map((parameter) => ({ ...parameter, name: `${name}.${parameter.name}` })),
      );
      nodes.push(node);
      return claim(name, node.shape);
    },
    finish(output) {
      shapeOf(output);
      return { name: graphName, inputs, nodes, parameters, output };
    },
  };
}

function shapeAt(graph: string, node: string, rule: () => Shape): Shape {
  try {
    return rule();
  } catch (error) {
    throw new GraphError(`${graph}, ${node}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Number of trainable numbers of a graph. */
export function countParameters(graph: Graph): number {
  return graph.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Multiply-adds of one node for one example. */
export function countMultiplyAdds(graph: Graph, node: GraphNode): number {
  const shapes = node.inputs.map((name) => shapeIn(graph, name));
  return operations[node.operation].multiplyAdds(shapes, node.shape, node.settings as never);
}

/** The shape of an input or node of a graph. */
export function shapeIn(graph: Graph, name: string): Shape {
  const found =
    graph.nodes.find((node) => node.name === name) ??
    graph.inputs.find((input) => input.name === name);
  if (!found) throw new GraphError(`${graph.name} has nothing called "${name}".`);
  return found.shape;
}
