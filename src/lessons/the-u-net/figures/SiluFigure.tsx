/** SiLU beside ReLU: values and slopes at any x. */
import { useState } from 'preact/hooks';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { drawSilu, siluRange } from './drawSilu.ts';
import './figures.css';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { relu, reluSlope, silu, siluSlope } from './silu.ts';
import { signed, three } from './words.ts';

const startX = -1;

export default function SiluFigure() {
  const [x, setX] = useState(startX);
  const reading =
    `At x = ${signed(x, 1)}: SiLU is ${three(silu(x))} with slope ${three(siluSlope(x))}; ` +
    `ReLU is ${three(relu(x))} with slope ${three(reluSlope(x))}.`;
  return (
    <Figure
      id="silu"
      title="SiLU and ReLU"
      badge="exact formula"
      reading={reading}
      onReset={() => setX(startX)}
    >
      <div class="fn-two-plots">
        {(['value', 'slope'] as const).map((what) => (
          <div key={what}>
            <p class="fn-panel-title fn-left">
              {what === 'value'
                ? 'What comes out'
                : 'Its slope, which the gradient is multiplied by'}
            </p>
            <PlotView
              name={`silu-${what}`}
              height={220}
              label={`${what === 'value' ? 'Values' : 'Slopes'} of SiLU and ReLU from −${siluRange} to ${siluRange}. ${reading}`}
              draw={(plot, width) => drawSilu(plot, width, x, what)}
            />
          </div>
        ))}
      </div>
      <ul class="fn-legend">
        <LineKey colour="var(--fn-ink)">SiLU</LineKey>
        <LineKey colour="var(--fn-soft)" dash="6 4">
          ReLU
        </LineKey>
      </ul>
      <Slider
        label="x"
        name="x"
        role="plain"
        value={x}
        min={-siluRange}
        max={siluRange}
        step={0.1}
        format={(value) => signed(value, 1)}
        onInput={setX}
      />
    </Figure>
  );
}
