/** What the plane's figure paints: paths and ends, or arrows at one timestep. */
import type { PlanePicture } from '../../../components/plane/PlaneView.tsx';
import {
  type ArrowsOf,
  arrowsAt,
  cloudOf,
  type GuidedWalk,
  type PlaneClass,
  type PlaneGuidance,
} from './guidedPlane.ts';

/** Half-width of the plane where nothing leaves it. */
const usual = 3;
const arrowsInRow = 15;
/** How long an arrow of one is, in units of the distance between two arrows; none is longer than `longest` distances. */
const arrowLength = 0.4;
const longest = 0.95;

const clouds = ([0, 1, 2] as const).map((cls) => cloudOf(cls));

function clusters(towards: PlaneClass) {
  const others = clouds.flatMap((cloud, cls) => (cls === towards ? [] : [...cloud]));
  return { own: clouds[towards]!, others: Float64Array.from(others) };
}

/** Half-width that holds all ends: whole numbers, so that it does not jump with every move. */
export function extentOf({ ends }: GuidedWalk): number {
  const most = ends.reduce((far, value) => Math.max(far, Math.abs(value)), 0);
  return Math.max(usual, Math.ceil(most + 0.2));
}

/** The paths of the first starts, and where all end. */
export function walkPicture({ towards }: PlaneGuidance, walk: GuidedWalk): PlanePicture {
  const { own, others } = clusters(towards);
  return {
    extent: extentOf(walk),
    data: others,
    paths: walk.paths.map((xy) => ({ xy, role: 'noise' as const })),
    groups: [
      { xy: own, role: 'data' },
      { xy: walk.ends, role: 'condition', large: true },
    ],
  };
}

/** The centres of a square grid. */
function gridOf(extent: number): Float64Array {
  return Float64Array.from({ length: 2 * arrowsInRow ** 2 }, (_, i) => {
    const cell = i >> 1;
    const along = i % 2 === 0 ? cell % arrowsInRow : Math.floor(cell / arrowsInRow);
    return extent * ((2 * along + 1) / arrowsInRow - 1);
  });
}

/** Arrows, none longer than their distance from each other. */
export function shortened(vectors: Float64Array, gap: number): Float64Array {
  return vectors.map((value, i) => {
    const pair = i - (i % 2);
    const length = Math.hypot(vectors[pair]!, vectors[pair + 1]!) * arrowLength;
    return value * arrowLength * gap * Math.min(1, longest / Math.max(length, 1e-12));
  });
}

/** Scores at one timestep as arrows over the classes. */
export function arrowsPicture(guidance: PlaneGuidance, t: number, which: ArrowsOf): PlanePicture {
  const { own, others } = clusters(guidance.towards);
  const at = gridOf(usual);
  const vectors = shortened(arrowsAt(guidance, t, at, which), (2 * usual) / arrowsInRow);
  return {
    extent: usual,
    data: others,
    groups: [{ xy: own, role: 'data' }],
    arrows: {
      at,
      vectors,
      role:
        which === 'other'
          ? 'plain'
          : which === 'cond' || which === 'guided'
            ? 'prediction'
            : 'condition',
    },
  };
}
