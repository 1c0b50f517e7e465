/** What an exercise is: code that is checked by what it does, a choice, or a number to predict. */
import type { Rng } from '../diffusion/index.ts';

/** An exercise as pages, files and the progress know it. */
export interface ExerciseEntry {
  /** Stable, `lesson/exercise`: progress is kept under it, wherever the folder moves. */
  readonly id: string;
  /** Earlier ids, whose progress is this exercise's now. */
  readonly formerly: readonly string[];
  /** Slug and title of the lesson in which it stands now. */
  readonly lesson: string;
  readonly lessonTitle: string;
  /** Name of the folder. */
  readonly folder: string;
  readonly title: string;
  readonly minutes: number;
}

/** What a check found, in one sentence that a learner can act on. */
export interface Verdict {
  readonly passed: boolean;
  readonly sentence: string;
  /** What the mistake is called, where it is a usual one. */
  readonly slip: string | null;
  /** Line of the learner's text that the sentence is about, from 1. */
  readonly line: number | null;
}

/** Calls one of the learner's functions. Throws AnswerFault when that fails. */
export type CallAnswer = (
  name: string,
  args: readonly unknown[],
) => Promise<{ readonly value: unknown; readonly changed: readonly number[] }>;

/** What a check has to work with. */
export interface CheckContext {
  readonly call: CallAnswer;
  /** A generator of the check's own: the same inputs at every press. */
  readonly rng: Rng;
}

/** A line of a chart: the learner's is drawn over the right one. */
export interface ViewLine {
  readonly name: string;
  readonly by: 'learner' | 'course';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Something that a run shows. Each has words, which stand in for the picture. */
export type View =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
    }
  | {
      readonly kind: 'lines';
      readonly label: string;
      readonly xLabel: string;
      readonly yLabel: string;
      readonly lines: readonly ViewLine[];
    }
  | {
      readonly kind: 'pictures';
      readonly label: string;
      /** Side of a picture, in pixels. */
      readonly size: number;
      readonly rows: readonly {
        readonly name: string;
        /** [size, size] each, in [−1, 1]; null leaves a place empty. */
        readonly pictures: readonly (ArrayLike<number> | null)[];
      }[];
    }
  | {
      readonly kind: 'points';
      readonly label: string;
      readonly clouds: readonly {
        readonly name: string;
        readonly by: 'learner' | 'course';
        /** [n, 2], in [−3, 3]. */
        readonly points: ArrayLike<number>;
      }[];
    };

/** The shipped denoiser of 8 × 8 digits, as exercises use it. */
export interface DigitModel {
  readonly T: number;
  readonly betas: Float64Array;
  readonly alphasCumprod: Float64Array;
  /** Side of a picture. */
  readonly size: number;
  /** The class that stands for “not told”. */
  readonly nullClass: number;
  /**
   * ε_θ(x_t, t, y) for a batch.
   *
   * @param xt [count, size, size]
   * @param classes one an image
   */
  predict(xt: Float32Array, t: number, classes: readonly number[]): Promise<Float32Array>;
}

/** The classifier of noisy 8 × 8 digits, as exercises use it. */
export interface DigitClassifier {
  /** ∇ log p(class | x_t) by x_t, [count, size, size]. */
  gradient(xt: Float32Array, t: number, classes: readonly number[]): Promise<Float32Array>;
}

/** A small network on the plane, trained here from random weights. */
export interface PlaneNetwork {
  /** Points to learn, [count, 2]. */
  readonly data: Float32Array;
  /**
   * One update on a batch.
   *
   * @param xt [batch, 2]
   * @param eps what to predict, [batch, 2]
   * @returns the loss before the update
   */
  update(
    xt: Float32Array,
    timesteps: readonly number[],
    eps: Float32Array,
    learningRate: number,
  ): Promise<number>;
  /** Many updates on batches that are drawn with the given schedule. */
  train(betas: Float64Array, steps: number, learningRate: number): Promise<number>;
  /** ε_θ for points, [n, 2]. */
  predict(xt: Float32Array, t: number): Promise<Float32Array>;
}

/** What a run has to work with. */
export interface ShowContext extends CheckContext {
  /** Shows these, in place of what was shown before. */
  readonly put: (views: readonly View[]) => void;
  /** The first digits of the data set, one a class in turn, [8, 8] each. */
  readonly digits: (count: number) => Promise<readonly Float32Array[]>;
  readonly model: () => Promise<DigitModel>;
  readonly classifier: () => Promise<DigitClassifier>;
  readonly plane: () => Promise<PlaneNetwork>;
  /** Throws when the learner has stopped the run: call it between steps of anything long. */
  readonly breathe: () => Promise<void>;
}

/** Decides about a program; one that checks functions also shows what they give on the given inputs. */
export interface Check {
  (context: CheckContext): Promise<Verdict>;
  readonly samples?: (context: CheckContext) => Promise<readonly View[]>;
}

/** Code to write or to mend. */
export interface CodeExercise {
  readonly kind: 'code';
  /** The functions that the learner writes; the first is the main one. */
  readonly functions: readonly string[];
  readonly check: Check;
  /** Shows what the code does; without one, a run shows what it prints. */
  readonly show?: (context: ShowContext) => Promise<void>;
  /** What computes what `show` draws: 'exact formula', 'digits-8', … */
  readonly badge?: string;
}

/** One of a few answers. */
export interface ChoiceExercise {
  readonly kind: 'choice';
  readonly choices: readonly {
    readonly text: string;
    readonly right?: true;
    /** What to say to who chose it; for a wrong one, what is wrong with it. */
    readonly because: string;
  }[];
}

/** A number to predict before it is computed. */
export interface NumberExercise {
  readonly kind: 'number';
  readonly unit?: string;
  /** Computed by the library, not written down. */
  readonly right: number;
  /** How far off counts as right, and how far off is told to be close. */
  readonly within: number;
  readonly because: string;
  readonly slips: readonly {
    readonly value: number;
    readonly within: number;
    /** A whole sentence: what is wrong with this number. */
    readonly called: string;
  }[];
}

export type Exercise = CodeExercise | ChoiceExercise | NumberExercise;

/** A wrong answer, and what it must be told; the contract test holds every exercise to its list. */
export type Mistake = {
  /** Part of the sentence. */
  readonly told: string;
} & (
  | {
      /** Texts of the solution and what stands in their place. */
      readonly change: readonly (readonly [from: string, to: string])[];
    }
  | { readonly code: string }
  /** A chosen index, or a number, as text. */
  | { readonly answer: string }
);
