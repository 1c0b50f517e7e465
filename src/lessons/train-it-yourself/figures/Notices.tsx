/** What the reader has to know about the run: a saved copy, how opening goes, a slow backend, a fault and its way out. */
import { useEffect, useState } from 'preact/hooks';
import type { Autosave, Opening, RunRecord, SavedRun } from '../run/runRecord.ts';
import type { TrainingRun } from '../run/trainingRun.ts';
import { durationText, grouped, megabytes, runLine } from '../run/words.ts';

const stages: Readonly<Record<Opening['stage'], string>> = {
  data: 'Loading the pictures',
  weights: 'Loading the trained weights',
  backend: 'Starting the backend',
  shaders: 'Compiling the shaders',
};

/** How opening a run goes. */
export function OpeningProgress({ opening }: { opening: Opening | null }) {
  const stage = opening ? stages[opening.stage] : 'Getting ready';
  const known = opening !== null && opening.total > 0;
  return (
    <div class="fn-progress">
      <p class="fn-note">{stage}</p>
      <progress
        aria-label={stage}
        {...(known ? { value: opening.done, max: opening.total } : {})}
      />
    </div>
  );
}

/** Seconds since a moment, as of now and every ten seconds after. */
function useSecondsSince(moment: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, (now - moment) / 1000);
}

/** Offers to go on with what the browser saved. */
export function SavedOffer({ run, saved }: { run: TrainingRun; saved: SavedRun }) {
  const ago = durationText(useSecondsSince(saved.savedAt));
  const { step, settings, bytes, inUse } = saved;
  return (
    <section class="fn-offer" aria-label="A run saved in this browser">
      <p>
        <b>Your run is still here.</b> {runLine(settings)}: step {grouped(step)} of{' '}
        {grouped(settings.steps)}, saved {ago} ago ({megabytes(bytes)}). A new run takes its place.
      </p>
      {inUse ? (
        <p class="fn-note">
          Another tab is training it now. Go on there, or close that tab and come back to this one.
        </p>
      ) : (
        <div class="fn-row">
          <button
            type="button"
            class="fn-button fn-button-primary"
            onClick={() => void run.goOnSaved()}
          >
            Go on from step {grouped(step)}
          </button>
          <button type="button" class="fn-button" onClick={() => void run.forget()}>
            Delete it
          </button>
        </div>
      )}
    </section>
  );
}

/** Why training is slower here than it could be, or cannot be; empty where it runs on a graphics card through WebGPU. */
export function backendNotice({ name, software, trains }: RunRecord['backend']): string {
  if (!trains) {
    return 'This browser has neither WebGPU nor WebGL, and what is left can only run a trained network. Try a current Chrome, Edge, Firefox or Safari.';
  }
  if (name === 'webgpu') {
    return software
      ? 'WebGPU runs on the processor here, not on a graphics card: every step takes many times as long. Fewer classes and a smaller batch help.'
      : '';
  }
  if (name === 'webgl') {
    return 'This browser has no WebGPU, so the network trains on WebGL. The arithmetic is the same; each step takes longer.';
  }
  return 'This browser has neither WebGPU nor WebGL, so the network trains on the processor, in plain JavaScript. That is far slower: choose two classes, batch 8 and base width 8.';
}

/** Whether the run is saved as it goes, in a sentence. */
export function autosaveText(autosave: Autosave): string {
  if (autosave.state === 'on') {
    return 'This browser saves the run every few seconds: you can close the tab and come back.';
  }
  if (autosave.state === 'off') return autosave.reason;
  return 'Another tab is training and saves its own run, so this one is not saved. Write a checkpoint file to have it later.';
}

/** A lower learning rate to try after a run fell apart: a tenth, in short digits. */
const tenth = (rate: number) => Number((rate / 10).toPrecision(2));

/** What went wrong, and the buttons that help. */
export function FaultNotice({ run }: { run: TrainingRun }) {
  const fault = run.fault.value;
  if (!fault) return null;
  return (
    <div class="fn-problem fn-fault" role="alert" data-fault={fault.kind}>
      <span>{fault.message}</span>
      <div class="fn-row">
        {fault.kind === 'diverged' && <CalmerButton run={run} />}
        {fault.kind === 'deviceLost' && (
          <button type="button" class="fn-button" onClick={() => void run.goOnLastGood()}>
            Go on from step {grouped(fault.step)}
          </button>
        )}
        {fault.kind === 'failed' && <RetryButtons run={run} />}
      </div>
    </div>
  );
}

function CalmerButton({ run }: { run: TrainingRun }) {
  const settings = run.record.value?.settings;
  if (!settings) return null;
  const learningRate = tenth(settings.learningRate);
  const start = () => {
    run.draft.value = { ...settings, learningRate };
    void run.start();
  };
  return (
    <button type="button" class="fn-button" onClick={start}>
      New run with learning rate {grouped(learningRate)}
    </button>
  );
}

function RetryButtons({ run }: { run: TrainingRun }) {
  const saved = run.saved.value;
  return (
    <>
      {saved && !saved.inUse && (
        <button type="button" class="fn-button" onClick={() => void run.goOnSaved()}>
          Go on from step {grouped(saved.step)}
        </button>
      )}
      <button type="button" class="fn-button" onClick={() => void run.start()}>
        Start again
      </button>
    </>
  );
}
