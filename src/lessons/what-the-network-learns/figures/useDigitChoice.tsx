/** Lets a figure's reader choose one digit: from the training set, held out from it, or drawn by hand. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { ClassControls } from '../../../components/data/ClassControls.tsx';
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { OwnImagesPanel } from '../../../components/data/OwnImagesPanel.tsx';
import { nameOf, ownImages, shownOwnIndex } from '../../../components/data/ownImages.ts';
import { imageName, indexOfClass } from '../../../components/data/useImageChoice.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import {
  invertIfDarkOnLight,
  normaliseDrawing,
  type OwnImage,
} from '../../../lib/datasets/index.ts';
import { digitSize, imageAt, readyData, useTrainingDigits } from './digits.ts';

/** Where the digit comes from. */
export type DigitSource = 'train' | 'test' | 'own';

/** One digit, ready to be noised. */
export interface ChosenDigit {
  /** [64] in [−1, 1]. */
  readonly pixels: Float32Array;
  /** "the training digit 3", "the held-out digit 3", "your drawing 1". */
  readonly name: string;
  /** Its place in the training set, or −1. */
  readonly trainingIndex: number;
}

interface Choice {
  readonly source: DigitSource;
  readonly label: number;
  /** Which one of that class, counted from 0. */
  readonly nth: number;
  readonly own: number;
}

const options: readonly { value: DigitSource; label: string }[] = [
  { value: 'train', label: 'A training digit' },
  { value: 'test', label: 'A held-out digit' },
  { value: 'own', label: 'Your own' },
];

/** The reader's own images, and every change of them. */
const useOwnImages = (): readonly OwnImage[] => ownImages.value;

/** The chosen digit (null until loaded), the training digits, the controls, and a reset. */
export function useDigitChoice(start: { readonly source: DigitSource; readonly label: number }) {
  const first: Choice = { ...start, nth: 0, own: ownImages.value.length - 1 };
  const [choice, setChoice] = useState(first);
  const change = (part: Partial<Choice>) => setChoice((now) => ({ ...now, ...part }));
  const training = useTrainingDigits();
  const heldOut = useImages(choice.source === 'test' ? 'digits-8' : null, undefined, 'test');
  const test = readyData(heldOut.state);
  const own = useOwnImages();
  const ownIndex = shownOwnIndex(own, choice.own);
  const digit = useMemo(
    () =>
      choice.source === 'own' ? ownDigit(own, ownIndex) : setDigit(choice, training.data, test),
    [choice, training.data, test, own, ownIndex],
  );
  const controls = (
    <>
      <Choices
        legend="Start from"
        value={choice.source}
        options={options}
        onChange={(source) => change({ source })}
      />
      {choice.source === 'own' ? (
        <OwnImagesPanel selected={ownIndex} onSelect={(index) => change({ own: index })} />
      ) : (
        <div class="fn-row">
          <ClassControls dataset="digits-8" choice={choice} change={change} />
        </div>
      )}
      <LoadStatus images={training.images} title="the training digits" />
      <LoadStatus images={heldOut} title="the held-out digits" />
    </>
  );
  return { digit, training, controls, source: choice.source, reset: () => setChoice(first) };
}

type Data = ReturnType<typeof readyData>;

function setDigit({ source, label, nth }: Choice, train: Data, test: Data): ChosenDigit | null {
  const data = source === 'train' ? train : test;
  if (!data) return null;
  const index = indexOfClass(data.labels, label, nth);
  const kind = source === 'train' ? 'from the training set' : 'that was held out';
  return {
    pixels: imageAt(data, index),
    name: `${imageName('digits-8', label)} ${kind}`,
    trainingIndex: source === 'train' ? index : -1,
  };
}

/** An own picture, made as large and as placed as the data set's digits, which fill their square. */
function ownDigit(own: readonly OwnImage[], index: number): ChosenDigit | null {
  const image = own[index];
  if (!image) return null;
  const pixels = normaliseDrawing(invertIfDarkOnLight(image.pixels), { size: digitSize, fill: 1 });
  return { pixels, name: `your ${nameOf(image, index)}`, trainingIndex: -1 };
}
