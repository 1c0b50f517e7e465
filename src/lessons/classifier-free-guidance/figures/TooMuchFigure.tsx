/** Strong guidance and its remedies, side by side from the same noise, with what each does to the pixels. */
import { useMemo, useRef, useState } from 'preact/hooks';
import { Toggle } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { type DrawRequest, picturesOf } from '../../../components/model/useDraw.ts';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import './figures.css';
import { ClassSelect, imageOf, ModelChoice, type ModelId, sizeOf } from './models.tsx';
import { pictureNumbers, shownDistance } from './pictureNumbers.ts';
import {
  images,
  movedInterval,
  type RemedyChoice,
  type RemedyName,
  type RowNumbers,
  remedyLabels,
  remedyNames,
  remedySettings,
  remedyTitle,
  rowWords,
  startChoice,
} from './remedies.ts';
import { lastStep } from './schedule.ts';
import { type DrawnRow, rowKey, useRows } from './useRows.ts';
import { scaleText } from './words.ts';

const startClass = 3;
const startRows: readonly RemedyName[] = remedyNames;
/** A frame every so many steps. */
const frameEvery = 5;
const largestScale = 15;

/** A row that is wanted, and what is drawn of it. */
interface Row {
  readonly name: RemedyName;
  readonly drawn: DrawnRow | null;
  /** Of the finished images. */
  readonly numbers: RowNumbers | null;
}

export default function TooMuchFigure() {
  const [id, setId] = useState<ModelId>('digits-8');
  const [cls, setCls] = useState(startClass);
  const [choice, setChoice] = useState(startChoice);
  const [names, setNames] = useState(startRows);
  const { seed, setSeed, seedControl } = usePageSeed();
  const model = useShippedModel(id);
  const change = (part: Partial<RemedyChoice>) => setChoice((now) => ({ ...now, ...part }));
  const shown = remedyNames.filter((name) => names.includes(name));
  const requests = shown.map((name) => requestOf(name, { choice, cls, seed }));
  const { rows, problem, retry } = useRows(model, requests);
  const found = useFound(shown, rows, id, requests);
  const reading = describe(id, cls, choice, found);
  return (
    <Figure
      id="cfg-too-much"
      title="Too much, and what mends it"
      badge={modelBadge(model.state, id)}
      reading={reading}
      onReset={() => {
        setId('digits-8');
        setCls(startClass);
        setChoice(startChoice);
        setNames(startRows);
        setSeed(firstSeed);
      }}
    >
      <ModelStatus model={model} problem={problem} onRetry={retry} />
      <div class="fn-row">
        <ModelChoice id={id} onChange={setId} />
        <ClassSelect
          id={id}
          label="Class"
          name="class"
          value={cls}
          onChange={(next) => setCls(next!)}
        />
        {seedControl}
      </div>
      <div class="fn-row">
        {remedyNames.map((name) => (
          <Toggle
            key={name}
            label={remedyLabels[name]}
            checked={names.includes(name)}
            onChange={(on) =>
              setNames((now) => (on ? [...now, name] : now.filter((other) => other !== name)))
            }
          />
        ))}
      </div>
      <RemedySliders choice={choice} change={change} />
      <Rows found={found} choice={choice} size={sizeOf(id)} />
      <Timing found={found} />
    </Figure>
  );
}

interface Asked {
  readonly choice: RemedyChoice;
  readonly cls: number;
  readonly seed: number;
}

function requestOf(name: RemedyName, { choice, cls, seed }: Asked): DrawRequest {
  return {
    classes: new Array<number>(images).fill(cls),
    settings: remedySettings(name, choice),
    seed,
    start: null,
    direction: 'toImages',
    frameEvery,
  };
}

/** Each wanted row with its pictures and their numbers. */
function useFound(
  shown: readonly RemedyName[],
  rows: Readonly<Record<string, DrawnRow>>,
  id: ModelId,
  requests: readonly DrawRequest[],
): readonly Row[] {
  const keys = requests.map((request) => rowKey(id, request)).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys name the requests and the rows
  return useMemo(() => {
    const drawn = requests.map((request) => rows[rowKey(id, request)] ?? null);
    const plain = drawn[shown.indexOf('plain')] ?? null;
    return shown.map((name, i) => {
      const row = drawn[i] ?? null;
      return { name, drawn: row, numbers: row?.done ? numbersOf(row, plain, id) : null };
    });
  }, [rows, keys]);
}

