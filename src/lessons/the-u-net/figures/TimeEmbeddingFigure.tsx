/** The timestep embedding as a heat map, how it compares timesteps, and what one linear layer can make of it. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { drawSimilarity } from './drawSimilarity.ts';
import { drawWish } from './drawWish.ts';
import { EmbeddingHeatMap, EmbeddingRow } from './EmbeddingHeatMap.tsx';
import './figures.css';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { lastStep } from './modelSchedule.ts';
import {
  bareNumber,
  embeddingWidth,
  fitWish,
  rmsDifference,
  similarity,
  type WishName,
  wishes,
} from './timestepVectors.ts';
import { three } from './words.ts';

const startStep = 300;
const startWish: WishName = 'near';
const wishOptions = Object.entries(wishes).map(([value, { label }]) => ({
  value: value as WishName,
  label,
}));

export default function TimeEmbeddingFigure() {
  const [t, setT] = useState(startStep);
  const [wish, setWish] = useState(startWish);
  const fitted = useMemo(() => {
    const target = wishes[wish].values(t);
    return { target, ...fitWish(target) };
  }, [wish, t]);
  const errors = {
    sines: rmsDifference(fitted.target, fitted.sines),
    bare: rmsDifference(fitted.target, fitted.bare),
  };
  const reset = () => {
    setT(startStep);
    setWish(startWish);
  };
  return (
    <Figure
      id="time-embedding"
      title="The timestep as sines and cosines"
      badge="exact formula"
      reading={describe(t, wish, errors)}
      onReset={reset}
    >
      <EmbeddingHeatMap t={t} onPick={setT} />
      <TimestepSlider t={t} lastStep={lastStep} onInput={setT} />
      <EmbeddingRow t={t} />
      <div>
        <p class="fn-panel-title fn-left">Which timesteps look like t = {t}?</p>
        <PlotView
          name="similarity"
          height={210}
          label={similarityLabel(t)}
          draw={(plot, width) => drawSimilarity(plot, width, t)}
        />
        <ul class="fn-legend">
          <LineKey colour="var(--fn-ink)">sines and cosines</LineKey>
          <LineKey colour="var(--fn-soft)" dash="6 4">
            bare numbers t / {lastStep}, multiplied
          </LineKey>
        </ul>
      </div>
      <div>
        <p class="fn-panel-title fn-left">What can one linear layer make of it?</p>
        <Choices
          legend="The layer’s output shall"
          value={wish}
          options={wishOptions}
          onChange={setWish}
        />
        <PlotView
          name="wish"
          height={230}
          label={describe(t, wish, errors)}
          draw={(plot, width) => drawWish(plot, width, { ...fitted, t })}
        />
        <ul class="fn-legend">
          <LineKey colour="var(--fn-data)" width={7} opacity={0.45}>
            the wish
          </LineKey>
          <LineKey colour="var(--fn-ink)">
            best from sines and cosines, error {three(errors.sines)}
          </LineKey>
          <LineKey colour="var(--fn-soft)" dash="6 4">
            best from the bare number, error {three(errors.bare)}
          </LineKey>
        </ul>
      </div>
    </Figure>
  );
}

const near = 10;
const far = 300;

function similarityLabel(t: number): string {
  const other = (distance: number) => (t + distance <= lastStep ? t + distance : t - distance);
  const parts = [near, far].map((d) => `${three(similarity(t, other(d)))} with t = ${other(d)}`);
  return (
    `Similarity of the vector at t = ${t} with all others: 1 with itself, ${parts.join(', ')}. ` +
    `With the bare number the product only grows with the other timestep, from 0 to ${three(bareNumber(t))}.`
  );
}

function describe(t: number, wish: WishName, errors: { sines: number; bare: number }): string {
  return (
    `${similarityLabel(t)} One linear layer whose output shall ${wishText(wish, t)} misses by ` +
    `${three(errors.sines)} with the ${embeddingWidth} sines and cosines and by ${three(errors.bare)} ` +
    'with the bare number (root mean square).'
  );
}

const wishText = (wish: WishName, t: number): string =>
  wish === 'near' ? `be on near t = ${t} only` : wishes[wish].label;
