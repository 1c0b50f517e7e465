/** Switch off the skip connections of the trained network, one by one, and see what each of them carried. */

import { useMemo, useState } from 'preact/hooks';
import { Toggle } from '../../../components/controls/Choices.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { unet } from '../../../lib/nets/index.ts';
import { blocksOf, presets, skips } from './blocks.ts';
import { drawSkipErrors } from './drawSkipErrors.ts';
import { TruthAndInput } from './FourPictures.tsx';
import './figures.css';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { digitSize } from './modelSchedule.ts';
import { NetworkDrawing } from './NetworkDrawing.tsx';
import { SkipErrorTable } from './SkipErrorTable.tsx';
import { SkipSamples } from './SkipSamples.tsx';
import { meanError, measuredDigits, measuredSteps } from './skipErrors.ts';
import { type Look, type LookRequest, useLook, x0ErrorOf, x0PredOf } from './useLook.ts';
import { type NoisyDigit, useNoisyDigit } from './useNoisyDigit.tsx';
import { keyOf, type SkipErrors, useSkipErrors } from './useSkipErrors.ts';

const graph = unet(presets.digits);
const blocks = blocksOf(graph);
const startDigit = { label: 5, t: 500 } as const;
const nothing: readonly string[] = [];

const skipLabels = ['top skip', 'middle skip', 'deep skip'] as const;

/** "without the top skip and the deep skip". */
function nameOf(silenced: readonly string[]): string {
  const names = skips.flatMap(({ node }, i) => (silenced.includes(node) ? [skipLabels[i]!] : []));
  if (names.length === 0) return 'the whole network';
  if (names.length === skips.length) return 'without any skip';
  return `without the ${names.join(' and the ')}`;
}

export default function SkipsOffFigure() {
  const model = useShippedModel();
  const digit = useNoisyDigit(startDigit);
  const [silenced, setSilenced] = useState(nothing);
  const { noisy, t } = digit;
  const whole = useLook(model, useRequest(noisy, nothing));
  const cut = useLook(model, useRequest(silenced.length > 0 ? noisy : null, silenced));
  const cutLook = silenced.length > 0 ? cut.look : whole.look;
  const measured = useSkipErrors(model, digit.heldOut, silenced);
  const toggle = (node: string, off: boolean) =>
    setSilenced((now) => (off ? [...now, node] : now.filter((other) => other !== node)));
  const retry = () => {
    whole.retry();
    cut.retry();
    measured.again();
  };
  const reset = () => {
    digit.reset();
    setSilenced(nothing);
  };
  const reading = describe(whole.look, cutLook, measured.errors);
  return (
    <Figure
      id="skips-off"
      title="Switch the skips off"
      badge={modelBadge(model.state)}
      reading={reading}
      onReset={reset}
    >
      <ModelStatus
        model={model}
        problem={whole.problem || cut.problem || measured.problem}
        onRetry={retry}
      />
      <div class="fn-row">{digit.pictureControls}</div>
      <NetworkDrawing
        graph={graph}
        blocks={blocks}
        barHeight={48}
        fitSize={8}
        fitBase={16}
        label={`The network, ${nameOf(silenced)}`}
        silenced={silenced}
      />
      <div class="fn-row">
        {skips.map(({ node }, i) => (
          <Toggle
            key={node}
            label={`${skipLabels[i]} off`}
            checked={silenced.includes(node)}
            onChange={(off) => toggle(node, off)}
          />
        ))}
      </div>
      <Comparison noisy={noisy} whole={whole.look} cut={cutLook} />
      {digit.noiseControls}
      <ErrorChart measured={measured.errors} silenced={silenced} t={t} reading={reading} />
      <SkipErrorTable errors={measured.errors} nameOf={nameOf} />
      <SkipSamples model={model} silenced={silenced} nameOf={nameOf} />
    </Figure>
  );
}

function useRequest(noisy: NoisyDigit | null, silenced: readonly string[]): LookRequest | null {
  return useMemo(() => noisy && { noisy, y: noisy.label, nodes: [], silenced }, [noisy, silenced]);
}

interface ComparisonProps {
  readonly noisy: NoisyDigit | null;
  readonly whole: Look | null;
  readonly cut: Look | null;
}

function Comparison({ noisy, whole, cut }: ComparisonProps) {
  const answer = (name: string, look: Look | null) => {
    const says = look
      ? `${nameOf(look.request.silenced)}: error ${x0ErrorOf(look).toFixed(2)}`
      : 'no answer yet';
    return (
      <PixelPanel
        name={name}
        title={<Sym code="x0Pred" />}
        pixels={look && x0PredOf(look)}
        size={digitSize}
        label={`Implied clean digit, ${says}`}
        detail={says}
      />
    );
  };
  return (
    <div class="fn-panels fn-four">
      <TruthAndInput noisy={noisy} />
      {answer('x0-whole', whole)}
      {answer('x0-cut', cut)}
    </div>
  );
}

interface ErrorChartProps {
  readonly measured: SkipErrors;
  readonly silenced: readonly string[];
  readonly t: number;
  readonly reading: string;
}

function ErrorChart({ measured, silenced, t, reading }: ErrorChartProps) {
  const key = keyOf(silenced);
  const whole = measured[''] ?? [];
  const cut = key ? (measured[key] ?? []) : [];
  const done = whole.length + cut.length;
  const wanted = measuredSteps.length * (key ? 2 : 1);
  return (
    <div>
      <p class="fn-panel-title fn-left">How well it tells the noise at each t</p>
      <PlotView
        name="skip-errors"
        height={260}
        label={reading}
        draw={(plot, width) => drawSkipErrors(plot, width, { whole, silenced: cut, t })}
      />
      <ul class="fn-legend">
        <LineKey colour="var(--fn-soft)">the whole network</LineKey>
        {key && (
          <LineKey colour="var(--fn-prediction)" dash="7 3">
            {nameOf(silenced)}
          </LineKey>
        )}
        <LineKey colour="var(--fn-noise)" dash="2 3" width={1.5}>
          saying “no noise”
        </LineKey>
      </ul>
      <p class="fn-note" data-measured={done}>
        Mean over {measuredDigits} held-out digits, one of each class, at each of{' '}
        {measuredSteps.length} timesteps
        {done < wanted && `; ${done} of ${wanted} points measured`}.
      </p>
    </div>
  );
}

function describe(whole: Look | null, cut: Look | null, measured: SkipErrors): string {
  if (!whole) return 'Waiting for the model and its digit.';
  const { label, t } = whole.request.noisy;
  const silenced = cut?.request.silenced ?? nothing;
  const off = (look: Look) => x0ErrorOf(look).toFixed(2);
  const here =
    `A handwritten ${label} in noise at t = ${t}. The whole network’s clean digit is off by ` +
    `${off(whole)} a pixel (root mean square)${
      cut && silenced.length > 0 ? `; ${nameOf(silenced)}, by ${off(cut)}` : ''
    }.`;
  const means = [meanError(measured[keyOf(nothing)]), meanError(measured[keyOf(silenced)])];
  if (means[0] === null) return here;
  const damage =
    silenced.length > 0 && means[1] ? `; ${nameOf(silenced)}, ${means[1].toFixed(2)}` : '';
  return `${here} Over all measured t, its squared error in the noise is ${means[0]!.toFixed(2)} on average${damage}.`;
}
