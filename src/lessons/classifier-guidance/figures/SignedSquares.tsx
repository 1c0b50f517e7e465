/** A gradient on the pixels of a digit, alone or over the digit: filled squares ask for brighter, rings for darker. */
import { greyLevel } from '../../../components/plots/drawPixels.ts';
import type { Numbers } from '../../../lib/diffusion/index.ts';
import { type SignedSquare, signedSquares } from './gradientStep.ts';

export interface SignedSquaresProps {
  /** [size, size]; null while there is none. */
  readonly gradient: Numbers | null;
  /** The digit below it, in [−1, 1]; null for plain ground. */
  readonly over: Numbers | null;
  readonly size: number;
  /** What it shows, in words. */
  readonly label: string;
  /** Handle for tests. */
  readonly name: string;
}

/** A square picture that follows the theme. */
export function SignedSquares({ gradient, over, size, label, name }: SignedSquaresProps) {
  const squares = gradient ? signedSquares(gradient, size) : [];
  return (
    <svg
      class="fn-signed"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      data-signed={name}
    >
      <rect class="fn-signed-ground" width={size} height={size} />
      {over && <Pixels pixels={over} size={size} />}
      {squares.map((square) => (
        <Square
          key={`${square.x} ${square.y}`}
          square={square}
          ground={over ? greyLevel(over[square.y * size + square.x]!) : null}
        />
      ))}
    </svg>
  );
}

function Pixels({ pixels, size }: { readonly pixels: Numbers; readonly size: number }) {
  return (
    <g shape-rendering="crispEdges">
      {Array.from(pixels, (value, i) => {
        const level = greyLevel(value);
        const [x, y] = [i % size, Math.floor(i / size)];
        const fill = `rgb(${level} ${level} ${level})`;
        return <rect key={`${x} ${y}`} x={x} y={y} width={1} height={1} fill={fill} />;
      })}
    </g>
  );
}

const ringWidth = 0.11;

function Square({
  square,
  ground,
}: {
  readonly square: SignedSquare;
  readonly ground: number | null;
}) {
  const { x, y, side, brighter } = square;
  const drawn = 0.92 * side;
  const inset = brighter ? 0 : Math.min(ringWidth, drawn / 2) / 2;
  const edge = drawn - 2 * inset;
  const at = (1 - drawn) / 2 + inset;
  return (
    <rect
      class={brighter ? 'fn-signed-up' : 'fn-signed-down'}
      data-on={ground === null ? 'paper' : ground < 128 ? 'dark' : 'light'}
      x={x + at}
      y={y + at}
      width={edge}
      height={edge}
      stroke-width={brighter ? 0 : 2 * inset}
    />
  );
}
