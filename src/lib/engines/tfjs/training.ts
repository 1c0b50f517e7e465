/** What both trainers share: what a trainer is asked for, and how losses wait until somebody reads them. */
import type { Graph } from '../../nets/graph.ts';
import type { AdamSettings, StepRequest, TrainingData, TrainingState } from '../engine.ts';

/** What a trainer is made of. */
export interface TrainerRequest {
  readonly graph: Graph;
  readonly batchSize: number;
  readonly data: TrainingData;
  readonly adam: AdamSettings;
  readonly state: TrainingState;
}

/** Adam's step size with both bias corrections in it (Kingma and Ba 2015, end of section 2). */
export function adamStep(adam: AdamSettings, update: number, learningRate: number) {
  const first = 1 - adam.beta1 ** update;
  const second = 1 - adam.beta2 ** update;
  return {
    rate: (learningRate * Math.sqrt(second)) / first,
    /** ε is added to √v, not to the corrected √v̂: it takes the correction with it. */
    epsilon: adam.epsilon * Math.sqrt(second),
  };
}

/**
 * Refuses a step that does not fit the trainer.
 *
 * @throws RangeError that names what is wrong
 */
export function checkStep(request: StepRequest, { graph, batchSize, data }: TrainerRequest): void {
  const { indices, timesteps, classes } = request;
  const wantsClasses = graph.inputs.some(({ name }) => name === 'y');
  if (wantsClasses !== (classes !== null)) {
    throw new RangeError(`The network ${wantsClasses ? 'needs' : 'has no'} classes.`);
  }
  const limits: readonly [string, Int32Array | null, number][] = [
    ['indices', indices, data.count],
    ['timesteps', timesteps, data.signal.length],
    ['classes', classes, classRows(graph)],
  ];
  for (const [name, values, end] of limits) {
    if (!values) continue;
    if (values.length !== batchSize) {
      throw new RangeError(`${name} has ${values.length} numbers; the batch has ${batchSize}.`);
    }
    const wrong = values.find((value) => value < 0 || value >= end);
    if (wrong !== undefined)
      throw new RangeError(`${name} holds ${wrong}; allowed is 0 to ${end - 1}.`);
  }
}

function classRows(graph: Graph): number {
  return graph.nodes.find(({ operation }) => operation === 'embedding')?.settings.rows ?? 0;
}

/** A step that any trainer can take, to compile what steps need. */
export function firstStep({ graph, batchSize }: TrainerRequest): StepRequest {
  const zeros = new Int32Array(batchSize);
  const classes = graph.inputs.some(({ name }) => name === 'y') ? zeros : null;
  return {
    step: 0,
    seed: 0,
    indices: zeros,
    timesteps: zeros,
    classes,
    learningRate: 0,
    emaDecay: 1,
  };
}
