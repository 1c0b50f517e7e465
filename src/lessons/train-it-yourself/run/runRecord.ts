/** What the page knows of a training run: its settings, its network, how far it is, its losses and its film. */
import type { Jobs } from '../../../lib/compute/protocol.ts';
import type { TrainingSettings } from '../../../lib/training/settings.ts';

/** What `trainOpen` answers. */
export type TrainingInfo = Jobs['trainOpen']['result'];
export type TrainingStart = Jobs['trainOpen']['request']['start'];
export type TrainingProgress = Jobs['trainRun']['progress'];
export type TrainingEnd = Jobs['trainRun']['result'];
export type Opening = Jobs['trainOpen']['progress'];
export type LossHistory = TrainingInfo['history'];
export type FilmFrame = TrainingInfo['film'][number];
export type Autosave = TrainingInfo['autosave'];
export type SavedRun = NonNullable<Jobs['trainSaved']['result']>;
export type Speed = Extract<TrainingProgress, { kind: 'losses' }>;

/** Where a run stands. */
export type Phase =
  /** None was opened yet. */
  | 'idle'
  | 'opening'
  | 'paused'
  | 'running'
  /** All its steps are done; it can be given more. */
  | 'finished'
  /** Its memory was given back; its losses and its film are still on show. */
  | 'ended';

/** One run, as the figures draw it. */
export interface RunRecord {
  readonly settings: TrainingSettings;
  readonly parameters: number;
  readonly backend: TrainingInfo['backend'];
  /** Side of a picture. */
  readonly size: number;
  /** Training pictures. */
  readonly examples: number;
  readonly step: number;
  readonly history: LossHistory;
  readonly film: readonly FilmFrame[];
  /** Class index of each picture of a frame; empty without classes. */
  readonly filmClasses: readonly number[];
}

/** A fault, and what the reader can do about it. */
export type Fault =
  /** A job failed; `saved` tells whether the browser holds a copy to go on from. */
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'diverged';
      readonly at: number;
      readonly step: number;
      readonly message: string;
    }
  | { readonly kind: 'deviceLost'; readonly step: number; readonly message: string };

/** The record that a freshly opened run begins with. */
export function recordOf(info: TrainingInfo): RunRecord {
  const { autosave: _autosave, ...record } = info;
  return record;
}

/** The record after a report from the worker. */
export function withProgress(record: RunRecord, progress: TrainingProgress): RunRecord {
  if (progress.kind === 'losses') {
    return { ...record, step: progress.step, history: progress.history };
  }
  if (progress.kind !== 'samples') return record;
  const { frame } = progress;
  const earlier = record.film.filter(({ step }) => step < frame.step);
  return { ...record, film: [...earlier, frame], step: Math.max(record.step, frame.step) };
}

/** The record set back to an earlier step: what came after is taken off the film. */
export function setBack(record: RunRecord, step: number): RunRecord {
  return { ...record, step, film: record.film.filter((frame) => frame.step <= step) };
}

/** The latest smoothed loss; NaN before the first. */
export function lastLoss({ history }: RunRecord): number {
  return history.smoothed.at(-1) ?? Number.NaN;
}

/** How many times its lowest value the smoothed loss is by now; 1 while it is at its lowest. */
export function lossRise({ history }: RunRecord): number {
  const lowest = history.smoothed.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return (history.smoothed.at(-1) ?? lowest) / lowest;
}

/** Whether drawing samples takes so long on a backend that the film has to make do with fewer. */
export function isSlow({ name, software }: RunRecord['backend']): boolean {
  return software || name === 'cpu' || name === 'wasm';
}

/** Steps between two frames of the film: some forty frames in a run, ten on a slow backend; never more often than every fifth step. */
export function filmInterval(steps: number, slow: boolean): number {
  return Math.max(5, Math.round(steps / (slow ? 10 : 40)));
}

/** Pictures in a frame: twenty; on a slow backend one of each class, and four at the least. */
export function filmCount(classes: number, slow: boolean): number {
  return slow ? Math.max(4, classes) : 20;
}
