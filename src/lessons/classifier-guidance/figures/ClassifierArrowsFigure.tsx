/** Classifier guidance in the plane, exactly: the arrows of the scores at one t, and where walks along them end. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { type PlanePicture, PlaneView } from '../../../components/plane/PlaneView.tsx';
import { makeRng, sampleGaussianMixture } from '../../../lib/diffusion/index.ts';
import type { Role } from '../../notation.ts';
import { EndsTable } from './EndsTable.tsx';
import './figures.css';
import { drawnArrows, extent, type FieldName, type Fields, fieldsAt, places } from './fields.ts';
import {
  type Ends,
  measureEnds,
  measureSharpened,
  planeSchedule,
  walkGuided,
} from './guidedWalk.ts';
import { classMixtures, classNames } from './labelledClusters.ts';
import { amount, percentWords, share } from './words.ts';

/** How many points walk, and how many of them leave a path. */
export const walkers = 200;
const paths = 24;
const steps = 50;
/** Half-width of the square in which the walks are shown: strongly steered ones swing far out. */
const walkExtent = 4.4;
const lastStep = planeSchedule.T - 1;

interface Settings {
  readonly y: number;
  readonly scale: number;
  readonly t: number;
  readonly field: FieldName;
  readonly sampler: 'ddim' | 'ddpm';
}

const start: Settings = { y: 0, scale: 1, t: 500, field: 'sum', sampler: 'ddim' };

const fieldChoices: readonly { value: FieldName; label: string }[] = [
  { value: 'all', label: 'all data' },
  { value: 'classifier', label: 'classifier' },
  { value: 'sum', label: 'sum' },
  { value: 'class', label: 'the class alone' },
];
const fieldRoles: Record<FieldName, Role> = {
  all: 'prediction',
  classifier: 'condition',
  sum: 'plain',
  class: 'data',
};
const samplerChoices = [
  { value: 'ddim', label: 'DDIM' },
  { value: 'ddpm', label: 'DDPM' },
] as const;
const classChoices = classNames.map((label, y) => ({ value: String(y), label }));

/** The data behind everything: the wanted class apart from the others, the same points in every picture. */
function cloudOf(y: number): { readonly others: Float64Array; readonly own: Float64Array } {
  const parts = classMixtures.map(
    (mixture, other) =>
      sampleGaussianMixture(mixture, other === 0 ? 160 : 120, makeRng(`cloud/${other}`)).points,
  );
  const others = parts.filter((_, other) => other !== y);
  return { others: Float64Array.from(others.flatMap((part) => [...part])), own: parts[y]! };
}

const clouds = classMixtures.map((_, y) => cloudOf(y));

export default function ClassifierArrowsFigure() {
  const { seed, setSeed, seedControl } = usePageSeed();
  const [settings, setSettings] = useState(start);
  const { y, scale, t, sampler } = settings;
  const change = (part: Partial<Settings>) => setSettings((now) => ({ ...now, ...part }));
  const fields = useMemo(() => fieldsAt(t, y, scale), [t, y, scale]);
  const frames = useMemo(
    () => walkGuided({ sampler, steps, y, scale, points: walkers, seed }),
    [sampler, y, scale, seed],
  );
  const ends = useMemo(() => measureEnds(frames.at(-1)!, y), [frames, y]);
  const sharpened = useMemo(() => measureSharpened(y, scale), [y, scale]);
  const reset = () => {
    setSettings(start);
    setSeed(firstSeed);
  };
  const reading = describe(settings, fields, ends, sharpened);
  return (
    <Figure
      id="classifier-arrows"
      title="The same in the plane, where everything is exact"
      badge="exact formula: Gaussian clusters with three labels"
      reading={reading}
      onReset={reset}
    >
      <div class="fn-row">
        <Choices
          legend="Wanted class"
          value={String(y)}
          options={classChoices}
          onChange={(value) => change({ y: Number(value) })}
        />
        <Choices
          legend="Walk"
          value={sampler}
          options={samplerChoices}
          onChange={(value) => change({ sampler: value })}
        />
        {seedControl}
      </div>
      <Slider
        label="Scale γ of the classifier’s gradient"
        name="scale"
        role="condition"
        value={scale}
        min={0}
        max={10}
        step={0.5}
        format={(value) => value.toFixed(1)}
        onInput={(value) => change({ scale: value })}
      />
      <div class="fn-columns">
        <ArrowsPanel settings={settings} fields={fields} change={change} />
        <WalkPanel settings={settings} frames={frames} reading={reading} />
      </div>
      <EndsTable y={y} scale={scale} ends={ends} sharpened={sharpened} />
    </Figure>
  );
}

