/** Several small grey pictures on one canvas, with one text equivalent. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { drawPictureGrid, gridSize, type PictureGrid } from './drawPictureGrid.ts';

export interface PictureGridViewProps extends PictureGrid {
  /** What the pictures show, in words. */
  readonly label: string;
  /** Handle for tests. */
  readonly name?: string;
}

/** Draws the grid whenever its pictures change; keep the `pictures` array the same while they do not. */
export function PictureGridView({ label, name, ...grid }: PictureGridViewProps) {
  const { pictures, size, columns, gap } = grid;
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (ref.current) drawPictureGrid(ref.current, { pictures, size, columns, gap });
  }, [pictures, size, columns, gap]);
  const { width, height } = gridSize(grid);
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={label}
      data-canvas={name}
      width={width}
      height={height}
      style={{ display: 'block', width: '100%', height: 'auto', imageRendering: 'pixelated' }}
    />
  );
}
