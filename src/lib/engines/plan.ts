/** Turns a graph into the list of steps that an engine runs; neighbours that are cheaper together become one step. */
import type { Graph, GraphNode } from '../nets/graph.ts';
import type { Shape } from '../nets/shapes.ts';

/** What a step does: an operation of the graph, or several of them at once. */
export type StepKind =
  | GraphNode['operation']
  /** GroupNorm, SiLU and, with a second input (a vector [C] or an image), that input added. */
  | 'groupNormSilu'
  /** The first input upsampled twofold, then joined with the second. */
  | 'upsampleConcat';

/** One step. It computes the value that its name stands for in the graph. */
export interface PlanStep {
  readonly name: string;
  readonly kind: StepKind;
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly parameters: readonly string[];
  readonly settings: Readonly<Record<string, number>>;
  readonly shape: Shape;
}

/** The consumers of every value. */
function consumersOf(graph: Graph): Map<string, GraphNode[]> {
  const consumers = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      consumers.set(input, [...(consumers.get(input) ?? []), node]);
    }
  }
  return consumers;
}

/** Every operation a step of its own: for looking at each node's value. */
export function plainPlan(graph: Graph): readonly PlanStep[] {
  const shapes = shapesOf(graph);
  return graph.nodes.map((node) => stepOf(node, shapes));
}

/** GroupNorm with its SiLU and the addition after it, and upsampling with its concatenation, as single steps. */
export function fusedPlan(graph: Graph): readonly PlanStep[] {
  const shapes = shapesOf(graph);
  const consumers = consumersOf(graph);
  const only = (name: string) => {
    const all = consumers.get(name) ?? [];
    return all.length === 1 && name !== graph.output ? all[0] : undefined;
  };
  const absorbed = new Set<string>();
  const replaced = new Map<string, PlanStep>();
  for (const node of graph.nodes) {
    const fused =
      node.operation === 'groupNorm'
        ? fuseNorm(node, only, shapes)
        : node.operation === 'upsample2d'
          ? fuseUpsample(node, only, shapes)
          : null;
    if (!fused) continue;
    for (const name of fused.absorbed) absorbed.add(name);
    replaced.set(fused.step.name, fused.step);
  }
  return graph.nodes
    .filter((node) => replaced.has(node.name) || !absorbed.has(node.name))
    .map((node) => replaced.get(node.name) ?? stepOf(node, shapes));
}

interface Fused {
  readonly step: PlanStep;
  readonly absorbed: readonly string[];
}
type Only = (name: string) => GraphNode | undefined;

function fuseNorm(norm: GraphNode, only: Only, shapes: ReadonlyMap<string, Shape>): Fused | null {
  const silu = only(norm.name);
  if (silu?.operation !== 'silu') return null;
  const add = only(silu.name);
  const takesSum = add?.operation === 'add' && add.inputs[0] === silu.name;
  const last = takesSum ? add : silu;
  const inputs = [norm.inputs[0]!, ...(takesSum ? [add.inputs[1]!] : [])];
  const step = {
    ...stepOf(norm, shapes),
    name: last.name,
    kind: 'groupNormSilu' as const,
    inputs,
    inputShapes: inputs.map((name) => shapes.get(name)!),
  };
  return { step, absorbed: [norm.name, silu.name, ...(takesSum ? [add.name] : [])] };
}

function fuseUpsample(
  upsample: GraphNode,
  only: Only,
  shapes: ReadonlyMap<string, Shape>,
): Fused | null {
  const concat = only(upsample.name);
  if (concat?.operation !== 'concat') return null;
  if (concat.inputs.length !== 2 || concat.inputs[0] !== upsample.name) return null;
  const inputs = [upsample.inputs[0]!, concat.inputs[1]!];
  const step = {
    ...stepOf(concat, shapes),
    kind: 'upsampleConcat' as const,
    inputs,
    inputShapes: inputs.map((name) => shapes.get(name)!),
  };
  return { step, absorbed: [upsample.name, concat.name] };
}

function shapesOf(graph: Graph): ReadonlyMap<string, Shape> {
  return new Map([...graph.inputs, ...graph.nodes].map(({ name, shape }) => [name, shape]));
}

function stepOf(node: GraphNode, shapes: ReadonlyMap<string, Shape>): PlanStep {
  const { name, operation, inputs, parameters, settings, shape } = node;
  const inputShapes = inputs.map((input) => shapes.get(input)!);
  return { name, kind: operation, inputs, inputShapes, parameters, settings, shape };
}
