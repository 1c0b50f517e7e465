/** Checks a schedule that the learner invents, by rules, and trains a small network with it (Ho et al. 2020, algorithm 1). */
import {
  clipX0,
  makeCosineSchedule,
  makeCustomSchedule,
  makeDdimTable,
  makeRng,
  predictionAt,
  type Schedule,
  sampleNormals,
  sampleWalkLater,
} from '../../../../lib/diffusion/index.ts';
import {
  type CheckContext,
  type CodeExercise,
  callWords,
  failed,
  listOf,
  numberWords,
  type PlaneNetwork,
  type ShowContext,
  type Verdict,
  type View,
} from '../../../../lib/exercises/index.ts';

/** What is wrong with a schedule: what is seen, and what it is called. */
interface Problem {
  readonly seen: string;
  readonly called: string;
}

const leastFirst = 0.9;
const mostLast = 0.01;

/** Whether there are T numbers. */
function countProblem(value: unknown, T: number): Problem | null {
  if (value === undefined) {
    const called = 'it returns nothing: a function gives its result with “return”';
    return { seen: `it should give a list of ${T} numbers`, called };
  }
  const betas = listOf(value);
  if (!betas) return { seen: `it should give a list of ${T} numbers`, called: 'that is no list' };
  if (betas.length === T) return null;
  const seen = `it should give a list of ${T} numbers, and it has ${betas.length}`;
  return {
    seen,
    called: betas.length === 0 ? 'the list is empty' : 'there is one β for each step',
  };
}

/** Whether each is one that a step can have. */
function rangeProblem(betas: readonly unknown[]): Problem | null {
  const t = betas.findIndex((beta) => !(typeof beta === 'number' && beta > 0 && beta < 1));
  if (t < 0) return null;
  const beta = betas[t];
  const got = typeof beta === 'number' ? numberWords(beta) : 'no number';
  const seen = `at index ${t} β should lie between 0 and 1, both excluded, and is ${got}`;
  if (typeof beta !== 'number') {
    return { seen, called: beta === undefined ? 'that entry is empty' : 'make it a number' };
  }
  if (Number.isNaN(beta)) {
    return {
      seen,
      called: 'look for a division of 0 by 0, or the square root of a negative number',
    };
  }
  if (beta === 0)
    return { seen, called: 'such a step takes nothing away, and ᾱ must fall at every step' };
  if (beta < 0) return { seen, called: 'a variance cannot be below 0, and ᾱ would rise' };
  if (beta === 1) {
    return {
      seen,
      called: `a β of 1 leaves nothing of the picture at step ${t}; hold it below, at 0.999`,
    };
  }
  return { seen, called: 'a step cannot take away more than there is' };
}

/** Whether the curve starts near 1 and ends near 0. */
function curveProblem({ alphasCumprod }: Schedule): Problem | null {
  const [first, last] = [alphasCumprod[0]!, alphasCumprod.at(-1)!];
  if (first < leastFirst) {
    const seen = `ᾱ after the first step should be at least ${leastFirst} and is ${numberWords(first)}`;
    return { seen, called: 'the first step destroys too much, so make the first β smaller' };
  }
  if (last <= mostLast) return null;
  const seen = `ᾱ after the last step should be at most ${mostLast} and is ${numberWords(last)}`;
  return {
    seen,
    called: 'it never reaches noise, so make the betas larger, or more of them large',
  };
}

/** Why the betas are none that a network could be trained with. */
const unusable = (value: unknown, T: number): Problem | null =>
  countProblem(value, T) ?? rangeProblem(listOf(value)!);

const scheduleOf = (value: unknown): Schedule =>
  makeCustomSchedule({ betas: listOf(value) as number[] });

async function check({ call }: CheckContext): Promise<Verdict> {
  const ends: string[] = [];
  for (const T of [100, 1000]) {
    const { value } = await call('makeBetas', [T]);
    const problem = unusable(value, T) ?? curveProblem(scheduleOf(value));
    if (problem) {
      const { seen, called } = problem;
      return failed(`With ${callWords('makeBetas', ['T'], [T])}, ${seen}: ${called}.`, called);
    }
    const { alphasCumprod } = scheduleOf(value);
    const [first, last] = [alphasCumprod[0]!, alphasCumprod.at(-1)!].map((end) => numberWords(end));
    ends.push(`from ${first} to ${last} in ${T} steps`);
  }
  const sentence = `Right: this schedule keeps all four rules. Its ᾱ falls ${ends.join(', and ')}.`;
  return { passed: true, sentence, slip: null, line: null };
}

const shownT = 100;
const updates = 1200;
const chunk = 100;
const walkSteps = 25;
const particles = 300;
const learningRate = { most: 0.01, least: 0.0005 };
const clip = clipX0(2.5);

/** Falls along half a cosine. */
function learningRateAt(update: number): number {
  const left = 0.5 * (1 + Math.cos((Math.PI * update) / updates));
  return learningRate.least + (learningRate.most - learningRate.least) * left;
}

/** Points that walk back from noise through the schedule, with DDIM; always from the same noise. */
async function drawn(plane: PlaneNetwork, schedule: Schedule): Promise<Float32Array> {
  const table = makeDdimTable(schedule, { steps: walkSteps });
  const start = sampleNormals(makeRng('your schedule'), 2 * particles);
  const walk = sampleWalkLater({ table, start, hook: clip }, async (x, step) => {
    const eps = await plane.predict(x, step.t);
    const { xt, value } = predictionAt(step, 'eps', 'x0');
    return x.map((at, i) => xt * at + value * eps[i]!);
  });
  let points: Float32Array = start;
  for await (const { next } of walk) points = next;
  return points;
}

function curvesOf(yours: Schedule): View {
  const cosine = makeCosineSchedule({ T: shownT });
  const x = yours.alphasCumprod.map((_, t) => t);
  return {
    kind: 'lines',
    label: `The share of the variance that is left, T = ${shownT}`,
    xLabel: 't',
    yLabel: 'ᾱ',
    lines: [
      { name: 'Yours', by: 'learner', x, y: yours.alphasCumprod },
      { name: 'Cosine, to compare', by: 'course', x, y: cosine.alphasCumprod },
    ],
  };
}

function cloudsOf(points: Float32Array, data: Float32Array): View {
  const whole = points.every(Number.isFinite);
  if (!whole) return { kind: 'text', text: 'The walk back led to numbers that are not finite.' };
  return {
    kind: 'points',
    label: 'Points drawn with your schedule, and the data',
    clouds: [
      { name: 'Yours: points that walked back', by: 'learner', points },
      { name: 'Data', by: 'course', points: data.subarray(0, 2 * particles) },
    ],
  };
}

async function show({ call, put, plane, breathe }: ShowContext): Promise<void> {
  const { value } = await call('makeBetas', [shownT]);
  const problem = unusable(value, shownT);
  if (problem) {
    const text = `No network can be trained with this: for T = ${shownT}, ${problem.seen}.`;
    put([{ kind: 'text', text }]);
    return;
  }
  const schedule = scheduleOf(value);
  const network = await plane();
  for (let done = 0; done < updates; ) {
    const loss = await network.train(schedule.betas, chunk, learningRateAt(done));
    done += chunk;
    const text = `After ${done} of ${updates} updates. Mean loss of the last ${chunk}: ${numberWords(loss, 3)}.`;
    put([
      { kind: 'text', text },
      cloudsOf(await drawn(network, schedule), network.data),
      curvesOf(schedule),
    ]);
    await breathe();
  }
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['makeBetas'],
  badge: 'a small network on the plane, trained here',
  check,
  show,
};

export default exercise;
