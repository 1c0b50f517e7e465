/** The one training run of the page: what the figures show, and what their buttons do, all through the worker's jobs. */
import { batch, computed, signal } from '@preact/signals';
import { type ComputeClient, JobCancelled } from '../../../lib/compute/client.ts';
import {
  defaultSettings,
  settingDescriptions,
  settingFault,
  type TrainingSettings,
} from '../../../lib/training/settings.ts';
import {
  type Autosave,
  type Fault,
  filmCount,
  filmInterval,
  isSlow,
  type Opening,
  type Phase,
  type RunRecord,
  recordOf,
  type SavedRun,
  type Speed,
  setBack,
  type TrainingEnd,
  type TrainingProgress,
  type TrainingStart,
  withProgress,
} from './runRecord.ts';

/** What a run needs from the page. */
export interface TrainingEnvironment {
  readonly compute: ComputeClient;
  readonly dataUrl: string;
  readonly weightsUrl: string;
  /** The reader's own pictures, [count, 28, 28] in [−1, 1]; null when there are none. */
  readonly ownPictures: () => Float32Array | null;
}

/** Weights that a new run starts from. */
export type StartWeights = 'random' | 'shipped';

type Work = (signal: AbortSignal) => Promise<void>;

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The run's state in signals, and its actions. Actions that drive the run follow one another; the latest one wins. */
export class TrainingRun {
  /** The settings of the form: those of the next run. */
  readonly draft = signal<TrainingSettings>(defaultSettings);
  readonly startWeights = signal<StartWeights>('random');
  readonly pauseWhenHidden = signal(false);

  readonly phase = signal<Phase>('idle');
  readonly opening = signal<Opening | null>(null);
  readonly record = signal<RunRecord | null>(null);
  readonly speed = signal<Speed | null>(null);
  readonly autosave = signal<Autosave | null>(null);
  readonly fault = signal<Fault | null>(null);
  /** What the browser kept of an earlier run. */
  readonly saved = signal<SavedRun | null>(null);
  /** A run that stays on show, to compare with. */
  readonly kept = signal<RunRecord | null>(null);
  /** The last thing that was done, as a sentence. */
  readonly message = signal('');
  /** Whether an action waits for what is under way to come to rest. */
  readonly waiting = signal(false);

  /** What is wrong with the form, by setting; empty when all is well. */
  readonly draftFaults = computed(() => {
    const faults = new Map<keyof TrainingSettings, string>();
    for (const { key } of settingDescriptions) {
      const fault = settingFault(this.draft.value, key);
      if (fault) faults.set(key, fault);
    }
    return faults;
  });

  readonly #environment: TrainingEnvironment;
  #controller = new AbortController();
  #current: Promise<void> = Promise.resolve();
  #hiddenPause = false;
  /** What the run began from, whatever the form says by now; random weights for what came from a file or the browser's copy. */
  #begun: TrainingStart = { kind: 'fresh' };
  #disposed = false;

  constructor(environment: TrainingEnvironment) {
    this.#environment = environment;
  }

  /** Whether the worker holds a run now. */
  get isOpen(): boolean {
    return ['paused', 'running', 'finished'].includes(this.phase.value);
  }

  /** Changes settings of the next run. */
  edit(part: Partial<TrainingSettings>): void {
    this.draft.value = { ...this.draft.value, ...part };
  }

