/** Takes the run out of the page and back in: the browser's storage, a checkpoint, weights and a notebook for PyTorch. */
import { useState } from 'preact/hooks';
import { baseUrl } from '../../../components/figure/site.ts';
import { download } from '../export/download.ts';
import type { TrainingRun } from '../run/trainingRun.ts';
import { startFault } from './RunControls.tsx';

const binary = 'application/octet-stream';

/** What a run's files are called: the data set and the step. */
export const fileName = (run: TrainingRun, step: number, what: string) =>
  `from-noise-${run.record.value?.settings.data ?? run.draft.value.data}-${what}-${step}`;

async function checkpoint(run: TrainingRun): Promise<string> {
  const { bytes, step } = await run.compute.run('trainCheckpoint', {});
  const name = `${fileName(run, step, 'checkpoint')}.safetensors`;
  download(name, bytes, binary);
  return `Saved as ${name}.`;
}

async function weights(run: TrainingRun): Promise<string> {
  const { bytes, step } = await run.compute.run('trainWeights', { weights: 'ema', type: 'F32' });
  const name = `${fileName(run, step, 'weights')}.safetensors`;
  download(name, bytes, binary);
  return `Saved as ${name}: PyTorch loads it with strict=True.`;
}

/** The notebook of the run's settings, or of the form's where there is no run. */
async function notebook(run: TrainingRun): Promise<string> {
  const { notebookText, ownPicturesText } = await import('../export/notebook.ts');
  const settings = run.record.value?.settings ?? run.draft.value;
  const site = new URL(baseUrl, location.href).href;
  const own = settings.data === 'own' ? ownPicturesText() : null;
  if (own === '') throw new Error('The notebook needs your pictures, and there are none any more.');
  const text = notebookText({ settings, site, own });
  const name = `from-noise-${settings.data}.ipynb`;
  download(name, text, 'application/x-ipynb+json');
  return `Saved as ${name}.`;
}

export function ExportMenu({ run }: { run: TrainingRun }) {
  const [said, setSaid] = useState('');
  const open = run.isOpen;
  const settingsFault = run.record.value ? '' : startFault(run);
  const say = async (work: () => Promise<string | undefined>) => {
    setSaid('');
    try {
      setSaid((await work()) ?? '');
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <details class="fn-export">
      <summary>
        <b>Save, open, take it elsewhere.</b>{' '}
        <span class="fn-note">Checkpoint, weights for PyTorch, notebook</span>
      </summary>
      {!open && (
        <p class="fn-note">
          What is grey waits for an open run: start one, or open one that was saved.
        </p>
      )}
      <dl class="fn-export-list">
        <Entry label="Save in this browser" off={!open} act={() => void say(() => run.save())}>
          Everything the run goes on from, now instead of in a few seconds.
        </Entry>
        <Entry label="Save a checkpoint" off={!open} act={() => void say(() => checkpoint(run))}>
          The same as a file: weights, averages, the optimizer’s memory, losses and film.
        </Entry>
        <OpenFile run={run} />
        <Entry label="Weights for PyTorch" off={!open} act={() => void say(() => weights(run))}>
          The averaged weights alone, as safetensors, under PyTorch’s own names.
        </Entry>
        <Entry
          label="Notebook"
          off={settingsFault !== ''}
          act={() => void say(() => notebook(run))}
        >
          Trains the same network with the same settings on a bigger machine, and loads what you
          trained here.
        </Entry>
        <Entry
          label="Delete the browser’s copy"
          off={!run.saved.value}
          act={() => void run.forget()}
        >
          Takes the saved run out of this browser’s storage, once no run is open here.
        </Entry>
      </dl>
      <p class="fn-note" role="status">
        {said}
      </p>
    </details>
  );
}

interface EntryProps {
  readonly label: string;
  readonly off: boolean;
  readonly act: () => void;
  readonly children: string;
}

function Entry({ label, off, act, children }: EntryProps) {
  return (
    <div>
      <dt>
        <button type="button" class="fn-button" disabled={off} onClick={act}>
          {label}
        </button>
      </dt>
      <dd class="fn-note">{children}</dd>
    </div>
  );
}

function OpenFile({ run }: { run: TrainingRun }) {
  const openFile = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    await run.openFile(new Uint8Array(await file.arrayBuffer()), file.name);
    input.value = '';
  };
  return (
    <div>
      <dt>
        <label class="fn-button fn-file-button">
          Open a checkpoint
          <input
            type="file"
            accept=".safetensors"
            class="fn-sr"
            onChange={(event) => void openFile(event.currentTarget)}
          />
        </label>
      </dt>
      <dd class="fn-note">A file that you saved here, on this machine or another one.</dd>
    </div>
  );
}
