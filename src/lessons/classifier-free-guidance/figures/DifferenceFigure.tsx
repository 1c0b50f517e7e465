/** One noisy picture seen with its class and without: both predictions, their difference, and what guidance makes of them. */
import { useMemo, useState } from 'preact/hooks';
import { Slider } from '../../../components/controls/Slider.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { indexOfClass } from '../../../components/data/useImageChoice.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import { Figure } from '../../../components/figure/Figure.tsx';
import { Sym } from '../../../components/figure/Sym.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import { forwardSample, makeRng, sampleNormals } from '../../../lib/diffusion/index.ts';
import { type Difference, differenceOf, rms } from './difference.ts';
import './figures.css';
import {
  ClassSelect,
  classLabel,
  imageOf,
  ModelChoice,
  type ModelId,
  nullClass,
  sizeOf,
} from './models.tsx';
import { SignedMap } from './SignedMap.tsx';
import { lastStep, schedule } from './schedule.ts';
import { type GuidedLook, type GuidedLookRequest, useGuidedLook } from './useGuidedLook.ts';
import { percent, scaleText } from './words.ts';

/** Held-out images come in shards of a thousand; one is enough. */
const firstShard = 1000;
const start = { cls: 3, told: null, t: 700, scale: 3, nth: 0 } as const;
const largestScale = 15;
/** Predicted noise of this size is white or black. */
const whiteNoise = 3;

interface Choice {
  readonly cls: number;
  /** The class that the network is told; null for the picture's own. */
  readonly told: number | null;
  readonly t: number;
  readonly scale: number;
  readonly nth: number;
}

export default function DifferenceFigure() {
  const [id, setId] = useState<ModelId>('digits-8');
  const [choice, setChoice] = useState<Choice>(start);
  const { seed, setSeed, seedControl } = usePageSeed();
  const model = useShippedModel(id);
  const { images, picture, request } = useNoisyRequest(id, choice, seed);
  const { look, problem, retry } = useGuidedLook(model, request);
  const size = sizeOf(id);
  const shown = look && look.request.xt.length === size * size ? look : null;
  const found = useMemo(() => shown && differenceOf(shown, choice.scale), [shown, choice.scale]);
  const change = (part: Partial<Choice>) => setChoice((now) => ({ ...now, ...part }));
  return (
    <Figure
      id="cfg-difference"
      title="With the class, without it, and the difference"
      badge={modelBadge(model.state, id)}
      reading={describe(id, choice, shown, found)}
      onReset={() => {
        setId('digits-8');
        setChoice(start);
        setSeed(firstSeed);
      }}
    >
      <ModelStatus model={model} problem={problem} onRetry={retry} />
      <LoadStatus images={images} title="the held-out images" />
      <div class="fn-row">
        <ModelChoice id={id} onChange={setId} />
        <ClassSelect
          id={id}
          label="Picture"
          name="class"
          value={choice.cls}
          onChange={(cls) => change({ cls: cls!, nth: 0 })}
        />
        <button type="button" class="fn-button" onClick={() => change({ nth: choice.nth + 1 })}>
          Another one
        </button>
        <ClassSelect
          id={id}
          label="Told class"
          name="told"
          value={choice.told}
          none="its own"
          onChange={(told) => change({ told })}
        />
        {seedControl}
      </div>
      <Noises look={shown} found={found} size={size} />
      <Cleans look={shown} found={found} picture={picture} size={size} scale={choice.scale} />
      <TimestepSlider t={choice.t} lastStep={lastStep} onInput={(t) => change({ t })} />
      <Slider
        label="Guidance scale w"
        name="scale"
        role="condition"
        value={choice.scale}
        min={0}
        max={largestScale}
        step={0.5}
        format={scaleText}
        onInput={(scale) => change({ scale })}
      />
    </Figure>
  );
}

/** The held-out picture in noise, and what to ask the model about it; null until it is loaded. */
function useNoisyRequest(id: ModelId, { cls, told, t, nth }: Choice, seed: number) {
  const images = useImages(id, firstShard, 'test');
  const data = images.state.status === 'ready' ? images.state.data : null;
  const pixels = sizeOf(id) ** 2;
  const picture = useMemo(() => {
    if (!data) return null;
    const index = indexOfClass(data.labels, cls, nth);
    return data.images.subarray(index * pixels, (index + 1) * pixels);
  }, [data, cls, nth, pixels]);
  const eps = useMemo(() => sampleNormals(makeRng(seed), pixels), [seed, pixels]);
  const request = useMemo<GuidedLookRequest | null>(
    () =>
      picture && {
        xt: forwardSample(schedule, picture, t, eps),
        t,
        told: told ?? cls,
        other: nullClass,
      },
    [picture, eps, t, told, cls],
  );
  return { images, picture, request };
}

