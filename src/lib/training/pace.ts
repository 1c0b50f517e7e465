/** How many steps to give the device before its losses are asked for, and how fast a run goes. */

const targetMilliseconds = 200;
const mostSteps = 32;
const windowMilliseconds = 5000;

/** Chooses the number of steps between two read-backs from how long the last ones took. */
export interface Pace {
  /** Steps to give next: about a fifth of a second's worth, 1 to 32. */
  steps(): number;
  /** Tells that a read-back with the losses of `steps` steps came `milliseconds` after the one before. */
  took(steps: number, milliseconds: number): void;
}

/** Starts with one step; at most doubles, because the first steps may wait for shaders. */
export function makePace(): Pace {
  let chosen = 1;
  return {
    steps: () => chosen,
    took(steps, milliseconds) {
      const ideal = Math.round((targetMilliseconds * steps) / Math.max(1, milliseconds));
      chosen = Math.max(1, Math.min(ideal, 2 * chosen, mostSteps));
    },
  };
}

/** Measures steps a second over the last few seconds. */
export interface SpeedMeter {
  /** Tells that `step` was reached at a time. */
  reached(step: number, milliseconds: number): void;
  /** Steps a second; 0 while there is nothing to say. */
  stepsPerSecond(): number;
}

/** A meter of one unbroken stretch of training; a pause begins a new one. */
export function makeSpeedMeter(): SpeedMeter {
  const marks: { step: number; at: number }[] = [];
  return {
    reached(step, at) {
      marks.push({ step, at });
      while (marks.length > 2 && at - marks[1]!.at > windowMilliseconds) marks.shift();
    },
    stepsPerSecond() {
      const first = marks[0];
      const last = marks.at(-1);
      if (!first || !last || last.at <= first.at) return 0;
      return (1000 * (last.step - first.step)) / (last.at - first.at);
    },
  };
}
