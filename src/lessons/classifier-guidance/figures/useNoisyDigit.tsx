/** Lets a figure's reader choose a held-out digit and a timestep; the noise is the page's seed's. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { ClassControls } from '../../../components/data/ClassControls.tsx';
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { indexOfClass } from '../../../components/data/useImageChoice.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import { forwardSample, makeRng, sampleNormals } from '../../../lib/diffusion/index.ts';
import { digitPixels, imageAt, schedule } from './digits.ts';

/** One noisy digit. */
export interface NoisyDigit {
  readonly label: number;
  readonly t: number;
  readonly xt: Float32Array;
}

/** The chosen digit in noise (null until loaded), what sets its t, and the controls that choose it. */
export function useNoisyDigit(
  start: { readonly label: number; readonly t: number },
  seed: number,
): {
  readonly noisy: NoisyDigit | null;
  readonly t: number;
  readonly setT: (t: number) => void;
  readonly controls: ComponentChildren;
  readonly reset: () => void;
} {
  const images = useImages('digits-8', undefined, 'test');
  const [choice, setChoice] = useState({ label: start.label, nth: 0 });
  const [t, setT] = useState(start.t);
  const heldOut = images.state.status === 'ready' ? images.state.data : null;
  const x0 = useMemo(
    () =>
      heldOut && imageAt(heldOut.images, indexOfClass(heldOut.labels, choice.label, choice.nth)),
    [heldOut, choice],
  );
  const noisy = useMemo(() => {
    if (!x0) return null;
    const eps = sampleNormals(makeRng(seed), digitPixels);
    return { label: choice.label, t, xt: forwardSample(schedule, x0, t, eps) };
  }, [x0, choice.label, t, seed]);
  const reset = () => {
    setChoice({ label: start.label, nth: 0 });
    setT(start.t);
  };
  const controls = (
    <>
      <LoadStatus images={images} title="the held-out digits" />
      <ClassControls
        dataset="digits-8"
        choice={choice}
        change={(part) => setChoice((now) => ({ ...now, ...part }))}
      />
    </>
  );
  return { noisy, t, setT, controls, reset };
}
