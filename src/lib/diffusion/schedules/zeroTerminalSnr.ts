/** Makes the last step of a schedule pure noise (Lin et al. 2024, arXiv 2305.08891, algorithm 1). */
import { check } from '../checks.ts';
import { makeSchedule, type Schedule } from './schedule.ts';

/**
 * Shifts and scales √ᾱ so that it keeps its first value and ends at 0 exactly.
 *
 * The last β becomes 1 and the last SNR 0: x_T then holds nothing of x0, as sampling assumes.
 *
 * @throws InvalidArgumentError when the schedule has one step only: its ᾱ cannot be kept and be 0
 */
export function rescaleToZeroTerminalSnr(schedule: Schedule): Schedule {
  const { T } = schedule;
  check(T >= 2, 'schedule.T', T, 'an integer of 2 or more');
  const falls = fallsOfSignal(schedule);
  const betas = Float64Array.from(schedule.betas);
  let left = 0; // √ᾱ_t − √ᾱ_{T−1} of the given schedule, summed from the end
  for (let t = T - 1; t >= 1; t--) {
    const before = left + falls[t]!;
    betas[t] = t === T - 1 ? 1 : (falls[t]! * (before + left)) / (before * before);
    left = before;
  }
  const alphas = betas.map((beta, t) => (t === 0 ? schedule.alphas[0]! : 1 - beta));
  return makeSchedule(schedule.name, betas, { zeroTerminalSnr: true, alphas });
}

/** √ᾱ_{t−1} − √ᾱ_t, as √ᾱ_{t−1} β_t / (1 + √α_t), which loses no digits. */
function fallsOfSignal({ betas, alphas, alphasCumprod }: Schedule): Float64Array {
  return betas.map((beta, t) => {
    const signalBefore = t === 0 ? 1 : Math.sqrt(alphasCumprod[t - 1]!);
    return (signalBefore * beta) / (1 + Math.sqrt(alphas[t]!));
  });
}
