/** A schedule from betas that the caller chose, one by one. */
import { makeSchedule, type Schedule } from './schedule.ts';

/**
 * The schedule of the given betas; T is how many there are.
 *
 * @param options `betas`: β_0 … β_{T−1}, each in (0, 1); `zeroTerminalSnr`: lets the last be 1
 * @throws InvalidArgumentError when there is no β or one is out of range
 */
export function makeCustomSchedule(options: {
  readonly betas: ArrayLike<number>;
  readonly zeroTerminalSnr?: boolean;
}): Schedule {
  return makeSchedule('custom', options.betas, {
    zeroTerminalSnr: options.zeroTerminalSnr ?? false,
  });
}