/** A finished row's numbers, also against the row without guidance once that is finished. */
function numbersOf(row: DrawnRow, plain: DrawnRow | null, id: ModelId): RowNumbers {
  const compared = plain?.done && plain !== row;
  return {
    ...pictureNumbers(row.pictures, sizeOf(id) ** 2),
    fromPlain: compared ? shownDistance(row.pictures, plain.pictures) : null,
  };
}

interface RemedySlidersProps {
  readonly choice: RemedyChoice;
  readonly change: (part: Partial<RemedyChoice>) => void;
}

function RemedySliders({ choice, change }: RemedySlidersProps) {
  const { scale, rescale, from, to } = choice;
  return (
    <div class="fn-cfg-two">
      <Slider
        label="Guidance scale w"
        name="scale"
        role="condition"
        value={scale}
        min={1.5}
        max={largestScale}
        step={0.5}
        format={scaleText}
        onInput={(next) => change({ scale: next })}
      />
      <Slider
        label="Rescale φ"
        name="rescale"
        role="condition"
        value={rescale}
        min={0}
        max={1}
        step={0.05}
        format={(value) => value.toFixed(2)}
        onInput={(next) => change({ rescale: next })}
      />
      <Slider
        label="Guide from t ="
        name="from"
        role="noise"
        value={from}
        min={0}
        max={lastStep}
        onInput={(next) => change(movedInterval(choice, { from: next }))}
      />
      <Slider
        label="Guide to t ="
        name="to"
        role="noise"
        value={to}
        min={0}
        max={lastStep}
        onInput={(next) => change(movedInterval(choice, { to: next }))}
      />
    </div>
  );
}

interface RowsProps {
  readonly found: readonly Row[];
  readonly choice: RemedyChoice;
  readonly size: number;
}

function Rows({ found, choice, size }: RowsProps) {
  return (
    <div class="fn-cfg-rows">
      {found.map(({ name, drawn, numbers }) => (
        <div key={name} data-remedy={name} data-done={numbers ? 'true' : 'false'}>
          <div class="fn-cfg-row-head">
            <p class="fn-panel-title fn-left">{remedyTitle(name, choice)}</p>
            <span class="fn-note">
              {numbers ? rowWords(numbers) : drawn ? 'drawing' : 'to come'}
            </span>
          </div>
          <RowPictures name={name} drawn={drawn} size={size} label={remedyTitle(name, choice)} />
        </div>
      ))}
    </div>
  );
}

interface RowPicturesProps {
  readonly name: RemedyName;
  readonly drawn: DrawnRow | null;
  readonly size: number;
  readonly label: string;
}

function RowPictures({ name, drawn, size, label }: RowPicturesProps) {
  // Until a changed row's first picture comes, the one before stays, faded.
  const last = useRef<Float32Array | null>(null);
  if (drawn) last.current = drawn.pictures;
  const fits = last.current?.length === images * size * size;
  const pixels = fits ? last.current : null;
  const pictures = useMemo(
    () => (pixels ? picturesOf(pixels, size) : new Array<null>(images).fill(null)),
    [pixels, size],
  );
  return (
    <div class="fn-cfg-pictures" data-stale={drawn ? 'false' : 'true'}>
      <PictureGridView
        name={`remedy-${name}`}
        pictures={pictures}
        size={size}
        columns={images}
        gap={1}
        label={`Ten images: ${label}`}
      />
    </div>
  );
}

/** The time of the last finished row. */
function Timing({ found }: { readonly found: readonly Row[] }) {
  const last = found.findLast(({ numbers }) => numbers !== null)?.drawn;
  if (!last) return null;
  return <DrawTiming images={images} calls={last.calls} milliseconds={last.milliseconds} />;
}

function describe(id: ModelId, cls: number, choice: RemedyChoice, found: readonly Row[]): string {
  const done = found.filter(({ numbers }) => numbers);
  if (done.length === 0) return 'Waiting for the model.';
  const contrasts = done.map(
    ({ name, numbers }) => `${remedyLabels[name]} ${numbers!.contrast.toFixed(2)}`,
  );
  return (
    `Ten images asked for ${imageOf(id, cls)}, each row from the same noise, guided at w = ${scaleText(choice.scale)}: ` +
    `${done.length} of ${found.length} rows drawn. Contrast: ${contrasts.join(', ')}.`
  );
}
