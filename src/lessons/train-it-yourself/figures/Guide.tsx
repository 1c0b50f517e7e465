/** Walks the reader through a first run: what to notice in the pictures while the loss falls. */
import { useState } from 'preact/hooks';
import { presetOf } from '../presets.ts';
import { lastLoss, type Phase, type RunRecord } from '../run/runRecord.ts';
import { stages } from './stages.ts';

/** Which stage a run is in. */
export function stageOf(record: RunRecord | null): number {
  const loss = record ? lastLoss(record) : Number.NaN;
  return Math.max(
    0,
    stages.findLastIndex((stage) => loss <= stage.loss),
  );
}

function noticeFor(phase: Phase, stage: number): string {
  if (phase === 'idle') {
    return 'Press “Start training”. The network, the noise and the digits are all in this tab; nothing is sent anywhere.';
  }
  if (phase === 'opening') return 'The pictures are loaded and the shaders compiled, once.';
  if (phase === 'finished') {
    return 'Done. Go back along the film with the slider: when does the 0 close, and when does the 8 get its waist? Then try an experiment; this run stays on show to compare with.';
  }
  return stages[stage]!.notice;
}

/** The guide, for runs with the first run's settings; it can be put away. */
export function Guide({ record, phase }: { record: RunRecord | null; phase: Phase }) {
  const [open, setOpen] = useState(true);
  const guided = !record || presetOf(record.settings)?.id === 'try-first-run';
  if (!open || !guided) return null;
  const stage = stageOf(record);
  return (
    <section class="fn-guide" aria-label="Your first run, step by step">
      <div class="fn-row fn-spread">
        <ol>
          {stages.map(({ name }, i) => (
            <li
              key={name}
              aria-current={record && i === stage ? 'step' : undefined}
              data-done={record !== null && i <= stage}
            >
              {name}
            </li>
          ))}
        </ol>
        <button type="button" class="fn-button fn-button-quiet" onClick={() => setOpen(false)}>
          Hide the guide
        </button>
      </div>
      <p>{noticeFor(phase, stage)}</p>
    </section>
  );
}
