/** Checks the sinusoidal embedding of the timestep (Vaswani et al. 2017, section 3.5; Ho et al. 2020, appendix B). */
import { type Rng, timestepEmbedding } from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
  type View,
  type ViewLine,
} from '../../../../lib/exercises/index.ts';

type Args = [t: number, dim: number];

/** Sines and cosines of frequencies 10000^exponent, joined in some order. */
const embeddingWith =
  (
    exponent: (k: number, half: number) => number,
    join: (sines: number[], cosines: number[]) => number[] = (sines, cosines) => [
      ...sines,
      ...cosines,
    ],
  ) =>
  (t: number, dim: number) => {
    const half = dim / 2;
    const angles = Array.from({ length: half }, (_, k) => t * 10000 ** exponent(k, half));
    return join(angles.map(Math.sin), angles.map(Math.cos));
  };

const usual = (k: number, half: number) => -k / (half - 1);

const random = (rng: Rng): Args => [rng.integer(1000), 4 + 2 * rng.integer(15)];

const shownWidth = 8;
/** Places in the small embedding that are drawn, and what stands there. */
const shown = [
  { at: 1, name: 'sine 1' },
  { at: 2, name: 'sine 2' },
  { at: 5, name: 'cosine 1' },
] as const;

async function show({ call, put, breathe }: ShowContext): Promise<void> {
  const x = Array.from({ length: 200 }, (_, i) => 5 * i);
  const yours: (readonly unknown[])[] = [];
  for (const t of x) {
    if (t % 100 === 0) await breathe();
    yours.push(listOf((await call('timestepEmbedding', [t, shownWidth])).value) ?? []);
  }
  const right = x.map((t) => timestepEmbedding(t, shownWidth));
  const lines = shown.flatMap(({ at, name }): ViewLine[] => {
    const own = x.flatMap((t, i) => {
      const value = Number(yours[i]![at]);
      return Number.isFinite(value) ? [{ t, value: Math.max(-2, Math.min(2, value)) }] : [];
    });
    return [
      {
        name: `Yours, ${name}`,
        by: 'learner',
        x: own.map(({ t }) => t),
        y: own.map(({ value }) => value),
      },
      { name: `Right, ${name}`, by: 'course', x, y: right.map((entry) => entry[at]!) },
    ];
  });
  const label = `Three numbers of the embedding with dim = ${shownWidth}`;
  const views: View[] = [{ kind: 'lines', label, xLabel: 't', yLabel: 'e(t)', lines }];
  if (yours.some((entry) => entry.length !== shownWidth)) {
    views.push({ kind: 'text', text: `Your list does not have ${shownWidth} numbers at every t.` });
  }
  put(views);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['timestepEmbedding'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'timestepEmbedding',
    arguments: ['t', 'dim'],
    given: [
      [2, 4],
      [300, 6],
    ],
    random,
    expected: timestepEmbedding,
    slips: [
      { called: 'the list is still empty: the TODO is still to be written', gives: () => [] },
      {
        called: 'the exponent divides by half; with half − 1 the last frequency is 1/10000',
        gives: embeddingWith((k, half) => -k / half),
      },
      {
        called: 'the exponent divides by dim − 1; there are only half as many frequencies',
        gives: embeddingWith((k, half) => -k / (2 * half - 1)),
      },
      {
        called: 'sines and cosines come in turn; here all sines come first, then all cosines',
        gives: embeddingWith(usual, (sines, cosines) =>
          sines.flatMap((sine, k) => [sine, cosines[k]!]),
        ),
      },
      {
        called: 'the cosines come first; the sines must',
        gives: embeddingWith(usual, (sines, cosines) => [...cosines, ...sines]),
      },
      {
        called: 'the minus in the exponent is missing, so the frequencies grow',
        gives: embeddingWith((k, half) => k / (half - 1)),
      },
      {
        called: 'k starts at 1; the first frequency is 1, with k = 0',
        gives: embeddingWith((k, half) => -(k + 1) / (half - 1)),
      },
      {
        called: 'the cosines are missing: they are the second half',
        gives: embeddingWith(usual, (sines) => sines),
      },
      {
        called: 'the sines stand there twice: the second half is cosines',
        gives: embeddingWith(usual, (sines) => [...sines, ...sines]),
      },
      {
        called: 'the exponent needs brackets, or the power is divided and not the exponent',
        gives: (t, dim) => {
          const half = dim / 2;
          const angles = Array.from({ length: half }, (_, k) => (t * 10000 ** -k) / (half - 1));
          return [...angles.map(Math.sin), ...angles.map(Math.cos)];
        },
      },
      {
        called: 'half − 1 needs brackets, so that it divides as a whole',
        gives: embeddingWith((k, half) => -k / half - 1),
      },
      {
        called: 'the exponent divides by dim; divide by half − 1',
        gives: embeddingWith((k, half) => -k / (2 * half)),
      },
      {
        called: 'k goes up to dim; there are only half as many frequencies',
        gives: (t, dim) => {
          const angles = Array.from({ length: dim }, (_, k) => t * 10000 ** usual(k, dim / 2));
          return [...angles.map(Math.sin), ...angles.map(Math.cos)];
        },
      },
      {
        called: 't has no part in it: the angle is t times the frequency',
        gives: (_, dim) => timestepEmbedding(1, dim),
      },
      {
        called: 'those are two lists in a list; join them to one, with [...sines, ...cosines]',
        gives: (t, dim) => {
          const right = timestepEmbedding(t, dim);
          return [right.slice(0, dim / 2), right.slice(dim / 2)];
        },
      },
    ],
  }),
  show,
};

export default exercise;
