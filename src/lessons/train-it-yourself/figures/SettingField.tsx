/** One setting of the form: its label, its control, its sentence, and a way to the paragraph that explains it. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { SettingDescription, TrainingSettings } from '../../../lib/training/settings.ts';
import { classNames, optionLabels } from '../run/words.ts';

export interface SettingFieldProps {
  readonly description: SettingDescription;
  readonly settings: TrainingSettings;
  /** What is wrong with the value, as a sentence. */
  readonly fault: string | undefined;
  readonly onChange: (part: Partial<TrainingSettings>) => void;
}

export function SettingField(props: SettingFieldProps) {
  const { description, fault } = props;
  const id = useId();
  const { label, sentence, paragraph } = description;
  return (
    <div class="fn-setting" data-setting={description.key}>
      <SettingControl {...props} id={id} />
      <p class="fn-note" id={`${id}-says`}>
        {sentence}{' '}
        <a href={`#${paragraph}`} onClick={() => openParagraph(paragraph)}>
          Why does it matter?<span class="fn-sr"> {label}</span>
        </a>
      </p>
      {fault && (
        <p class="fn-setting-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** Opens what the paragraph is folded into, so that the link has somewhere to jump to. */
function openParagraph(id: string): void {
  document.getElementById(id)?.closest('details')?.setAttribute('open', '');
}

type ControlProps = SettingFieldProps & { readonly id: string };

function SettingControl(props: ControlProps) {
  const { kind } = props.description;
  if (kind === 'classes') return <ClassPicker {...props} />;
  return kind === 'number' ? <NumberControl {...props} /> : <ChoiceControl {...props} />;
}

/** What the text stands for; no number where it stands for none. A comma may be the decimal point. */
export function parseNumber(text: string): number {
  const plain = text.trim().replace(',', '.');
  return plain === '' ? Number.NaN : Number(plain);
}

function NumberControl({ description, settings, fault, onChange, id }: ControlProps) {
  const { key, label } = description;
  const value = settings[key] as number;
  const [text, setText] = useState(String(value));
  // A preset, a file or a reset may set the value from outside; what is being typed stays as typed.
  useEffect(() => {
    setText((typed) => (Object.is(parseNumber(typed), value) ? typed : String(value)));
  }, [value]);
  return (
    <>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        name={key}
        value={text}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-says${fault ? ` ${id}-fault` : ''}`}
        onInput={(event) => {
          setText(event.currentTarget.value);
          onChange({ [key]: parseNumber(event.currentTarget.value) });
        }}
      />
    </>
  );
}

function ChoiceControl({ description, settings, onChange, id }: ControlProps) {
  const { key, label } = description;
  const values = description.kind === 'choice' ? description.values : [];
  return (
    <>
      <label for={id}>{label}</label>
      <select
        id={id}
        name={key}
        value={String(settings[key])}
        aria-describedby={`${id}-says`}
        onChange={(event) => onChange(chosen(key, event.currentTarget.value))}
      >
        {values.map((value) => (
          <option value={value} key={value}>
            {optionLabels[key]?.[value] ?? value}
          </option>
        ))}
      </select>
    </>
  );
}

/** Another data set has other classes: all of them are chosen. */
function chosen(key: keyof TrainingSettings, value: string): Partial<TrainingSettings> {
  if (key !== 'data') return { [key]: value };
  const data = value as TrainingSettings['data'];
  return { data, classes: classNames(data).map((_, label) => label) };
}

function ClassPicker({ description, settings, fault, onChange, id }: ControlProps) {
  const { data, classes } = settings;
  const names = classNames(data);
  const toggle = (label: number, on: boolean) =>
    onChange({
      classes: on
        ? [...classes, label].sort((a, b) => a - b)
        : classes.filter((other) => other !== label),
    });
  return (
    <fieldset class="fn-classes" aria-describedby={`${id}-says${fault ? ` ${id}-fault` : ''}`}>
      <legend>{description.label}</legend>
      {names.length === 0 && <span class="fn-note">Your own pictures have none.</span>}
      {names.map((name, label) => (
        <label class="fn-choice" key={name}>
          <input
            type="checkbox"
            checked={classes.includes(label)}
            onChange={(event) => toggle(label, event.currentTarget.checked)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