interface PartProps {
  readonly look: GuidedLook | null;
  readonly found: Difference | null;
  readonly size: number;
}

function Noises({ look, found, size }: PartProps) {
  const grey = (eps: Float32Array | undefined) => eps?.map((value) => value / whiteNoise) ?? null;
  const [xt, cond, other] = [look?.request.xt ?? null, grey(look?.cond), grey(look?.other)];
  const most = found ? Math.max(...found.difference.map(Math.abs)) : 1;
  return (
    <div class="fn-panels fn-cfg-four">
      <PixelPanel
        name="xt"
        title={<Sym code="xt" />}
        pixels={xt}
        size={size}
        label="The noisy picture"
        detail="the noisy picture"
      />
      <PixelPanel
        name="eps-other"
        title={<Predicted told={false} />}
        pixels={other}
        size={size}
        label="Predicted noise without a class"
        detail="noise, no class"
      />
      <PixelPanel
        name="eps-cond"
        title={<Predicted told />}
        pixels={cond}
        size={size}
        label="Predicted noise with the class"
        detail="noise, told the class"
      />
      <SignedMap
        name="difference"
        title="difference"
        values={found?.difference ?? null}
        size={size}
        most={most}
        label="The prediction with the class minus the one without"
        detail={found ? `largest ${most.toFixed(2)}` : 'with − without'}
      />
    </div>
  );
}

/** ε of x_t with the class, or with none. */
function Predicted({ told }: { readonly told: boolean }) {
  return (
    <>
      <Sym code="epsPred" />(<Sym code="xt" />,{' '}
      <span class="role-condition">{told ? <i>y</i> : '∅'}</span>)
    </>
  );
}

interface CleansProps extends PartProps {
  readonly picture: Float32Array | null;
  readonly scale: number;
}

function Cleans({ look, found, picture, size, scale }: CleansProps) {
  const clean = (name: 'other' | 'cond' | 'guided', words: string, detail: string) => (
    <PixelPanel
      name={`x0-${name}`}
      title={<Sym code="x0Pred" />}
      pixels={found?.x0[name] ?? null}
      size={size}
      label={`Predicted clean picture ${words}`}
      detail={detail}
    />
  );
  return (
    <>
      <div class="fn-panels fn-cfg-four">
        <PixelPanel
          name="x0"
          title={<Sym code="x0" />}
          pixels={picture}
          size={size}
          label="The true clean picture"
          detail="the truth"
        />
        {clean('other', 'without a class', 'no class')}
        {clean('cond', 'with the class', 'told the class')}
        {clean('guided', `guided at w = ${scaleText(scale)}`, `guided, w = ${scaleText(scale)}`)}
      </div>
      <ul class="fn-legend">
        <li>
          <span class="fn-swatch" style={{ background: 'var(--fn-noise)' }} />
          the class says: more noise here, so a darker pixel
        </li>
        <li>
          <span class="fn-swatch" style={{ background: 'var(--fn-data)' }} />
          less noise here, so a brighter pixel
        </li>
      </ul>
      {look && (
        <p class="fn-note" data-look-time>
          Both predictions together took {look.milliseconds.toFixed(0)} milliseconds here, as one
          batch of two{look.nth === 1 ? ', making the network ready included' : ''}.
        </p>
      )}
    </>
  );
}

function describe(
  id: ModelId,
  { cls, told, scale }: Choice,
  look: GuidedLook | null,
  found: Difference | null,
): string {
  if (!look || !found) return 'Waiting for the model and its picture.';
  const size = rms(found.difference);
  const who = told === null || told === cls ? 'its own class' : `“${classLabel(id, told)}”`;
  return (
    `${capital(imageOf(id, cls))} in noise at t = ${look.request.t}, told ${who}. The predictions with and without the ` +
    `class differ by ${size.toFixed(3)} a pixel (root mean square), where the noise itself has size 1. ` +
    `Guided at w = ${scaleText(scale)}, ${percent(found.outside)} of the predicted clean picture’s pixels leave [−1, 1].`
  );
}

const capital = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;
