/** Lets the reader take a schedule along: the code that makes its betas, or the betas themselves. */
import { useState } from 'preact/hooks';
import { Choices, Toggle } from '../../../components/controls/Choices.tsx';
import { type ScheduleName, schedules } from '../../../lib/diffusion/index.ts';
import { arrayCode, type CodeLanguage, scheduleCode } from '../scheduleCode.ts';
import { CopyCode } from './CopyCode.tsx';
import type { ShownSchedule } from './CurveReadout.tsx';
import type { ParameterValues } from './ScheduleControls.tsx';

/** The languages on offer. */
export const languages: readonly { value: CodeLanguage; label: string }[] = [
  { value: 'python', label: 'Python' },
  { value: 'typescript', label: 'TypeScript' },
];

export interface CurvesCodeProps {
  readonly shown: readonly ShownSchedule[];
  readonly parameters: Readonly<Record<ScheduleName, ParameterValues>>;
  readonly T: number;
  readonly zeroTerminalSnr: boolean;
}

/** Closed at first; the code is made only while it is open. */
export function CurvesCode({ shown, parameters, T, zeroTerminalSnr }: CurvesCodeProps) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState<ScheduleName>('cosine');
  const [language, setLanguage] = useState<CodeLanguage>('python');
  const [asArray, setAsArray] = useState(false);
  const chosen = shown.find(({ name }) => name === wanted) ?? shown[0];
  if (!chosen) return null;
  const { name, schedule } = chosen;
  const title = `${schedules[name].label} schedule, T = ${T}`;
  const request = { name, options: { T, ...parameters[name] }, zeroTerminalSnr };
  const code = () =>
    asArray ? arrayCode(language, title, schedule.betas) : scheduleCode(language, request);
  return (
    <details class="fn-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Take the betas with you, as code</summary>
      <div class="fn-code-box">
        <Choices
          legend="Schedule"
          value={name}
          options={shown.map((each) => ({ value: each.name, label: schedules[each.name].label }))}
          onChange={setWanted}
        />
        <div class="fn-row">
          <Choices legend="Language" value={language} options={languages} onChange={setLanguage} />
          <Toggle label="The numbers, not the formula" checked={asArray} onChange={setAsArray} />
        </div>
        {open && <CopyCode code={code()} label={`Code of the betas: ${title}`} />}
      </div>
    </details>
  );
}
