/** Reads settings and losses back from JSON that came from outside, and says what is wrong with it. */
import { emptyLossHistory, type StoredLossHistory } from './lossHistory.ts';
import { defaultSettings, SettingsError, type TrainingSettings } from './settings.ts';

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every(Number.isFinite);

const isFields = (value: unknown, keys: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  keys.every((key) => Number.isFinite((value as Record<string, unknown>)[key]));

/**
 * Settings with every key there and of the right type; whether their values are allowed is for
 * checkSettings to say.
 *
 * @throws SettingsError that names the first setting which is missing or of another type
 */
export function parseSettings(text: string | undefined): TrainingSettings {
  const found = Object(JSON.parse(text ?? 'null')) as Record<string, unknown>;
  const settings: Record<string, unknown> = {};
  for (const [key, usual] of Object.entries(defaultSettings)) {
    const value = found[key];
    const fits = Array.isArray(usual) ? isNumbers(value) : typeof value === typeof usual;
    if (!fits) throw new SettingsError(`The setting "${key}" is missing or damaged.`);
    settings[key] = value;
  }
  return settings as unknown as TrainingSettings;
}

/**
 * A loss history of a schedule of T steps, up to a step.
 *
 * @throws SettingsError when it is not one
 */
export function parseHistory(text: string | undefined, T: number, step: number): StoredLossHistory {
  const found = Object(JSON.parse(text ?? 'null')) as Partial<StoredLossHistory>;
  const { steps, losses, smoothed, bins, open, mean, stride } = found;
  const lists = [steps, losses, smoothed];
  const whole =
    lists.every((list) => isNumbers(list) && list.length === steps!.length) &&
    Array.isArray(bins) &&
    bins.length === emptyLossHistory(T).bins.length &&
    bins.every((bin) => isFields(bin, ['error', 'seen'])) &&
    isFields(open, ['sum', 'count']) &&
    isFields(mean, ['sum', 'weight']) &&
    Number.isSafeInteger(stride) &&
    stride! >= 1 &&
    found.step === step;
  if (!whole) throw new SettingsError('Its record of the loss is missing or damaged.');
  return found as StoredLossHistory;
}
