/** One schedule as a strip of pictures, with a bar and a line of numbers that say how it spends its steps. */
import type { ComponentChildren } from 'preact';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { type StepShares, stripLength, stripTimesteps } from '../filmstrip.ts';
import { formatShare } from '../format.ts';

/** The timesteps above the strips. */
export function FilmTimes({ T }: { T: number }) {
  return (
    <div class="fn-film-times" aria-hidden="true">
      {stripTimesteps(T).map((t, i) => (
        <span key={t}>{i === 0 ? `t = ${t}` : t}</span>
      ))}
    </div>
  );
}

export interface FilmRowProps {
  readonly name: string;
  readonly title: ComponentChildren;
  readonly pictures: readonly (Float32Array | null)[];
  readonly size: number;
  readonly shares: StepShares;
  /** The strip in words. */
  readonly label: string;
  /** Whether the strip shows something older than what the reader set. */
  readonly stale?: boolean;
}

/** The row. */
export function FilmRow({ name, title, pictures, size, shares, label, stale }: FilmRowProps) {
  return (
    <div class="fn-film" data-stale={stale ?? false}>
      <div class="fn-film-head">
        <p>{title}</p>
        <p class="fn-note" data-shares={name}>
          {shareWords(shares)}
        </p>
      </div>
      <PictureGridView
        name={name}
        pictures={pictures}
        size={size}
        columns={stripLength}
        gap={Math.max(1, Math.round(size / 14))}
        label={label}
      />
      <ShareBar shares={shares} />
    </div>
  );
}

/** The shares in words: "4 % nearly clean, 59 % in between, 37 % nearly noise". */
export function shareWords({ clean, mixed, noise }: StepShares): string {
  return `${formatShare(clean)} nearly clean, ${formatShare(mixed)} in between, ${formatShare(noise)} nearly noise`;
}

function ShareBar({ shares }: { shares: StepShares }) {
  const parts = ['clean', 'mixed', 'noise'] as const;
  return (
    <div class="fn-shares" aria-hidden="true">
      {parts.map((part) => (
        <span key={part} data-part={part} style={{ width: `${shares[part] * 100}%` }} />
      ))}
    </div>
  );
}

/** What the bar's parts mean. */
export function ShareLegend({ bound }: { bound: number }) {
  const items = [
    { part: 'clean', words: `nearly clean: log-SNR above ${bound}` },
    { part: 'mixed', words: 'in between' },
    { part: 'noise', words: `nearly noise: below −${bound}` },
  ];
  return (
    <ul class="fn-legend">
      {items.map(({ part, words }) => (
        <li key={part}>
          <span class="fn-shares fn-shares-key">
            <span data-part={part} style={{ width: '100%' }} />
          </span>
          {words}
        </li>
      ))}
    </ul>
  );
}
