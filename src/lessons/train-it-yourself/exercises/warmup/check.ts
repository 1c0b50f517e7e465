/** Checks the warm-up of the learning rate (Goyal et al. 2017, section 2.2), by the rule of src/lib/training/rates.ts. */
import type { Rng } from '../../../../lib/diffusion/index.ts';
import {
  type CheckContext,
  type CodeExercise,
  functionCheck,
  type ShowContext,
  type Verdict,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [step: number, peak: number, warmup: number];

const rateAt = (step: number, peak: number, warmup: number) =>
  step < warmup ? (peak * (step + 1)) / warmup : peak;

const random = (rng: Rng): Args => [
  rng.integer(60),
  0.001 * (1 + rng.integer(9)),
  1 + rng.integer(40),
];

const shown = { peak: 0.002, warmup: 50, steps: 150 } as const;

async function show({ call, put, breathe }: ShowContext): Promise<void> {
  const { peak, warmup, steps } = shown;
  const x = Array.from({ length: steps }, (_, step) => step);
  const yours: { step: number; rate: number }[] = [];
  for (const step of x) {
    if (step % 50 === 0) await breathe();
    const rate = Number((await call('learningRateAt', [step, peak, warmup])).value);
    if (Number.isFinite(rate)) yours.push({ step, rate });
  }
  const views: View[] = [
    {
      kind: 'lines',
      label: `A peak of ${peak} after a warm-up of ${warmup} steps`,
      xLabel: 'step',
      yLabel: 'learning rate',
      lines: [
        {
          name: 'Yours',
          by: 'learner',
          x: yours.map(({ step }) => step),
          y: yours.map(({ rate }) => rate),
        },
        { name: 'Right', by: 'course', x, y: x.map((step) => rateAt(step, peak, warmup)) },
      ],
    },
  ];
  if (yours.length < steps)
    views.push({ kind: 'text', text: 'At some steps your rate is no number.' });
  put(views);
}

const names = { name: 'learningRateAt', arguments: ['step', 'peak', 'warmup'] } as const;

const checkWarm = functionCheck<Args>({
  ...names,
  given: [
    [0, 0.2, 4],
    [3, 0.2, 4],
    [4, 0.2, 4],
    [9, 0.2, 4],
  ],
  random,
  expected: rateAt,
  slips: [
    { called: 'the rate is 0 throughout: the TODO is still to be written', gives: () => 0 },
    {
      called: 'the first step has a rate of 0, and moves nothing: count step + 1',
      gives: (step, peak, warmup) => (step < warmup ? (peak * step) / warmup : peak),
    },
    {
      called: 'it never stops rising: after the warm-up the rate is peak',
      gives: (step, peak, warmup) => (peak * (step + 1)) / warmup,
    },
    {
      called: 'it falls during the warm-up; it must rise',
      gives: (step, peak, warmup) => (step < warmup ? (peak * (warmup - step)) / warmup : peak),
    },
    {
      called: 'the warm-up is one step too long, and in that step the rate is above peak',
      gives: (step, peak, warmup) => (step <= warmup ? (peak * (step + 1)) / warmup : peak),
    },
    { called: 'there is no warm-up: the rate is peak from the start', gives: (_, peak) => peak },
    {
      called: 'it rises to 1; the rate must rise to peak',
      gives: (step, peak, warmup) => (step < warmup ? (step + 1) / warmup : peak),
    },
    {
      called:
        'the rate starts at 0, so the first step moves nothing; in step 0 it is peak / warmup',
      gives: (step, peak, warmup) => (step < warmup ? (peak * step) / (warmup - 1) : peak),
    },
    {
      called: 'the warm-up ends below peak; its last step has the whole of it, so divide by warmup',
      gives: (step, peak, warmup) => (step < warmup ? (peak * (step + 1)) / (warmup + 1) : peak),
    },
    {
      called: 'the rate is the same in the whole warm-up; it must rise, by a part a step',
      gives: (step, peak, warmup) => (step < warmup ? peak / warmup : peak),
    },
    {
      called: 'the rate goes far above peak; divide by warmup',
      gives: (step, peak, warmup) => (step < warmup ? peak * (step + 1) : peak),
    },
  ],
});

/** Apart from the rest, so that a usual mistake is known whatever it makes of no warm-up. */
const checkCold = functionCheck<Args>({
  ...names,
  given: [
    [0, 0.2, 0],
    [7, 0.2, 0],
  ],
  expected: rateAt,
  slips: [
    {
      called: 'a warmup of 0 gives 0 / 0; no step belongs to it, so the rate is peak',
      gives: () => Number.NaN,
    },
  ],
});

async function check(context: CheckContext): Promise<Verdict> {
  const warm = await checkWarm(context);
  if (!warm.passed) return warm;
  const cold = await checkCold(context);
  return cold.passed ? warm : cold;
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['learningRateAt'],
  badge: 'exact formula',
  check: Object.assign(check, { samples: checkWarm.samples! }),
  show,
};

export default exercise;
