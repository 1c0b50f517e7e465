/** A bar that splits one unit of variance into the data's share, ᾱ_t, and the noise's, 1 − ᾱ_t. */
import { Sym } from '../../../components/figure/Sym.tsx';
import { formatPercents } from './formatNumbers.ts';
import './figures.css';

/** The figure's reading says the same in words. */
export function ShareBar({ alphaBar }: { alphaBar: number }) {
  const { share, rest } = formatPercents(alphaBar);
  return (
    <div class="fn-share" aria-hidden="true" data-share={alphaBar}>
      <p class="fn-share-labels">
        <span>
          data’s share of variance <Sym code="alphaBar" /> = {share} %
        </span>
        <span>
          noise’s share 1 − <Sym code="alphaBar" /> = {rest} %
        </span>
      </p>
      <div class="fn-share-bar">
        <span style={{ flexGrow: alphaBar }} />
        <span style={{ flexGrow: 1 - alphaBar }} />
      </div>
    </div>
  );
}
