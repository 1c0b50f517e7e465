/** How settings, numbers and differences between runs are written for the reader. */
import { imageDatasets } from '../../../lib/datasets/index.ts';
import { schedules } from '../../../lib/diffusion/index.ts';
import { settingDescriptions, type TrainingSettings } from '../../../lib/training/settings.ts';
import type { RunRecord } from './runRecord.ts';

/** Options of the settings that are chosen from a list: what the page calls each value. */
export const optionLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  data: { 'digits-8': 'digits', 'fashion-32': 'garments', own: 'your own' },
  schedule: Object.fromEntries(
    Object.values(schedules).map(({ name, label }) => [name, label.toLowerCase()]),
  ),
  prediction: { eps: 'the noise ε', x0: 'the clean picture x₀', v: 'the velocity v' },
  weighting: { uniform: 'all alike', snr: 'by SNR', minSnr: 'min-SNR (γ = 5)' },
};

/** 12,345 and 0.002: grouped, or with all their decimals. */
export const grouped = (value: number) =>
  value.toLocaleString('en-US', { maximumFractionDigits: 7 });

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A loss in three digits; in powers of ten when it has run away. */
export function lossText(loss: number): string {
  if (!Number.isFinite(loss)) return 'no number';
  if (loss < 1000) return loss.toPrecision(3);
  const [digits, power] = loss.toExponential(1).split('e+') as [string, string];
  return `${digits} · 10${power.replace(/\d/g, (digit) => superscripts[Number(digit)]!)}`;
}

/** 1 min 05 s; 42 s; 2 h 03 min. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** 12.3 MB. */
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** The names of a data set's classes; none for the reader's own pictures. */
export function classNames(data: TrainingSettings['data']): readonly string[] {
  return data === 'own' ? [] : imageDatasets[data].classNames;
}

/** A setting's value as a sentence has it. */
export function valueText<K extends keyof TrainingSettings>(
  key: K,
  settings: TrainingSettings,
): string {
  if (key === 'classes') return classesText(settings);
  const value = settings[key];
  return optionLabels[key]?.[String(value)] ?? (typeof value === 'number' ? grouped(value) : '');
}

function classesText({ data, classes }: TrainingSettings): string {
  const names = classNames(data);
  if (names.length === 0) return 'none';
  return classes.length === names.length ? 'all' : classes.map((label) => names[label]).join(', ');
}

/** The settings in which two runs differ: "schedule linear instead of cosine". */
export function differences(settings: TrainingSettings, other: TrainingSettings): string[] {
  return settingDescriptions
    .filter(({ key }) => JSON.stringify(settings[key]) !== JSON.stringify(other[key]))
    .map(({ key, label }) => {
      const name = label.length === 1 ? label : label.charAt(0).toLowerCase() + label.slice(1);
      return `${name} ${valueText(key, settings)} instead of ${valueText(key, other)}`;
    });
}

/** Whether the losses of two runs are means of the same quantity, so that the lower one is the better one. */
export function lossesCompare(a: TrainingSettings, b: TrainingSettings): boolean {
  const same: readonly (keyof TrainingSettings)[] = [
    'data',
    'classes',
    'T',
    'schedule',
    'prediction',
    'weighting',
  ];
  return same.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

/** What a run is, in one line: "digits, batch 64, learning rate 0.002, cosine, predicts the noise ε". */
export function runLine(settings: TrainingSettings): string {
  const text = (key: keyof TrainingSettings) => valueText(key, settings);
  const classes = settings.classes.length === 10 ? '' : `, classes ${text('classes')}`;
  return (
    `${text('data')}${settings.data === 'own' ? '' : classes}, ${text('steps')} steps of batch ${text('batchSize')}, ` +
    `learning rate ${text('learningRate')}, ${text('schedule')}, T = ${text('T')}, predicts ${text('prediction')}`
  );
}

const backendNames = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'the processor',
};

/** WebGPU, with the adapter's name where the browser tells it. */
export function backendName({ name, adapter }: RunRecord['backend']): string {
  return adapter ? `${backendNames[name]} (${adapter})` : backendNames[name];
}
