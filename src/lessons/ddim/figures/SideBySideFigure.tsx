/** DDPM and DDIM from the same noise, at any number of steps and any eta, with time and network calls as they pass. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import {
  type Draw,
  type DrawRequest,
  plainDraw,
  useDraw,
} from '../../../components/model/useDraw.ts';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import {
  makeRng,
  type SamplerOptions,
  sampleNormals,
  type TimestepSpacing,
  timestepSpacings,
} from '../../../lib/diffusion/index.ts';
import './figures.css';
import { type ModelId, modelOf, models, tenClasses } from './models.ts';
import { type Before, SideView } from './SideView.tsx';
import { isDone, useWalks } from './useWalks.ts';
import { counted, duration, rmsDifference } from './words.ts';

/** The step counts of the slider. */
export const stepScale: readonly number[] = [1, 2, 5, 10, 20, 25, 50, 100, 250, 1000];

interface Settings {
  readonly id: ModelId;
  /** Place in the step scale. */
  readonly place: number;
  readonly eta: number;
  readonly spacing: TimestepSpacing;
  /** How often other fresh noise was asked for. */
  readonly fresh: number;
}

const startSettings: Settings = {
  id: 'digits-8',
  place: stepScale.indexOf(10),
  eta: 0,
  spacing: 'trailing',
  fresh: 0,
};

/** What a side asks for: the same start on both, and the same fresh noise in the same rows. */
function requestFor(
  sampler: 'ddpm' | 'ddim',
  { id, place, spacing, fresh }: Omit<Settings, 'eta'>,
  own: SamplerOptions,
  seed: number,
): DrawRequest {
  const { size } = modelOf(id);
  const steps = stepScale[place]!;
  return {
    classes: tenClasses,
    settings: { ...plainDraw, sampler, options: { steps, spacing, ...own } },
    seed: fresh === 0 ? seed : seed + 1000 * fresh,
    start: sampleNormals(makeRng(seed), tenClasses.length * size * size),
    direction: 'toImages',
    frameEvery: Math.max(1, Math.round(steps / 50)),
  };
}

export default function SideBySideFigure() {
  const { seed, setSeed, seedControl } = usePageSeed();
  const [settings, setSettings] = useState(startSettings);
  const [before, setBefore] = useState<Before | null>(null);
  const { id, place, eta, spacing, fresh } = settings;
  const model = useShippedModel(id);
  const ddpm = useDraw(model);
  const ddim = useDraw(model);
  const left = useMemo(
    () => requestFor('ddpm', { id, place, spacing, fresh }, {}, seed),
    [id, place, spacing, fresh, seed],
  );
  const right = useMemo(
    () => requestFor('ddim', { id, place, spacing, fresh }, { eta }, seed),
    [id, place, spacing, fresh, eta, seed],
  );
  const { again, stop, start } = useWalks(model, [
    { draw: ddpm, request: left },
    { draw: ddim, request: right },
  ]);
  const change = (part: Partial<Settings>) => {
    setBefore(null);
    setSettings((now) => ({ ...now, ...part, fresh: 0 }));
  };
  const otherNoise = () => {
    setBefore({ ddpm: ddpm.drawing?.images ?? null, ddim: ddim.drawing?.images ?? null });
    setSettings((now) => ({ ...now, fresh: now.fresh + 1 }));
  };
  const reset = () => {
    change(startSettings);
    setSeed(firstSeed);
  };
  const busy = ddpm.busy || ddim.busy;
  const done = isDone(ddpm, left) && isDone(ddim, right);
  const { size, images } = modelOf(id);
  return (
    <Figure
      id="ddim-side-by-side"
      title="Two samplers, one network, the same noise"
      badge={modelBadge(model.state, id)}
      reading={describe(settings, seed, [ddpm, ddim], done)}
      onReset={reset}
    >
      <ModelStatus model={model} problem={ddpm.problem || ddim.problem} onRetry={again} />
      <div class="fn-row">
        <Choices
          legend="Model"
          value={id}
          options={models}
          onChange={(next) => change({ id: next })}
        />
        {seedControl}
      </div>
      <Slider
        label="Steps, of both"
        name="steps"
        value={place}
        min={0}
        max={stepScale.length - 1}
        format={(at) => `${stepScale[at]} of 1000`}
        onInput={(next) => change({ place: next })}
      />
      <Slider
        label="Share of fresh noise η, of DDIM"
        name="eta"
        role="noise"
        value={eta}
        min={0}
        max={1}
        step={0.05}
        format={(value) => value.toFixed(2)}
        onInput={(next) => change({ eta: next })}
      />
      <div class="fn-row">
        <Choices
          legend="Visited steps"
          value={spacing}
          options={timestepSpacings.map((value) => ({ value, label: value }))}
          onChange={(next) => change({ spacing: next })}
        />
      </div>
      <div class="fn-columns">
        <SideView
          name="ddpm"
          title="DDPM"
          draw={ddpm}
          request={left}
          before={before?.ddpm ?? null}
          size={size}
          what={images}
        />
        <SideView
          name="ddim"
          title={`DDIM, η = ${eta.toFixed(2)}`}
          draw={ddim}
          request={right}
          before={before?.ddim ?? null}
          size={size}
          what={images}
        />
      </div>
      <p class="fn-note">
        The two walks are made one after the other. The first walk on a page takes longer, because
        the network is being set up.
      </p>
      <div class="fn-row">
        <button
          type="button"
          class="fn-button fn-button-primary"
          disabled={!done}
          onClick={otherNoise}
        >
          Same start, other fresh noise
        </button>
        {busy && (
          <button type="button" class="fn-button" onClick={stop}>
            Stop
          </button>
        )}
        {!busy && !done && model.state.status === 'ready' && (
          <button type="button" class="fn-button" onClick={start}>
            Draw
          </button>
        )}
      </div>
    </Figure>
  );
}

function describe(
  { id, place, eta, spacing }: Settings,
  seed: number,
  [ddpm, ddim]: readonly [Draw, Draw],
  done: boolean,
): string {
  const steps = stepScale[place]!;
  const what =
    `Ten ${modelOf(id).images}, one of each class, from the noise of seed ${seed}, ` +
    `in ${counted(steps, 'step')} (${spacing}), DDIM with η = ${eta.toFixed(2)}`;
  const [a, b] = [ddpm.drawing, ddim.drawing];
  if (!done || !a?.images || !b?.images) return `${what}: being drawn.`;
  const apart = rmsDifference(a.images, b.images);
  return (
    `${what}. DDPM took ${duration(a.milliseconds)}, DDIM ${duration(b.milliseconds)}, each with ` +
    `${counted(a.calls, 'network call')} an image. The two sides differ by ${apart.toFixed(3)} a pixel (root mean square).`
  );
}
