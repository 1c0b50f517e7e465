/** The page's one seed: every figure of a page that draws from noise shares it, so that they start from the same noise. */
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { SeedControl } from '../controls/Choices.tsx';

/** The seed that every page starts with. */
export const firstSeed = 1;

const shared = signal(firstSeed);

/** The page's seed and the control that changes it for all its figures. */
export function usePageSeed() {
  // The first render must be what the server rendered, even when another figure has changed the seed.
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const now = shared.value;
  const seed = mounted ? now : firstSeed;
  const setSeed = (next: number) => {
    shared.value = next;
  };
  return { seed, setSeed, seedControl: <SeedControl seed={seed} onChange={setSeed} /> };
}
