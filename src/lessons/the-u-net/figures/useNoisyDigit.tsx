/** Lets a figure's reader choose a held-out digit, a timestep and noise; makes the noisy picture. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { SeedControl } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { ClassControls } from '../../../components/data/ClassControls.tsx';
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { indexOfClass } from '../../../components/data/useImageChoice.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import {
  convertPrediction,
  forwardSample,
  makeRng,
  sampleNormals,
} from '../../../lib/diffusion/index.ts';
import { digitPixels, lastStep, schedule } from './modelSchedule.ts';

/** One noisy digit. */
export interface NoisyDigit {
  readonly label: number;
  readonly t: number;
  readonly x0: Float32Array;
  readonly eps: Float32Array;
  readonly xt: Float32Array;
}

/** Image `index` of a data set, without a copy. */
export function imageAt(data: ImageDataset, index: number): Float32Array {
  return data.images.subarray(index * digitPixels, (index + 1) * digitPixels);
}

/** The clean picture that goes with predicted noise. */
export function impliedX0(xt: Float32Array, t: number, epsPred: Float32Array): Float32Array {
  return convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t, value: epsPred });
}

/** The held-out digits once loaded, the chosen one in noise, and the controls that choose it. */
export function useNoisyDigit(start: { readonly label: number; readonly t: number }): {
  readonly noisy: NoisyDigit | null;
  readonly heldOut: ImageDataset | null;
  readonly t: number;
  readonly setT: (t: number) => void;
  readonly pictureControls: ComponentChildren;
  readonly noiseControls: ComponentChildren;
  readonly reset: () => void;
} {
  const images = useImages('digits-8', undefined, 'test');
  const [choice, setChoice] = useState({ label: start.label, nth: 0 });
  const [t, setT] = useState(start.t);
  const [seed, setSeed] = useState(1);
  const heldOut = images.state.status === 'ready' ? images.state.data : null;
  const x0 = useMemo(
    () => heldOut && imageAt(heldOut, indexOfClass(heldOut.labels, choice.label, choice.nth)),
    [heldOut, choice],
  );
  const eps = useMemo(() => sampleNormals(makeRng(seed), digitPixels), [seed]);
  const noisy = useMemo(
    () => x0 && { label: choice.label, t, x0, eps, xt: forwardSample(schedule, x0, t, eps) },
    [x0, choice.label, t, eps],
  );
  const reset = () => {
    setChoice({ label: start.label, nth: 0 });
    setT(start.t);
    setSeed(1);
  };
  return {
    noisy,
    heldOut,
    t,
    setT,
    pictureControls: (
      <>
        <LoadStatus images={images} title="the held-out digits" />
        <ClassControls
          dataset="digits-8"
          choice={choice}
          change={(part) => setChoice((now) => ({ ...now, ...part }))}
        />
        <SeedControl seed={seed} onChange={setSeed} />
      </>
    ),
    noiseControls: <TimestepSlider t={t} lastStep={lastStep} onInput={setT} />,
    reset,
  };
}
