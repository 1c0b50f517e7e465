/** Lets a figure show a chain at any t: walks in small pieces between frames, so the page never blocks. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useAnimation, useReducedMotion } from '../../../components/figure/hooks.ts';
import { fork } from '../../../lib/diffusion/index.ts';
import { type Chain, makeChain } from './chain.ts';
import { schedule } from './courseSchedule.ts';

/** How long one piece of the walk may take: little while t moves; long pieces where less motion is wanted. */
const pieceMs = { moving: 3, resting: 9, reducedMotion: 60 };

/** How long t must keep still before the long pieces begin. */
const restMs = 200;

export interface UseChainOptions {
  /** The clean values; null while there are none. */
  readonly x0: Float32Array | null;
  readonly seed: number;
  /** The step to show. */
  readonly t: number;
  readonly onScreen: boolean;
  readonly tracked?: number;
}

/** The chain, as far as it has come (null before there is one), and whether it has arrived at t. */
export function useChain(options: UseChainOptions): { chain: Chain | null; arrived: boolean } {
  const { x0, seed, t, onScreen, tracked = 0 } = options;
  const mounted = useMounted();
  const reducedMotion = useReducedMotion();
  const [, redraw] = useState(0);
  const chain = useMemo(
    () => (mounted && x0 ? makeChain({ schedule, x0, rng: fork(seed, 'chain'), tracked }) : null),
    [mounted, x0, seed, tracked],
  );
  const moving = useMoving(t);
  const piece = reducedMotion ? 'reducedMotion' : moving ? 'moving' : 'resting';
  const arrived = chain?.walkTowards(t, pieceMs[piece]) ?? false;
  useAnimation(chain !== null && !arrived && onScreen, () => redraw((count) => count + 1));
  return { chain, arrived };
}

/** Whether the value has changed a moment ago: a drag draws several times a frame, not always with a new value. */
function useMoving(value: number): boolean {
  const last = useRef({ value, changedAt: Number.NEGATIVE_INFINITY });
  const now = performance.now();
  if (last.current.value !== value) last.current = { value, changedAt: now };
  return now - last.current.changedAt < restMs;
}

function useMounted(): boolean {
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  return mounted;
}
