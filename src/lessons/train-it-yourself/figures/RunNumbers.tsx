/** What the run costs and how far it is, in numbers that keep their places. */
import type { RunRecord, Speed } from '../run/runRecord.ts';
import { durationText, grouped, megabytes } from '../run/words.ts';

export interface RunNumbersProps {
  readonly record: RunRecord | null;
  readonly speed: Speed | null;
  readonly running: boolean;
}

/** Steps a second: one decimal where that says something. */
const speedText = (value: number) => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

export function RunNumbers({ record, speed, running }: RunNumbersProps) {
  const seen = record ? record.step * record.settings.batchSize : 0;
  return (
    <dl class="fn-numbers">
      <Entry
        name="step"
        label="Step"
        value={record && grouped(record.step)}
        detail={record && `of ${grouped(record.settings.steps)}`}
      />
      <Entry
        name="speed"
        label="Speed"
        value={speed && speedText(speed.stepsPerSecond)}
        detail="steps a second"
      />
      <Entry
        name="left"
        label="Time left"
        value={speed && running ? durationText(speed.secondsLeft) : null}
        detail="about"
      />
      <Entry
        name="examples"
        label="Examples seen"
        value={record && grouped(seen)}
        detail={record && `each ${(seen / record.examples).toFixed(1)} times`}
      />
      <Entry
        name="memory"
        label="Memory held"
        value={speed && megabytes(speed.memory.bytes)}
        detail={speed && `${grouped(speed.memory.tensors)} tensors`}
      />
    </dl>
  );
}

interface EntryProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | null;
  readonly detail: string | null;
}

function Entry({ name, label, value, detail }: EntryProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-number={name}>
        {value ?? '–'} <span class="fn-note">{value === null ? '' : detail}</span>
      </dd>
    </div>
  );
}
