/** A training run on an engine: steps, losses, filmstrip, checkpoints, and faults that end well. */
import { fork, type Schedule, sampleNormals, schedules } from '../diffusion/index.ts';
import type { Engine, Network, StepLosses, StepRequest, Trainer } from '../engines/engine.ts';
import { countParameters } from '../nets/graph.ts';
import { type BatchSource, drawBatch } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import { onDeviceLost, untilLost } from './deviceLoss.ts';
import { type Exclusive, makeExclusive } from './exclusive.ts';
import { frameIsDue, withFrame } from './film.ts';
import { emptyLossHistory, type LossGatherer, makeLossGatherer } from './lossHistory.ts';
import { initialParameters, initialState, networkOf, networkSettings } from './network.ts';
import { makePace, makeSpeedMeter } from './pace.ts';
import type { FilmFrame, LossHistory, TrainingEnd, TrainingProgress } from './progress.ts';
import { emaDecayAt, learningRateAt } from './rates.ts';
import { sampleImages } from './sampling.ts';
import { filmSampling, type TrainingSettings } from './settings.ts';
import { divergenceMessage, isSteady, lossesAreFinite, weightsAreFinite } from './soundness.ts';
import { makeTrainingTables, type TrainingTables } from './tables.ts';

/** What a run learns from. */
export interface SessionData {
  /** [count, size, size] in [−1, 1]. */
  readonly images: Float32Array;
  readonly count: number;
  /** Each image's class index, [count]; null for a network without classes. */
  readonly classes: Int32Array | null;
}

/** What a session is opened with. */
export interface SessionOptions {
  readonly engine: Engine;
  readonly data: SessionData;
  /** Where the run starts; see freshCheckpoint. */
  readonly start: Checkpoint;
  /** Pictures in a frame of the filmstrip. */
  readonly filmCount: number;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

/** How far to train now. */
export interface RunRequest {
  /** At most so many steps; null for all that are left. */
  readonly limit: number | null;
  /** A frame of the filmstrip every so many steps; 0 for none. */
  readonly filmEvery: number;
}

/** Who hears of a run as it goes. */
export interface RunHooks {
  readonly report: (progress: TrainingProgress) => void;
  /** Lets messages in; throws to pause. */
  readonly breathe: () => Promise<void>;
  /** Gets a checkpoint every few seconds, and at the end. */
  readonly keep: (checkpoint: Checkpoint) => void;
}

/** Which images to draw with a run as it is. */
export interface SessionSampleRequest {
  readonly weights: 'ema' | 'model';
  /** Class indices; for a network without classes only their number counts. */
  readonly classes: readonly number[];
  readonly guidanceScale: number;
  readonly steps: number;
  readonly seed: number;
}

/** The session was closed while something still wanted it. */
export class SessionClosedError extends Error {
  override readonly name = 'SessionClosedError';
  constructor() {
    super('This training run was closed.');
  }
}

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const checkpointMilliseconds = 5000;
/** Making checkpoints may take at most this share of the time. */
const checkpointShare = 1 / 20;
const reportMilliseconds = 100;
/** How long an error of the device waits for the news that the device is lost. */
const lostMilliseconds = 200;

/** The start of a run with random weights of its seed, or with the given ones. */
export function freshCheckpoint(
  settings: TrainingSettings,
  model = initialParameters(networkOf(settings), settings.seed),
): Checkpoint {
  const state = initialState(networkOf(settings), model);
  return { settings, state, history: emptyLossHistory(settings.T), film: [] };
}

/** Carries what `breathe` threw through the run. */
class Paused extends Error {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super('paused');
    this.reason = reason;
  }
}

/** One unbroken stretch of training. */
interface Stretch {
  readonly hooks: RunHooks;
  readonly filmEvery: number;
  /** Steps to reach; infinite where the settings alone decide. */
  readonly until: number;
  readonly pace: ReturnType<typeof makePace>;
  readonly meter: ReturnType<typeof makeSpeedMeter>;
  /** Milliseconds spent on pictures, which say nothing of how fast steps are. */
  pictures: number;
  readAt: number;
  reportedAt: number;
  checkpointAt: number;
}

