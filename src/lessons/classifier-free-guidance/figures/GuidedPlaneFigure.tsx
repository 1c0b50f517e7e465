/** Guidance in the plane, exactly: how the scale bends the walks, where they end, and how far that is from the class. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { PlaneView } from '../../../components/plane/PlaneView.tsx';
import './figures.css';
import {
  type ArrowsOf,
  classNames,
  type GuidedWalk,
  ofClass,
  type PlaneClass,
  type PlaneGuidance,
  readAs,
  type Spread,
  sharesOfBlobs,
  sharpened,
  spreadOf,
  spreadOfMixture,
  starts,
  walkGuided,
} from './guidedPlane.ts';
import { arrowsPicture, walkPicture } from './planePicture.ts';
import { lastStep } from './schedule.ts';
import { percent, scaleText, signed } from './words.ts';

const start: PlaneGuidance = { towards: 0, avoid: null, scale: 1 };
const startT = 500;
const largestScale = 15;

type Show = 'walks' | ArrowsOf;

const shows: readonly { readonly value: Show; readonly label: string }[] = [
  { value: 'walks', label: 'the walks' },
  { value: 'cond', label: 'score, class' },
  { value: 'other', label: 'score, no class' },
  { value: 'difference', label: 'difference' },
  { value: 'guided', label: 'guided' },
];

export default function GuidedPlaneFigure() {
  const [guidance, setGuidance] = useState<PlaneGuidance>(start);
  const [show, setShow] = useState<Show>('walks');
  const [t, setT] = useState(startT);
  const { seed, setSeed, seedControl } = usePageSeed();
  const change = (part: Partial<PlaneGuidance>) => setGuidance((now) => ({ ...now, ...part }));
  const walk = useMemo(() => walkGuided(guidance, seed), [guidance, seed]);
  const picture = useMemo(
    () => (show === 'walks' ? walkPicture(guidance, walk) : arrowsPicture(guidance, t, show)),
    [guidance, walk, show, t],
  );
  const reading = describe(guidance, walk);
  return (
    <Figure
      id="cfg-plane"
      title="Guidance bends the walks"
      badge="exact formula"
      reading={reading}
      onReset={() => {
        setGuidance(start);
        setShow('walks');
        setT(startT);
        setSeed(firstSeed);
      }}
    >
      <div class="fn-row">
        <PlaneClassSelect
          label="Class"
          name="class"
          value={guidance.towards}
          onChange={(towards) =>
            change({ towards: towards!, ...(towards === guidance.avoid ? { avoid: null } : {}) })
          }
        />
        <PlaneClassSelect
          label="Class to avoid"
          name="avoid"
          value={guidance.avoid}
          without={guidance.towards}
          none
          onChange={(avoid) => change({ avoid })}
        />
        {seedControl}
      </div>
      <Choices
        legend="Show"
        value={show}
        options={shows.map(({ value, label }) => ({
          value,
          label: value === 'other' && guidance.avoid !== null ? 'score, to avoid' : label,
        }))}
        onChange={setShow}
      />
      <div class="fn-cfg-plane">
        <PlaneView picture={picture} label={reading} name="plane" />
      </div>
      <Legend show={show} towards={guidance.towards} />
      <Slider
        label="Guidance scale w"
        name="scale"
        role="condition"
        value={guidance.scale}
        min={0}
        max={largestScale}
        step={0.25}
        format={scaleText}
        onInput={(scale) => change({ scale })}
      />
      {show !== 'walks' && <TimestepSlider t={t} lastStep={lastStep} onInput={setT} />}
      <SpreadTable guidance={guidance} walk={walk} />
    </Figure>
  );
}

interface PlaneClassSelectProps {
  readonly label: string;
  readonly name: string;
  readonly value: PlaneClass | null;
  readonly without?: PlaneClass;
  readonly none?: boolean;
  readonly onChange: (cls: PlaneClass | null) => void;
}

function PlaneClassSelect(props: PlaneClassSelectProps) {
  const { label, name, value, without, none = false, onChange } = props;
  return (
    <label class="fn-toggle">
      <span>{label}</span>
      <select
        name={name}
        value={value ?? ''}
        onChange={({ currentTarget: { value: chosen } }) =>
          onChange(chosen === '' ? null : (Number(chosen) as PlaneClass))
        }
      >
        {none && <option value="">none</option>}
        {classNames.map(
          (className, cls) =>
            cls !== without && (
              <option value={cls} key={className}>
                {className}
              </option>
            ),
        )}
      </select>
    </label>
  );
}

function Legend({ show, towards }: { readonly show: Show; readonly towards: PlaneClass }) {
  const name = classNames[towards];
  const walks = show === 'walks';
  return (
    <ul class="fn-legend">
      <Key colour="var(--fn-data)">class {name}</Key>
      <Key colour="color-mix(in srgb, var(--fn-data) 40%, transparent)">the other classes</Key>
      {walks && <Key colour="var(--fn-noise)">walks from noise</Key>}
      {walks && <Key colour="var(--fn-condition)">where all {starts} end</Key>}
    </ul>
  );
}

function Key({
  colour,
  children,
}: {
  readonly colour: string;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <li>
      <span class="fn-swatch" style={{ background: colour }} />
      {children}
    </li>
  );
}

interface SpreadTableProps {
  readonly guidance: PlaneGuidance;
  readonly walk: GuidedWalk;
}

/** The class, the walks' ends and, without a class to avoid, the sharpened distribution. */
function SpreadTable({ guidance, walk }: SpreadTableProps) {
  const { towards, avoid, scale } = guidance;
  const sharp = useMemo(
    () => (avoid === null ? sharpened(towards, scale) : null),
    [towards, avoid, scale],
  );
  return (
    <div class="fn-table-scroll">
      <table class="fn-cfg-table" data-table="spread">
        <thead>
          <tr>
            <th scope="col">points of</th>
            <th scope="col">mean</th>
            <th scope="col">spread</th>
          </tr>
        </thead>
        <tbody>
          <SpreadRow
            head={`class ${classNames[towards]} itself`}
            of={spreadOfMixture(ofClass[towards]!)}
          />
          <SpreadRow head={`the walks at w = ${scaleText(scale)}`} of={spreadOf(walk.ends)} />
          {sharp && <SpreadRow head="the sharpened distribution" of={sharp} />}
        </tbody>
      </table>
    </div>
  );
}

