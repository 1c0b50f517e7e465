/** Runs a plan on a batch: forward, and backward from the gradient of the output; frees each value after its last use. */
import type { Graph } from '../../nets/graph.ts';
import { fusedPlan, type PlanStep, plainPlan, type StepKind } from '../plan.ts';
import type { Device, TensorInfo } from './device.ts';
import type { Call, GradientSink, Kernel } from './kernel.ts';

/** The implementations that a backend uses. */
export type KernelTable = Readonly<Record<StepKind, Kernel>>;

/** A plan with what is known of it before any batch. */
export interface Program {
  readonly graph: Graph;
  readonly steps: readonly PlanStep[];
  /** How many steps read each value. */
  readonly uses: ReadonlyMap<string, number>;
  /** The steps on the way from parameters or x to the output, whose inputs want gradients. */
  readonly needsGradient: ReadonlySet<string>;
  readonly kernels: KernelTable;
}

/** Values by name. */
export type Values = Map<string, TensorInfo>;

/** Prepares a graph. `fused` joins neighbours; unfused, every node's value can be looked at. */
export function makeProgram(graph: Graph, kernels: KernelTable, fused = true): Program {
  const steps = fused ? fusedPlan(graph) : plainPlan(graph);
  const uses = new Map<string, number>();
  for (const { inputs } of steps)
    for (const name of inputs) uses.set(name, (uses.get(name) ?? 0) + 1);
  const needsGradient = new Set<string>();
  for (const { name, inputs, parameters, kind } of steps) {
    const needs = parameters.length > 0 || inputs.some((input) => needsGradient.has(input));
    if (needs && kind !== 'zeros') needsGradient.add(name);
  }
  return { graph, steps, uses, needsGradient, kernels };
}

/** What a run reads: the device, the batch, the parameters. */
export interface RunContext {
  readonly device: Device;
  readonly batch: number;
  readonly parameter: (name: string) => TensorInfo;
}

function callOf(context: RunContext, step: PlanStep, values: Values): Call {
  return {
    device: context.device,
    batch: context.batch,
    step,
    inputs: step.inputs.map((name) => values.get(name)!),
    parameters: step.parameters.map(context.parameter),
  };
}

/**
 * Runs forward. `feeds` holds the graph's inputs and stays the caller's; all other values in the result are the
 * caller's to free: all of them with `keep`, otherwise the output alone.
 */
export function runForward(
  program: Program,
  context: RunContext,
  feeds: ReadonlyMap<string, TensorInfo>,
  keep: boolean,
): Values {
  const values: Values = new Map(feeds);
  const left = new Map(program.uses);
  for (const step of program.steps) {
    values.set(step.name, program.kernels[step.kind].forward(callOf(context, step, values)));
    if (keep) continue;
    for (const name of step.inputs) {
      const uses = left.get(name)! - 1;
      left.set(name, uses);
      if (uses > 0 || feeds.has(name) || name === program.graph.output) continue;
      context.device.free(values.get(name));
      values.delete(name);
    }
  }
  for (const name of feeds.keys()) values.delete(name);
  return values;
}

/** What a backward run starts from. */
export interface BackwardStart {
  readonly feeds: ReadonlyMap<string, TensorInfo>;
  /** Of a forward run that kept everything; they are freed on the way. */
  readonly values: Values;
  /** Of the output; freed on the way. */
  readonly gradient: TensorInfo;
  /** Null where gradients of parameters are not wanted; only portable kernels allow that. */
  readonly sink: GradientSink | null;
  /** Inputs of the graph whose gradients are wanted. */
  readonly inputs: readonly string[];
}

/** Runs backward; returns the wanted inputs' gradients, the caller's to free. */
export function runBackward(program: Program, context: RunContext, start: BackwardStart): Values {
  const { device } = context;
  const gradients: Values = new Map([[program.graph.output, start.gradient]]);
  const all: Values = new Map([...start.feeds, ...start.values]);
  const wants = (name: string) => program.needsGradient.has(name) || start.inputs.includes(name);
  const wantsAny = ({ name, inputs }: PlanStep) =>
    program.needsGradient.has(name) || inputs.some(wants);
  for (const step of program.steps.toReversed()) {
    const gradient = gradients.get(step.name);
    if (gradient && wantsAny(step)) {
      const call = {
        ...callOf(context, step, all),
        output: all.get(step.name)!,
        gradient,
        wanted: step.inputs.map(wants),
        sink: start.sink,
      };
      for (const [i, part] of program.kernels[step.kind].backward(call).entries()) {
        accumulate(device, gradients, step.inputs[i]!, part);
      }
    }
    device.free(gradient, all.get(step.name));
    gradients.delete(step.name);
    all.delete(step.name);
  }
  return gradients;
}

function accumulate(
  device: Device,
  gradients: Values,
  name: string,
  part: TensorInfo | null,
): void {
  if (!part) return;
  const before = gradients.get(name);
  gradients.set(name, before ? device.run('Add', { a: before, b: part }) : part);
  if (before) device.free(before, part);
}
