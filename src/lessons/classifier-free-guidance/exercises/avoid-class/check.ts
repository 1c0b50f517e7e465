/** Checks guidance with a class to avoid: its prediction takes the place of the unconditional one (Ho and Salimans 2022, equation 6). */
import {
  classifierFreeGuidance,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

interface Predictions {
  readonly uncond: Float64Array;
  readonly cond: Float64Array;
  readonly avoid: Float64Array | null;
}

type Args = [predictions: Predictions, w: number];

const guided = (...[{ uncond, cond, avoid }, w]: Args) =>
  classifierFreeGuidance(cond, avoid ?? uncond, w);

/** What a rule gives where there is something to avoid; without, plain guidance. */
const away =
  (rule: (uncond: number, cond: number, avoid: number, w: number) => number) =>
  (...[{ uncond, cond, avoid }, w]: Args) =>
    avoid
      ? cond.map((wanted, i) => rule(uncond[i]!, wanted, avoid[i]!, w))
      : guided({ uncond, cond, avoid }, w);

/** A rule that is the same for “no class” as for a class to avoid. */
const alike =
  (rule: (start: number, cond: number, w: number) => number) =>
  (...[{ uncond, cond, avoid }, w]: Args) =>
    cond.map((wanted, i) => rule((avoid ?? uncond)[i]!, wanted, w));

const towards = 'that walks towards what it should leave: cond and the start are swapped';
const turned = 'the sign of the difference is turned round';

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const normals = () => Float64Array.from(sampleNormals(rng, 6));
  const avoid = rng.uniform() < 0.7 ? normals() : null;
  return [{ uncond: normals(), cond: normals(), avoid }, 10 * rng.uniform()];
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['guideAway'],
  check: functionCheck<Args>({
    name: 'guideAway',
    arguments: ['predictions', 'w'],
    given: [
      [{ uncond: list(0, 1), cond: list(1, 2), avoid: list(-1, 1.5) }, 3],
      [{ uncond: list(0, 1), cond: list(1, 2), avoid: null }, 3],
      [{ uncond: list(0, 1), cond: list(1, 2), avoid: list(-1, 1.5) }, 1],
    ],
    random,
    expected: guided,
    slips: [
      {
        called: 'an empty list has come: the TODO is still to be written',
        gives: () => [],
      },
      {
        called: 'the class to avoid has no say: its prediction must take the place of uncond',
        gives: away((uncond, cond, _, w) => uncond + w * (cond - uncond)),
      },
      {
        called: 'that walks towards the class to avoid: cond and avoid are swapped',
        gives: away((_, cond, avoid, w) => cond + w * (avoid - cond)),
      },
      {
        called:
          'the walk starts from “no class” and ends at the class to avoid: avoid is where it must start',
        gives: away((uncond, _, avoid, w) => uncond + w * (avoid - uncond)),
      },
      {
        called: turned,
        gives: away((_, cond, avoid, w) => avoid - w * (cond - avoid)),
      },
      { called: turned, gives: alike((start, cond, w) => start - w * (cond - start)) },
      { called: towards, gives: alike((start, cond, w) => cond + w * (start - cond)) },
      {
        called:
          'that is the paper’s convention, (1 + w) and −w, in which 0 is no guidance; here it is 1',
        gives: alike((start, cond, w) => cond + w * (cond - start)),
      },
      {
        called:
          'the guidance is the one from uncond, and avoid comes off at the end; it must be where the walk starts',
        gives: away((uncond, cond, avoid, w) => uncond + w * (cond - uncond) - avoid),
      },
      {
        called:
          'with nothing to avoid, it must be the guidance from uncond; there uncond comes back as it is',
        gives: (predictions, w) =>
          predictions.avoid ? guided(predictions, w) : predictions.uncond,
      },
      {
        called: 'with nothing to avoid, the walk starts from 0; it must start from uncond',
        gives: ({ uncond, cond, avoid }, w) =>
          guided({ uncond: uncond.map(() => 0), cond, avoid }, w),
      },
      {
        called:
          'the difference is to the class to avoid, but the walk starts from uncond; both must be avoid',
        gives: away((uncond, cond, avoid, w) => uncond + w * (cond - avoid)),
      },
      {
        called: 'the walk starts from avoid, but the difference is to uncond; both must be avoid',
        gives: away((uncond, cond, avoid, w) => avoid + w * (cond - uncond)),
      },
      {
        called:
          'with nothing to avoid, it must be the guidance from uncond; there the prediction with the class comes back as it is',
        gives: (predictions, w) => (predictions.avoid ? guided(predictions, w) : predictions.cond),
      },
    ],
  }),
};

export default exercise;