function SpreadRow({ head, of }: { readonly head: string; readonly of: Spread }) {
  return (
    <tr>
      <th scope="row">{head}</th>
      <td>
        ({signed(of.mean[0], 2)}, {signed(of.mean[1], 2)})
      </td>
      <td>{of.spread.toFixed(2)}</td>
    </tr>
  );
}

function describe(guidance: PlaneGuidance, { ends }: GuidedWalk): string {
  const { towards, avoid, scale } = guidance;
  const name = classNames[towards];
  const [own, here] = [spreadOfMixture(ofClass[towards]!), spreadOf(ends)];
  const off = Math.hypot(here.mean[0] - own.mean[0], here.mean[1] - own.mean[1]);
  const from = avoid === null ? '' : ` and away from ${classNames[avoid]}`;
  const shares = sharesOfBlobs(ends, towards);
  const blobs =
    shares.length > 1
      ? ` Nearest to its outer blob end ${percent(shares[0]!)}, to its inner one ${percent(shares[1]!)}.`
      : '';
  return (
    `${starts} walks towards class ${name}${from} at w = ${scaleText(scale)}: ${percent(readAs(ends, towards))} end where Bayes’ ` +
    `rule reads ${name}. Their mean is ${off.toFixed(2)} from the class’s own, and their spread is ${here.spread.toFixed(2)}, ` +
    `where the class’s is ${own.spread.toFixed(2)}.${blobs}`
  );
}
