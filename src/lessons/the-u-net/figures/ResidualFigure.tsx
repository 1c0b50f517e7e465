/** A gradient on its way back through many layers, with a shortcut around each and without. */
import { useMemo, useState } from 'preact/hooks';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { unet } from '../../../lib/nets/index.ts';
import { blocksOf, convolutionsInRow, presets } from './blocks.ts';
import { drawGradientPath } from './drawGradientPath.ts';
import './figures.css';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { gradientPath, layerWidth } from './gradientPath.ts';
import { amount } from './words.ts';

/** As many convolutions as follow one another in the U-Net. */
const startDepth = convolutionsInRow(blocksOf(unet(presets.digits)));
const mostLayers = 30;

export default function ResidualFigure() {
  const [depth, setDepth] = useState(startDepth);
  const [seed, setSeed] = useState(1);
  const picture = useMemo(
    () => ({
      withShortcuts: gradientPath(depth, true, seed),
      without: gradientPath(depth, false, seed),
    }),
    [depth, seed],
  );
  const reading = describe(depth, picture.withShortcuts[0]!, picture.without[0]!);
  const reset = () => {
    setDepth(startDepth);
    setSeed(1);
  };
  return (
    <Figure
      id="residual"
      title="The way back for the gradient"
      badge={`exact formula, random weights, ${layerWidth} numbers a layer`}
      reading={reading}
      onReset={reset}
    >
      <PlotView
        name="gradient-path"
        height={240}
        label={reading}
        draw={(plot, width) => drawGradientPath(plot, width, picture)}
      />
      <ul class="fn-legend">
        <LineKey colour="var(--fn-ink)">with shortcuts: h + SiLU(W h + b)</LineKey>
        <LineKey colour="var(--fn-soft)" dash="6 4">
          without: SiLU(W h + b)
        </LineKey>
      </ul>
      <Slider
        label="Layers in a row"
        name="depth"
        role="plain"
        value={depth}
        min={1}
        max={mostLayers}
        onInput={setDepth}
      />
      <div class="fn-row">
        <button type="button" class="fn-button" onClick={() => setSeed(seed + 1)}>
          Other weights <span class="fn-note">(seed {seed})</span>
        </button>
      </div>
    </Figure>
  );
}

function describe(depth: number, withShortcuts: number, without: number): string {
  const layers = depth === 1 ? 'one layer' : `${depth} layers`;
  return (
    `A gradient of length 1 comes in at the loss and goes back through ${layers} with random weights. ` +
    `Without shortcuts ${amount(without)} of it reaches layer 1. With shortcuts it is ${amount(withShortcuts)}.`
  );
}
