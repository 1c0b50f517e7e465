/** Where the guided walks end, beside the class itself and the sharpened distribution. */
import { type Ends, measureSharpened } from './guidedWalk.ts';
import { classMixtures, classNames } from './labelledClusters.ts';
import { percent, share } from './words.ts';

/** At scale 1 the sharpened distribution is the class itself. */
const classesThemselves: readonly Ends[] = classMixtures.map((_, y) => measureSharpened(y, 1));

export interface EndsTableProps {
  readonly y: number;
  readonly scale: number;
  readonly ends: Ends;
  readonly sharpened: Ends;
}

/** Three columns: the walks, what the scale is said to aim at, the class. */
export function EndsTable({ y, scale, ends, sharpened }: EndsTableProps) {
  const columns = [ends, sharpened, classesThemselves[y]!];
  const twoClusters = classMixtures[y]!.components.length > 1;
  return (
    <table class="fn-reads fn-guide-ends">
      <thead>
        <tr>
          <th scope="col">Class {classNames[y]}</th>
          <th scope="col">the walks</th>
          <th scope="col">sharpened, γ = {scale.toFixed(1)}</th>
          <th scope="col">the class</th>
        </tr>
      </thead>
      <tbody>
        <Row
          name="right"
          title="read as the class"
          columns={columns.map(({ right }) => share(right, 1))}
        />
        {twoClusters && (
          <Row
            name="lonely"
            title="of those, in the lonely cluster"
            columns={columns.map(({ clusterShares }) => share(clusterShares[0]!, 1))}
          />
        )}
        <Row
          name="sureness"
          title="mean probability of the class"
          columns={columns.map(({ sureness }) => percent(sureness))}
        />
        <Row
          name="spread"
          title="distance from the cluster’s centre, as a multiple of the cluster’s own"
          columns={columns.map(({ spread }) => spread.toFixed(2))}
        />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
}

function Row({ name, title, columns }: RowProps) {
  return (
    <tr data-ends={name}>
      <th scope="row">{title}</th>
      {columns.map((text, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are always the same three
        <td key={i}>{text}</td>
      ))}
    </tr>
  );
}
