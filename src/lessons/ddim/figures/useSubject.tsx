/** Lets a reader choose the picture to invert: one that the model has never met, or one of their own. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { ClassControls } from '../../../components/data/ClassControls.tsx';
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { OwnImagesPanel } from '../../../components/data/OwnImagesPanel.tsx';
import {
  nameOf,
  ownImageSize,
  ownImages,
  shownOwnIndex,
} from '../../../components/data/ownImages.ts';
import { imageName, indexOfClass } from '../../../components/data/useImageChoice.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import { areaAverage } from '../../../lib/datasets/index.ts';
import { type ModelId, modelOf, nullClass } from './models.ts';

/** A picture, and what a model may be told of it. */
export interface Subject {
  /** [size · size] in [−1, 1]. */
  readonly pixels: Float32Array;
  /** Its class; the null class where nobody knows. */
  readonly label: number;
  readonly name: string;
}

interface Choice {
  readonly source: 'held-out' | 'own';
  readonly label: number;
  readonly nth: number;
  readonly own: number;
}

const startChoice: Choice = { source: 'held-out', label: 5, nth: 0, own: Number.MAX_SAFE_INTEGER };
const sources = [
  { value: 'held-out', label: 'Held out' },
  { value: 'own', label: 'Your own' },
] as const;
/** One shard of garments is enough to choose from. */
const mostImages = 1000;

/** A picture of the reader's own at a model's size: made smaller by the mean, or given a border. */
export function fitted(pixels: Float32Array, size: number): Float32Array {
  const smaller = size < ownImageSize;
  const step = smaller ? ownImageSize / size : 1;
  const edge = smaller ? 0 : (ownImageSize - size) / 2;
  const image = { pixels, width: ownImageSize, height: ownImageSize };
  const window = { left: edge, top: edge, step, size, background: -1 };
  return Float32Array.from(areaAverage(image, window));
}

/** The chosen picture (null until there is one), its controls, and a reset. */
export function useSubject(id: ModelId): {
  readonly subject: Subject | null;
  readonly controls: ComponentChildren;
  readonly reset: () => void;
} {
  const [choice, setChoice] = useState(startChoice);
  const change = (part: Partial<Choice>) => setChoice((now) => ({ ...now, ...part }));
  const { size } = modelOf(id);
  const images = useImages(id, mostImages, 'test');
  const own = ownImages.value;
  const ownIndex = shownOwnIndex(own, choice.own);
  const data = images.state.status === 'ready' ? images.state.data : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: own is a signal's value, and it changes
  const subject = useMemo<Subject | null>(() => {
    if (choice.source === 'own') {
      const mine = own[ownIndex];
      if (!mine) return null;
      const name = `your ${nameOf(mine, ownIndex)}`;
      return { pixels: fitted(mine.pixels, size), label: nullClass, name };
    }
    if (!data || data.width !== size) return null;
    const index = indexOfClass(data.labels, choice.label, choice.nth);
    const pixels = data.images.slice(index * size * size, (index + 1) * size * size);
    return { pixels, label: choice.label, name: imageName(id, choice.label) };
  }, [choice, own, ownIndex, data, size, id]);
  const controls = (
    <>
      <div class="fn-row">
        <Choices
          legend="Picture"
          value={choice.source}
          options={sources}
          onChange={(source) => change({ source })}
        />
        {choice.source === 'held-out' && (
          <ClassControls dataset={id} choice={choice} change={change} />
        )}
      </div>
      {choice.source === 'held-out' && <LoadStatus images={images} title="the held-out pictures" />}
      {choice.source === 'own' && (
        <OwnImagesPanel selected={ownIndex} onSelect={(next) => change({ own: next })} />
      )}
    </>
  );
  return { subject, controls, reset: () => setChoice(startChoice) };
}
