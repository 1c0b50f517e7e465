/** A training batch, row by row: what each of the steps has drawn, made or predicted. */
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Sym } from '../../../components/figure/Sym.tsx';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { digitSize } from './digits.ts';
import { batchSize, picturesOf } from './trainingRun.ts';
import type { Run } from './useTrainingRun.ts';

/** The rows of the batch; those of steps to come are empty. */
export function BatchView({ run }: { run: Run }) {
  const { batch, step, before, after } = run;
  const now = after ?? before;
  const loops = `after ${run.loops.toLocaleString('en-US')} loops`;
  const listed = (values: readonly (number | string)[]) => values.join(', ');
  return (
    <div class="fn-batch">
      <PictureRow
        name="x0"
        title={<Sym code="x0" />}
        says="digits"
        pictures={batch.x0}
        label={`Clean digits: ${listed(batch.labels)}`}
      />
      <NumberRow
        name="t"
        title={<i>t</i>}
        says="timestep"
        values={step >= 2 ? batch.timesteps.map(String) : null}
      />
      <PictureRow
        name="eps"
        title={<Sym code="eps" />}
        says="true noise"
        pictures={step >= 3 ? batch.eps : null}
        label="Eight pictures of noise"
      />
      <PictureRow
        name="xt"
        title={<Sym code="xt" />}
        says="their mix"
        pictures={step >= 4 ? batch.xt : null}
        label={`The digits mixed with the noise, at t = ${listed(batch.timesteps)}`}
      />
      <PictureRow
        name="eps-pred"
        title={<Sym code="epsPred" />}
        says="predicted noise"
        pictures={step >= 5 && now ? now.epsPred : null}
        label={`Noise that the network predicts ${loops}`}
      />
      <PictureRow
        name="x0-pred"
        title={<Sym code="x0Pred" />}
        says="implied digits"
        pictures={step >= 5 && now ? now.x0Pred : null}
        label={`Digits that the prediction implies ${loops}`}
      />
      <NumberRow
        name="loss"
        title="loss"
        says={after ? 'now' : 'of each'}
        values={step >= 6 && now ? now.losses.map((loss) => loss.toFixed(2)) : null}
      />
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly title: ComponentChildren;
  /** What the row holds, in two words. */
  readonly says: string;
}

function RowTitle({ title, says }: Omit<RowProps, 'name'>) {
  return (
    <p class="fn-batch-title">
      {title} <span class="fn-note">{says}</span>
    </p>
  );
}

interface PictureRowProps extends RowProps {
  readonly pictures: Float32Array | null;
  readonly label: string;
}

function PictureRow({ name, title, says, pictures, label }: PictureRowProps) {
  const grid = useMemo(() => pictures && picturesOf(pictures), [pictures]);
  return (
    <>
      <RowTitle title={title} says={says} />
      {grid ? (
        <PictureGridView
          name={name}
          pictures={grid}
          size={digitSize}
          columns={batchSize}
          gap={1}
          label={label}
        />
      ) : (
        <div class="fn-batch-empty fn-batch-pictures" />
      )}
    </>
  );
}

function NumberRow({ name, title, says, values }: RowProps & { values: readonly string[] | null }) {
  return (
    <>
      <RowTitle title={title} says={says} />
      {values ? (
        <div class="fn-batch-numbers" data-numbers={name}>
          {values.map((value, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
            <span key={i}>{value}</span>
          ))}
        </div>
      ) : (
        <div class="fn-batch-empty" />
      )}
    </>
  );
}
