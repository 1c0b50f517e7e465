/** Hooks that let a figure run only while it is seen, respect reduced motion, and follow the theme. */
import { useEffect, useRef, useState } from 'preact/hooks';

/** True while the element of the returned ref is on screen (and the tab is visible). */
export function useOnScreen<E extends Element>() {
  const ref = useRef<E>(null);
  const [onScreen, setOnScreen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    let intersects = false;
    const update = () => setOnScreen(intersects && !document.hidden);
    const observer = new IntersectionObserver((entries) => {
      intersects = entries.at(-1)?.isIntersecting ?? intersects;
      update();
    });
    observer.observe(element);
    document.addEventListener('visibilitychange', update);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', update);
    };
  }, []);
  return { ref, onScreen };
}

/** Calls `frame(seconds since the last frame)` on every animation frame while `running`. */
export function useAnimation(running: boolean, frame: (seconds: number) => void): void {
  const latest = useRef(frame);
  latest.current = frame;
  useEffect(() => {
    if (!running) return;
    let previous = performance.now();
    let handle = requestAnimationFrame(function tick(now) {
      latest.current(Math.min(0.1, Math.max(0, now - previous) / 1000));
      previous = now;
      handle = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(handle);
  }, [running]);
}

/** Whether the reader asked for less motion; figures then never start to move by themselves. */
export function useReducedMotion(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)');
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(false);
  useEffect(() => {
    const list = matchMedia(query);
    const update = () => setMatches(list.matches);
    update();
    list.addEventListener('change', update);
    return () => list.removeEventListener('change', update);
  }, [query]);
  return matches;
}

/** The roles' colours as the browser resolves them now, for drawing on a canvas. */
export interface ThemeColours {
  readonly data: string;
  readonly noise: string;
  readonly prediction: string;
  readonly condition: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly paper: string;
}

const colourNames = ['data', 'noise', 'prediction', 'condition', 'ink', 'soft', 'rule', 'paper'];

function readColours(): ThemeColours {
  const style = getComputedStyle(document.documentElement);
  const entries = colourNames.map((name) => [name, style.getPropertyValue(`--fn-${name}`).trim()]);
  return Object.fromEntries(entries) as unknown as ThemeColours;
}

/** Follows the theme: null until mounted, then new colours whenever the reader changes it. */
export function useThemeColours(): ThemeColours | null {
  const [colours, setColours] = useState<ThemeColours | null>(null);
  useEffect(() => {
    const update = () => setColours(readColours());
    update();
    const observer = new MutationObserver(update);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  return colours;
}