  /** A new run with the form's settings; trains at once. */
  start(): Promise<void> {
    return this.#drive(async (abort) => {
      await this.#openNew(abort);
      await this.#train(null, abort);
    });
  }

  /** Trains on. */
  resume(): Promise<void> {
    return this.#drive((abort) => this.#train(null, abort));
  }

  /** Stops after the steps under way; the run stays as it is. */
  async pause(): Promise<void> {
    this.#hiddenPause = false;
    await this.#drive(async () => {});
  }

  /** One update; opens a run first where there is none. */
  stepOnce(): Promise<void> {
    return this.#drive(async (abort) => {
      if (!this.isOpen) await this.#openNew(abort);
      await this.#train(1, abort);
    });
  }

  /** More steps than the settings said, and trains on. */
  extend(steps: number): Promise<void> {
    return this.#drive(async (abort) => {
      await this.compute.run('trainExtend', { steps }, { signal: abort });
      const record = this.record.value!;
      const settings = { ...record.settings, steps: record.settings.steps + steps };
      batch(() => {
        this.record.value = { ...record, settings };
        this.phase.value = 'paused';
      });
      await this.#train(null, abort);
    });
  }

  /** Ends the run and gives back its memory; the browser's copy is brought up to date first. */
  stop(): Promise<void> {
    return this.#drive(async () => {
      if (this.isOpen && this.autosave.value?.state === 'on') {
        await this.compute.run('trainSave', {}).catch(() => {});
      }
      await this.compute.run('trainClose', {});
      this.phase.value = this.record.value ? 'ended' : 'idle';
      if (this.record.value) {
        this.message.value = 'Stopped: its memory is given back. Film and losses stay on show.';
      }
      await this.#lookForSaved();
    });
  }

  /** Back to step 0 with the same settings and the same seed: the same run once more. */
  restart(): Promise<void> {
    const settings = this.record.value?.settings ?? this.draft.value;
    return this.#drive(async (abort) => {
      await this.#open(settings, this.#begun, abort);
      this.message.value = `Back at step 0, with the same seed ${settings.seed}.`;
    });
  }

  /** Takes up what the browser kept, and trains on. */
  goOnSaved(): Promise<void> {
    return this.#takeUp({ kind: 'saved' }, this.saved.value?.settings);
  }

  /** Takes up the last checkpoint in memory after a fault, and trains on. */
  goOnLastGood(): Promise<void> {
    return this.#takeUp({ kind: 'lastGood' }, this.record.value?.settings);
  }

  /** Takes up a checkpoint file, paused, so that the reader can look first; a file that is none costs nothing. */
  openFile(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
    return this.#drive(async (abort) => {
      await this.compute.run('trainInspect', { bytes }, { signal: abort });
      this.#keepEarlier();
      await this.#open(this.draft.value, { kind: 'file', bytes }, abort);
      this.#begun = { kind: 'fresh' };
      this.draft.value = this.record.value!.settings;
      this.message.value = `${name} was opened, at step ${this.record.value!.step}.`;
    });
  }

  /** Looks for what the browser kept of an earlier run. */
  lookForSaved(): Promise<void> {
    return this.#aside(() => this.#lookForSaved());
  }

  /** Forgets what the browser kept. */
  forget(): Promise<void> {
    return this.#aside(async () => {
      await this.compute.run('trainForget', {});
      this.saved.value = null;
      this.message.value = 'The browser’s copy is deleted.';
    });
  }

  /**
   * Keeps the run in the browser now.
   *
   * @returns what was done, as a sentence
   * @throws Error with a sentence when it cannot be kept; the run itself goes on
   */
  async save(): Promise<string> {
    const { step } = await this.compute.run('trainSave', {});
    return `Saved in this browser, at step ${step}.`;
  }

  /** The worker, for what needs the open run without driving it: samples and files. */
  get compute(): ComputeClient {
    return this.#environment.compute;
  }

  /** Keeps the run on show, to compare the next one with. */
  keep(): void {
    this.kept.value = this.record.value;
  }

  dropKept(): void {
    this.kept.value = null;
  }

  /**
   * The tab was hidden or shown again: pauses and goes on, if the reader chose so. Where no run is open, it looks
   * once more for a saved one: another tab may have let go of it.
   */
  async visibilityChanged(hidden: boolean): Promise<void> {
    if (hidden && this.pauseWhenHidden.value && this.phase.value === 'running') {
      await this.pause();
      this.#hiddenPause = true;
      this.message.value = `Paused at step ${this.record.value?.step ?? 0} while the tab was hidden.`;
    } else if (!hidden && this.#hiddenPause) {
      this.#hiddenPause = false;
      await this.resume();
    } else if (!hidden && (this.phase.value === 'idle' || this.phase.value === 'ended')) {
      await this.lookForSaved();
    }
  }

  /** Everything as it was when the page opened; the run ends. */
  async reset(): Promise<void> {
    await this.stop();
    batch(() => {
      this.phase.value = 'idle';
      this.draft.value = defaultSettings;
      this.startWeights.value = 'random';
      this.record.value = this.kept.value = null;
      this.speed.value = this.fault.value = this.autosave.value = null;
      this.message.value = '';
    });
  }

  /** Cancels what is under way; the run is of no more use. */
  dispose(): void {
    this.#disposed = true;
    this.#controller.abort(new JobCancelled());
  }

  async #lookForSaved(): Promise<void> {
    this.saved.value = await this.compute.run('trainSaved', {});
  }

  #takeUp(start: TrainingStart, expected = this.draft.value): Promise<void> {
    return this.#drive(async (abort) => {
      await this.#open(expected, start, abort);
      if (start.kind === 'saved') this.#begun = { kind: 'fresh' };
      const { settings, step } = this.record.value!;
      this.draft.value = settings;
      this.message.value = `Taken up at step ${step}.`;
      await this.#train(null, abort);
    });
  }

  #newStart({ data }: TrainingSettings): TrainingStart {
    const shipped = this.startWeights.value === 'shipped';
    return shipped ? { kind: 'shipped', id: data } : { kind: 'fresh' };
  }

  /** The first run that has something to show stays, to compare with, until the reader keeps another one. */
  #keepEarlier(): void {
    const record = this.record.value;
    if (!this.kept.value && record && record.film.length > 1) this.kept.value = record;
  }

  async #openNew(abort: AbortSignal): Promise<void> {
    const settings = this.draft.value;
    this.#keepEarlier();
    const start = this.#newStart(settings);
    await this.#open(settings, start, abort);
    this.#begun = start;
  }

  async #open(settings: TrainingSettings, start: TrainingStart, abort: AbortSignal): Promise<void> {
    batch(() => {
      this.phase.value = 'opening';
      this.opening.value = this.fault.value = this.speed.value = null;
    });
    try {
      const info = await this.#ask(settings, start, abort);
      batch(() => {
        this.record.value = recordOf(info);
        this.autosave.value = info.autosave;
        this.saved.value = null;
        this.phase.value = info.step >= info.settings.steps ? 'finished' : 'paused';
      });
    } catch (error) {
      this.phase.value = this.record.value ? 'ended' : 'idle';
      throw error;
    } finally {
      this.opening.value = null;
    }
  }

  async #ask(settings: TrainingSettings, start: TrainingStart, abort: AbortSignal) {
    const { dataUrl, weightsUrl, ownPictures } = this.#environment;
    this.opening.value = { stage: 'backend', done: 0, total: 0 };
    const slow = isSlow(await this.compute.run('backendInfo', {}, { signal: abort }));
    const request = {
      settings,
      start,
      dataUrl,
      weightsUrl,
      own: settings.data === 'own' || start.kind !== 'fresh' ? ownPictures() : null,
      filmCount: filmCount(settings.classes.length, slow),
    };
    const onProgress = (stage: Opening) => {
      this.opening.value = stage;
    };
    return this.compute.run('trainOpen', request, { onProgress, signal: abort });
  }

  async #train(limit: number | null, abort: AbortSignal): Promise<void> {
    if (this.phase.value !== 'paused') return;
    const { settings, backend } = this.record.value!;
    const filmEvery = filmInterval(settings.steps, isSlow(backend));
    batch(() => {
      this.phase.value = 'running';
      this.fault.value = null;
    });
    try {
      const onProgress = (progress: TrainingProgress) => this.#follow(progress);
      const request = { limit, filmEvery };
      const end = await this.compute.run('trainRun', request, {
        onProgress,
        signal: abort,
      });
      this.#conclude(end);
    } catch (error) {
      this.phase.value = error instanceof JobCancelled ? 'paused' : 'ended';
      throw error;
    }
  }

  #follow(progress: TrainingProgress): void {
    if (this.#disposed || !this.record.value) return;
    batch(() => {
      this.record.value = withProgress(this.record.value!, progress);
      if (progress.kind === 'losses') this.speed.value = progress;
      if (progress.kind === 'autosave') this.autosave.value = progress.autosave;
    });
  }

  #conclude(end: TrainingEnd): void {
    batch(() => {
      const record = setBack(this.record.value!, end.step);
      this.record.value = record;
      if (end.kind === 'diverged' || end.kind === 'deviceLost') this.fault.value = end;
      if (end.kind === 'deviceLost') this.phase.value = 'ended';
      else this.phase.value = end.step >= record.settings.steps ? 'finished' : 'paused';
    });
  }

  /** Runs `work` after what is under way has been cancelled and has come to rest. */
  #drive(work: Work): Promise<void> {
    this.#controller.abort(new JobCancelled());
    const mine = new AbortController();
    this.#controller = mine;
    this.message.value = '';
    this.waiting.value = this.phase.value === 'running' || this.phase.value === 'opening';
    const before = this.#current;
    this.#current = before.then(async () => {
      if (mine.signal.aborted || this.#disposed) return;
      this.waiting.value = false;
      await this.#guarded(() => work(mine.signal));
    });
    return this.#current;
  }

  #aside(work: () => Promise<void>): Promise<void> {
    return this.#disposed ? Promise.resolve() : this.#guarded(work);
  }

  /** A cancelled job is no fault; any other failure becomes a sentence. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof JobCancelled || this.#disposed) return;
      this.fault.value = { kind: 'failed', message: sentence(error) };
      await this.#lookForSaved().catch(() => {});
    }
  }
}
