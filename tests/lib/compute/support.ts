/** What the tests of the worker's side share: a context that records and may cancel, and small data. */
import { JobCancelled } from '../../../src/lib/compute/protocol.ts';

/** A job's context: keeps what is reported, counts breaths, cancels at the given breath. */
export function makeContext<P>(cancelAtBreath = Number.POSITIVE_INFINITY) {
  const reports: P[] = [];
  let breaths = 0;
  return {
    reports,
    get breaths() {
      return breaths;
    },
    report: (progress: P) => {
      reports.push(progress);
    },
    breathe: async () => {
      if (++breaths >= cancelAtBreath) throw new JobCancelled();
    },
  };
}

/** Eight corners of the four-dimensional cube, of an even number of ones: no two are neighbours. */
export const corners = {
  data: Float32Array.from(
    Array.from({ length: 8 }, (_, i) => {
      const bits = [i & 1, (i >> 1) & 1, (i >> 2) & 1];
      const parity = bits.reduce((sum, bit) => sum ^ bit, 0);
      return [...bits, parity].map((bit) => 2 * bit - 1);
    }).flat(),
  ),
  count: 8,
  dim: 4,
};
