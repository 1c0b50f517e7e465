/** What a run shows: texts, tables, curves, pictures and clouds. */
import { useCallback } from 'preact/hooks';
import type { View } from '../../lib/exercises/index.ts';
import { FigureBoundary } from '../figure/Figure.tsx';
import { LineKey } from '../plots/LineKey.tsx';
import { PictureGridView } from '../plots/PictureGrid.tsx';
import { type PlotModule, PlotView } from '../plots/PlotView.tsx';
import { drawClouds } from './drawClouds.ts';
import { drawLines, lineStyles } from './drawLines.ts';

type Of<Kind extends View['kind']> = Extract<View, { kind: Kind }>;

function Legend({ entries }: { entries: readonly { name: string; by: 'learner' | 'course' }[] }) {
  return (
    <ul class="fn-legend">
      {entries.map(({ name, by }) => (
        <LineKey key={name} {...lineStyles[by]}>
          {name}
        </LineKey>
      ))}
    </ul>
  );
}

function Lines({ view }: { view: Of<'lines'> }) {
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawLines(plot, width, view),
    [view],
  );
  return (
    <div class="fn-run-view">
      <p class="fn-note">{view.label}</p>
      <PlotView draw={draw} label={view.label} height={260} name="lines" />
      <Legend entries={view.lines} />
    </div>
  );
}

function Clouds({ view }: { view: Of<'points'> }) {
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawClouds(plot, width, view),
    [view],
  );
  return (
    <div class="fn-run-view">
      <p class="fn-note">{view.label}</p>
      <PlotView draw={draw} label={view.label} height={300} name="points" />
      <Legend entries={view.clouds} />
    </div>
  );
}

function Table({ view: { caption, columns, rows } }: { view: Of<'table'> }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keyboard
    <section class="fn-run-view fn-table-scroll" tabIndex={0} aria-label={caption}>
      <table class="fn-calls">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may be alike
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={columns[j]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Pictures whose length is wrong, or that hold what is no number, leave their place empty. */
function drawable(picture: ArrayLike<number> | null, size: number): ArrayLike<number> | null {
  const whole = picture !== null && picture?.length === size * size;
  return whole && Array.from(picture).every(Number.isFinite) ? picture : null;
}

function Pictures({ view: { label, size, rows } }: { view: Of<'pictures'> }) {
  return (
    <div class="fn-run-view">
      <p class="fn-note">{label}</p>
      <div class="fn-picture-rows">
        {rows.map(({ name, pictures }) => {
          const drawn = pictures.map((picture) => drawable(picture, size));
          const missing = drawn.filter((picture) => picture === null).length;
          const words =
            missing > 0 ? `${name}: ${missing} of ${drawn.length} are no pictures` : name;
          return (
            <div class="fn-picture-row" key={name}>
              <span>{words}</span>
              <div style={{ maxWidth: `${drawn.length * 4.2}rem` }}>
                <PictureGridView
                  pictures={drawn}
                  size={size}
                  columns={drawn.length}
                  gap={1}
                  label={words}
                  name={name}
                />
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function OneView({ view }: { view: View }) {
  if (view.kind === 'text') return <p class="fn-run-view">{view.text}</p>;
  if (view.kind === 'table') return <Table view={view} />;
  if (view.kind === 'lines') return <Lines view={view} />;
  if (view.kind === 'points') return <Clouds view={view} />;
  return <Pictures view={view} />;
}

/** All of them, with what computed them. */
export function Views({ views, badge }: { views: readonly View[]; badge: string }) {
  if (views.length === 0) return null;
  return (
    <div class="fn-run-views" data-views>
      {badge && (
        <span class="fn-badge" title="What computes this">
          {badge}
        </span>
      )}
      <FigureBoundary>
        {views.map((view, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a view has no name but its place
          <OneView key={`${i} ${view.kind}`} view={view} />
        ))}
      </FigureBoundary>
    </div>
  );
}