interface ArrowsPanelProps {
  readonly settings: Settings;
  readonly fields: Fields;
  readonly change: (part: Partial<Settings>) => void;
}

function ArrowsPanel({ settings, fields, change }: ArrowsPanelProps) {
  const { y, t, field, scale } = settings;
  const picture = useMemo<PlanePicture>(() => {
    const vectors = drawnArrows(fields[field], t);
    return { ...behind(y), arrows: { at: places, vectors, role: fieldRoles[field] } };
  }, [fields, field, t, y]);
  const name = fieldChoices.find(({ value }) => value === field)!.label;
  return (
    <div class="fn-guide-plane">
      <p class="fn-panel-title fn-guide-left">Arrows at t = {t}</p>
      <PlaneView name="arrows" picture={picture} label={`Arrows at t = ${t}: ${name}`} />
      <Choices
        legend="Show"
        value={field}
        options={fieldChoices}
        onChange={(value) => change({ field: value })}
      />
      <TimestepSlider t={t} lastStep={lastStep} onInput={(value) => change({ t: value })} />
      <p class="fn-note" data-apart={fields.apart}>
        {apartWords(fields.apart, scale)} Long arrows are cut.
      </p>
    </div>
  );
}

interface WalkPanelProps {
  readonly settings: Settings;
  readonly frames: readonly Float64Array[];
  readonly reading: string;
}

function WalkPanel({ settings, frames, reading }: WalkPanelProps) {
  const { y, sampler } = settings;
  const picture = useMemo<PlanePicture>(() => {
    const trails = Array.from({ length: paths }, (_, n) => ({
      xy: Float64Array.from(frames.flatMap((frame) => [frame[2 * n]!, frame[2 * n + 1]!])),
      role: 'plain' as const,
    }));
    const ends = { xy: frames.at(-1)!, role: 'prediction' as const };
    const { data, groups } = behind(y);
    return { extent: walkExtent, data, paths: trails, groups: [...groups, ends] };
  }, [frames, y]);
  return (
    <div class="fn-guide-plane">
      <p class="fn-panel-title fn-guide-left">
        {walkers} walks from the same noise, {samplerName(sampler)}
      </p>
      <PlaneView name="walks" picture={picture} label={reading} />
      <ul class="fn-legend">
        <li class="role-condition">
          <span class="fn-swatch" />
          class {classNames[y]}
        </li>
        <li class="role-data">
          <span class="fn-swatch" />
          the other classes
        </li>
        <li class="role-prediction">
          <span class="fn-swatch" />
          where the walks end
        </li>
      </ul>
      <p class="fn-note">
        {steps} steps; {paths} of the walks with their paths.
      </p>
    </div>
  );
}

/** The clouds of data in a picture. */
function behind(y: number) {
  const { others, own } = clouds[y]!;
  return { extent, data: others, groups: [{ xy: own, role: 'condition' as const }] };
}

const samplerName = (sampler: Settings['sampler']) => (sampler === 'ddim' ? 'DDIM' : 'DDPM');

/** What the largest difference between the sum and the class's own score says. */
function apartWords(apart: number, scale: number): string {
  const words = `Largest difference between the sum and the score of the class alone: ${amount(apart)}`;
  return scale === 1 ? `${words}, which is rounding.` : `${words}.`;
}

function describe(
  { y, scale, sampler }: Settings,
  fields: Fields,
  ends: Ends,
  sharpened: Ends,
): string {
  const name = classNames[y]!;
  const first =
    `Steered to class ${name} with scale ${scale.toFixed(1)}, ${share(ends.right, 1)} of the ${walkers} ` +
    `${samplerName(sampler)} walks end in it, and the exact classifier is sure of it to ${percentWords(ends.sureness)} on average.`;
  const [left] = ends.clusterShares;
  const clusters =
    ends.clusterShares.length > 1
      ? ` Of those in the class, ${share(left!, 1)} are in its lonely cluster; in the sharpened distribution it would be ${share(sharpened.clusterShares[0]!, 1)}.`
      : '';
  return `${first}${clusters} ${apartWords(fields.apart, scale)}`;
}