/** A run. Its methods may be called at any time; they wait for each other. */
export class TrainingSession {
  /** Number of trainable numbers. */
  readonly parameters: number;
  /** Class index of each picture of a frame; empty without classes. */
  readonly filmClasses: readonly number[];
  readonly #engine: Engine;
  readonly #schedule: Schedule;
  readonly #tables: TrainingTables;
  readonly #batches: BatchSource;
  readonly #filmCount: number;
  readonly #pixels: number;
  readonly #now: () => number;
  readonly #trainer: Trainer;
  readonly #networks = new Map<'ema' | 'model', Network>();
  readonly #queue: Exclusive = makeExclusive();
  readonly #forgetLoss: () => void;
  #settings: TrainingSettings;
  #losses: LossGatherer;
  #film: readonly FilmFrame[];
  /** Steps given to the device, and those whose losses have come back. */
  #given: number;
  #gathered: number;
  /** Losses on their way back. */
  #reading: Promise<readonly StepLosses[]> | null = null;
  #lastGood: Checkpoint;
  /** The step whose loss is no number. */
  #divergedAt: number | null = null;
  #checkpointCost = 0;
  #stretch: Stretch | null = null;
  #lost: string | null = null;
  #closed = false;

  constructor({ engine, data, start, filmCount, now }: SessionOptions) {
    const { settings, state } = start;
    const { size, classes } = networkSettings(settings);
    const graph = networkOf(settings);
    this.#engine = engine;
    this.#settings = settings;
    this.#schedule = schedules[settings.schedule].make({ T: settings.T });
    this.#tables = makeTrainingTables(this.#schedule, settings);
    this.#batches = { ...settings, count: data.count, classes: data.classes, nullClass: classes };
    this.#filmCount = filmCount;
    this.#pixels = size * size;
    this.#now = now ?? (() => performance.now());
    this.parameters = countParameters(graph);
    this.filmClasses = Array.from({ length: classes ? filmCount : 0 }, (_, i) => i % classes);
    this.#trainer = engine.makeTrainer({
      graph,
      batchSize: settings.batchSize,
      data: { ...this.#tables, images: data.images, count: data.count },
      adam,
      state,
    });
    this.#losses = makeLossGatherer(start.history, settings.T);
    this.#film = start.film;
    this.#given = this.#gathered = state.step;
    this.#lastGood = start;
    this.#forgetLoss = onDeviceLost(engine, (reason) => {
      this.#lost = reason;
    });
  }

  get settings(): TrainingSettings {
    return this.#settings;
  }
  /** Updates made whose losses are known. */
  get step(): number {
    return this.#gathered;
  }
  get film(): readonly FilmFrame[] {
    return this.#film;
  }
  get history(): LossHistory {
    return this.#losses.history();
  }
  /** What the run goes back to after a fault. */
  get lastGood(): Checkpoint {
    return { ...this.#lastGood, settings: this.#settings };
  }

  /** Compiles what a step needs. */
  warmUp(onProgress: (done: number, total: number) => void): Promise<void> {
    return this.#alone(() => this.#alive(this.#trainer.warmUp(onProgress)));
  }

  /** So many more steps than the settings said. */
  extend(steps: number): void {
    this.#settings = { ...this.#settings, steps: this.#settings.steps + steps };
  }

  /**
   * Trains until the steps are done.
   *
   * @throws whatever `breathe` throws, after a last checkpoint; SessionClosedError; the engine's errors
   */
  async run({ limit, filmEvery }: RunRequest, hooks: RunHooks): Promise<TrainingEnd> {
    if (this.#closed) throw new SessionClosedError();
    if (this.#stretch) throw new Error('This run is training already.');
    const now = this.#now();
    this.#stretch = {
      hooks: { ...hooks, breathe: () => this.#breathe(hooks) },
      filmEvery,
      until: limit === null ? Number.POSITIVE_INFINITY : this.#given + limit,
      pace: makePace(),
      meter: makeSpeedMeter(),
      pictures: 0,
      readAt: now,
      reportedAt: Number.NEGATIVE_INFINITY,
      checkpointAt: now,
    };
    this.#stretch.meter.reached(this.#given, now);
    try {
      return await this.#runOn(this.#stretch);
    } catch (error) {
      return await this.#endBadly(error, hooks);
    } finally {
      this.#stretch = null;
    }
  }

  /** Draws images; [count, size, size]. */
  sample(
    request: SessionSampleRequest,
    onStep?: (step: number) => Promise<void> | void,
  ): Promise<Float32Array<ArrayBuffer>> {
    return this.#alone(async () => {
      await this.#drain();
      const rng = fork(request.seed, 'samples');
      const start = sampleNormals(rng, request.classes.length * this.#pixels);
      const classes = this.#settings.classes.length ? request.classes : null;
      return this.#draw({ ...request, start, classes }, onStep);
    });
  }

  /** The run as it is; where it has just diverged, its last good state. */
  checkpoint(): Promise<Checkpoint> {
    return this.#alone(async () => (await this.#makeCheckpoint()) ?? this.lastGood);
  }

  /** Ends the run and gives back its memory. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue(async () => {
      for (const network of this.#networks.values()) network.dispose();
      this.#trainer.dispose();
      this.#forgetLoss();
    }).catch((error: unknown) => {
      if (this.#lost === null) throw error;
    });
  }

  // — Waiting —

  /** Runs work when nothing else touches the trainer. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue(async () => {
      if (this.#closed) throw new SessionClosedError();
      return work();
    });
  }

  async #breathe(hooks: RunHooks): Promise<void> {
    try {
      await hooks.breathe();
    } catch (reason) {
      throw new Paused(reason);
    }
    if (this.#closed) throw new SessionClosedError();
  }

  /** Waits for the device, but not after it is lost. */
  #alive<T>(work: Promise<T>): Promise<T> {
    return untilLost(this.#engine, () => work);
  }

  // — Training —

  async #runOn(stretch: Stretch): Promise<TrainingEnd> {
    for (;;) {
      await stretch.hooks.breathe();
      const end = await this.#alone(() => this.#advance(stretch));
      if (end) return end;
    }
  }

  /** One turn: a frame if one is due, some steps, now and then a checkpoint; the end when there is one. */
  async #advance(stretch: Stretch): Promise<TrainingEnd | null> {
    if (this.#frameIsDue(stretch.filmEvery)) await this.#makeFrame(stretch);
    const left = Math.min(this.#settings.steps, stretch.until) - this.#given;
    if (left > 0) await this.#giveSteps(left, stretch);
    const due =
      this.#now() - stretch.checkpointAt >=
      Math.max(checkpointMilliseconds, this.#checkpointCost / checkpointShare);
    if (left <= 0 || due) await this.#keep(stretch.hooks);
    if (due) stretch.checkpointAt = this.#now();
    if (this.#divergedAt !== null) return this.#setBack(this.#divergedAt);
    if (left > 0) return null;
    const kind = this.#given >= this.#settings.steps ? 'finished' : 'limit';
    return { kind, step: this.#given };
  }

  #requestOf(step: number): StepRequest {
    const { seed, emaDecay } = this.#settings;
    return {
      step,
      seed,
      ...drawBatch(this.#batches, step),
      learningRate: learningRateAt(step, this.#settings),
      emaDecay: emaDecayAt(step, emaDecay),
    };
  }

  /** Gives steps to the device, asks for their losses, and takes in those of the steps before. */
  async #giveSteps(left: number, { pace, filmEvery, hooks }: Stretch): Promise<void> {
    const toFrame = filmEvery > 0 ? filmEvery - (this.#given % filmEvery) : left;
    const count = Math.min(pace.steps(), left, toFrame);
    for (let i = 0; i < count; i++) {
      if (i > 0) await hooks.breathe();
      this.#trainer.step(this.#requestOf(this.#given));
      this.#given++;
    }
    const before = this.#reading;
    this.#reading = this.#trainer.losses();
    // Whoever waits for it later hears of a failure; until then it must not count as unheard.
    this.#reading.catch(() => undefined);
    if (before) this.#gather(await this.#alive(before));
  }

  /** Takes in the losses of all steps that were given. */
  async #drain(): Promise<void> {
    const before = this.#reading;
    this.#reading = null;
    if (before) this.#gather(await this.#alive(before));
    if (this.#divergedAt !== null || this.#gathered === this.#given) return;
    this.#gather(await this.#alive(this.#trainer.losses()));
  }

  #gather(all: readonly StepLosses[]): void {
    for (const losses of all) {
      if (this.#divergedAt !== null) return;
      if (!lossesAreFinite(losses)) {
        this.#divergedAt = losses.step + 1;
        return;
      }
      this.#losses.add(losses, this.#tables.weight);
      this.#gathered = losses.step + 1;
    }
    if (this.#stretch && all.length > 0) this.#tellLosses(this.#stretch, all.length);
  }

  #tellLosses(stretch: Stretch, steps: number): void {
    const now = this.#now();
    const training = now - stretch.pictures;
    stretch.pace.took(steps, training - stretch.readAt);
    stretch.meter.reached(this.#gathered, training);
    stretch.readAt = training;
    if (now - stretch.reportedAt >= reportMilliseconds) this.#reportLosses(stretch);
  }

  #reportLosses(stretch: Stretch): void {
    const stepsPerSecond = stretch.meter.stepsPerSecond();
    const left = Math.max(0, this.#settings.steps - this.#gathered);
    stretch.reportedAt = this.#now();
    stretch.hooks.report({
      kind: 'losses',
      step: this.#gathered,
      history: this.history,
      stepsPerSecond,
      examplesSeen: this.#gathered * this.#settings.batchSize,
      secondsLeft: left === 0 ? 0 : left / stepsPerSecond,
      memory: this.#engine.memory(),
    });
  }

  // — Pictures —

  #frameIsDue(every: number): boolean {
    const atEnd = this.#given === this.#settings.steps;
    return frameIsDue(this.#film, this.#given, atEnd && every > 0 ? 1 : every);
  }

  async #makeFrame(stretch: Stretch): Promise<void> {
    const { breathe, report } = stretch.hooks;
    await this.#drain();
    if (this.#divergedAt !== null) return;
    const started = this.#now();
    const rng = fork(this.#settings.seed, 'film');
    const start = sampleNormals(rng, this.#filmCount * this.#pixels);
    const classes = this.filmClasses.length ? this.filmClasses : null;
    const images = await this.#draw({ ...filmSampling, weights: 'ema', start, classes }, breathe);
    const frame = { step: this.#given, images };
    this.#film = withFrame(this.#film, frame);
    const milliseconds = this.#now() - started;
    stretch.pictures += milliseconds;
    report({ kind: 'samples', frame, milliseconds });
  }

  #draw(
    request: Omit<SessionSampleRequest, 'classes' | 'seed'> & {
      readonly start: Float32Array;
      readonly classes: readonly number[] | null;
    },
    onStep?: (step: number) => Promise<void> | void,
  ): Promise<Float32Array<ArrayBuffer>> {
    const { weights, start, classes, guidanceScale, steps } = request;
    const network = this.#networks.get(weights) ?? this.#trainer.network(weights);
    this.#networks.set(weights, network);
    const images = sampleImages(network, {
      schedule: this.#schedule,
      prediction: this.#settings.prediction,
      start,
      classes,
      nullClass: this.#batches.nullClass,
      guidanceScale,
      steps,
      ...(onStep ? { onStep } : {}),
    });
    return this.#alive(images);
  }

  // — Checkpoints and faults —

  /** The run as it is, kept as good if it is steady; null when it has diverged. */
  async #makeCheckpoint(): Promise<Checkpoint | null> {
    await this.#drain();
    if (this.#divergedAt !== null) return null;
    const started = this.#now();
    const state = await this.#alive(this.#trainer.state());
    if (!weightsAreFinite(state)) {
      this.#divergedAt = state.step;
      return null;
    }
    // Steps whose losses an error of the device swallowed count as made all the same.
    const history = { ...this.#losses.stored(), step: state.step };
    const checkpoint = { settings: this.#settings, state, history, film: this.#film };
    if (isSteady(this.history)) this.#lastGood = checkpoint;
    this.#checkpointCost = this.#now() - started;
    return checkpoint;
  }

  /** Makes a checkpoint and hands it on, with the losses up to it. */
  async #keep({ keep }: RunHooks): Promise<void> {
    const checkpoint = await this.#makeCheckpoint();
    if (this.#stretch) this.#reportLosses(this.#stretch);
    if (checkpoint) keep(checkpoint);
  }

  /** Back to the last good state, after what is still under way. */
  async #setBack(at: number): Promise<TrainingEnd> {
    if (this.#reading) await this.#alive(this.#reading);
    await this.#alive(this.#trainer.losses());
    const good = this.#lastGood;
    this.#trainer.load(good.state);
    this.#reading = null;
    this.#given = this.#gathered = good.state.step;
    this.#losses = makeLossGatherer(good.history, good.settings.T);
    this.#film = good.film;
    this.#divergedAt = null;
    if (this.#stretch) this.#reportLosses(this.#stretch);
    const message = divergenceMessage(this.#settings, at, good.state.step);
    return { kind: 'diverged', at, step: good.state.step, message };
  }

  /** A pause keeps a checkpoint and throws on; a lost device is an end of its own. */
  async #endBadly(error: unknown, hooks: RunHooks): Promise<TrainingEnd> {
    if (error instanceof SessionClosedError) throw error;
    if (error instanceof Paused) {
      // The pause holds even where no checkpoint can be made: the next run says what is wrong.
      await this.#alone(() => this.#keep(hooks)).catch(() => undefined);
      if (this.#lost === null) throw error.reason;
    }
    if (!(await this.#lostSoon())) {
      this.#reading = null;
      throw error;
    }
    const { step } = this.#lastGood.state;
    const message = `The browser took the graphics device away (${this.#lost || 'it gave no reason'}). Steps after ${step} are lost; everything up to there is kept.`;
    return { kind: 'deviceLost', step, message };
  }

  async #lostSoon(): Promise<boolean> {
    const wait = new Promise((resolve) => setTimeout(resolve, lostMilliseconds));
    if (this.#lost === null) await Promise.race([this.#engine.lost, wait]);
    return this.#lost !== null;
  }
}
