/** The coefficients of two samplers side by side: the same network, the same steps, and what each does with the answers. */
import { useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import {
  type SamplerName,
  type SamplerTable,
  samplerNames,
  samplers,
  type TimestepSpacing,
  timestepSpacings,
} from '../../../lib/diffusion/index.ts';
import { CoefficientTable } from './CoefficientTable.tsx';
import './figures.css';
import { schedule } from './models.ts';
import { columns, differing, heldAfter, largestGap, printedRows, usesEarlier } from './tables.ts';
import { amount, counted } from './words.ts';

interface Settings {
  readonly left: SamplerName;
  readonly right: SamplerName;
  readonly steps: number;
  readonly eta: number;
  readonly spacing: TimestepSpacing;
}

const startSettings: Settings = {
  left: 'ddpm',
  right: 'ddim',
  steps: 5,
  eta: 0,
  spacing: 'trailing',
};

const takesEta = (name: SamplerName) => samplers[name].options.includes('eta');

function tableOf(name: SamplerName, { steps, spacing, eta }: Settings): SamplerTable {
  return samplers[name].make(schedule, { steps, spacing, ...(takesEta(name) ? { eta } : {}) });
}

export default function TablesFigure() {
  const [settings, setSettings] = useState(startSettings);
  const change = (part: Partial<Settings>) => setSettings((now) => ({ ...now, ...part }));
  const { left, right, steps, eta, spacing } = settings;
  const tables = [tableOf(left, settings), tableOf(right, settings)] as const;
  const earlier = tables.some(usesEarlier);
  const rows = [printedRows(tables[0]), printedRows(tables[1])] as const;
  return (
    <Figure
      id="ddim-tables"
      title="Two samplers as tables of numbers"
      badge="exact formula"
      reading={describe(settings, tables)}
      onReset={() => setSettings(startSettings)}
    >
      <div class="fn-row">
        <SamplerSelect
          label="Left"
          name="left"
          value={left}
          onChange={(next) => change({ left: next })}
        />
        <SamplerSelect
          label="Right"
          name="right"
          value={right}
          onChange={(next) => change({ right: next })}
        />
      </div>
      <Slider
        label="Steps"
        name="steps"
        value={steps}
        min={1}
        max={12}
        format={(value) => counted(value, 'step')}
        onInput={(next) => change({ steps: next })}
      />
      <Slider
        label="Share of fresh noise η, of DDIM and the ancestral sampler"
        name="eta"
        role="noise"
        value={eta}
        min={0}
        max={1}
        step={0.05}
        format={(value) => value.toFixed(2)}
        disabled={!takesEta(left) && !takesEta(right)}
        onInput={(next) => change({ eta: next })}
      />
      <Choices
        legend="Visited steps"
        value={spacing}
        options={timestepSpacings.map((value) => ({ value, label: value }))}
        onChange={(next) => change({ spacing: next })}
      />
      <div class="fn-ddim-tables" data-earlier={earlier}>
        <CoefficientTable
          name="left"
          title={titleOf(left, eta)}
          rows={rows[0]}
          other={rows[1]}
          earlier={earlier}
        />
        <CoefficientTable
          name="right"
          title={titleOf(right, eta)}
          rows={rows[1]}
          other={rows[0]}
          earlier={earlier}
        />
      </div>
      <p class="fn-note">
        Cosine schedule, T = 1000. What is printed differently in the two tables stands out. A prime
        marks what the row before saw or predicted. The last two columns are what the new x then
        holds, if the prediction was right.
      </p>
    </Figure>
  );
}

const titleOf = (name: SamplerName, eta: number): string =>
  `${samplers[name].label}${takesEta(name) ? `, η = ${eta.toFixed(2)}` : ''}`;

interface SamplerSelectProps {
  readonly label: string;
  readonly name: string;
  readonly value: SamplerName;
  readonly onChange: (value: SamplerName) => void;
}

function SamplerSelect({ label, name, value, onChange }: SamplerSelectProps) {
  return (
    <label class="fn-toggle">
      <span>{label}</span>
      <select
        name={name}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as SamplerName)}
      >
        {samplerNames.map((option) => (
          <option value={option} key={option}>
            {samplers[option].label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How many numbers are printed differently, how far apart they are, and whether both arrive at the same noise levels. */
function describe(
  { left, right, eta }: Settings,
  [a, b]: readonly [SamplerTable, SamplerTable],
): string {
  const names = `${titleOf(left, eta)} and ${titleOf(right, eta)}`;
  const gap = largestGap(a, b);
  if (gap === null) {
    return `${names} ask the network at ${counted(a.length, 'row')} and ${counted(b.length, 'row')}: their tables are not as long.`;
  }
  const [rowsA, rowsB] = [printedRows(a), printedRows(b)];
  const numbers = columns.filter((column) => column !== 'earlier' || [a, b].some(usesEarlier));
  const cells = rowsA.reduce((sum, row, i) => sum + differing(row, rowsB[i]).size, 0);
  const [heldA, heldB] = [heldAfter(a), heldAfter(b)];
  const apart = Math.max(
    ...heldA.map(({ signal, sigma }, i) =>
      Math.max(Math.abs(signal - heldB[i]!.signal), Math.abs(sigma - heldB[i]!.sigma)),
    ),
  );
  const levels =
    apart < 1e-9 ? 'Both arrive at the same noise levels.' : 'They arrive at other noise levels.';
  return (
    `${names}, ${counted(a.length, 'row')} each: ${cells} of ${numbers.length * a.length} entries are printed ` +
    `differently; the largest difference of two factors is ${amount(gap)}. ${levels}`
  );
}
