/** Writes a Jupyter notebook (nbformat 4.5) that trains the page's network in PyTorch: the code of `training/`, and the run's settings. */
import diffusion from '../../../../training/diffusion.py?raw';
import fromBrowser from '../../../../training/from_browser.py?raw';
import loop from '../../../../training/loop.py?raw';
import models from '../../../../training/models.py?raw';
import safetensors from '../../../../training/safetensors_io.py?raw';
import type { TrainingSettings } from '../../../lib/training/settings.ts';
import dataCell from './cells/data.py?raw';
import loadCell from './cells/load.py?raw';
import ownCell from './cells/own.py?raw';
import samplesCell from './cells/samples.py?raw';
import saveCell from './cells/save.py?raw';
import trainCell from './cells/train.py?raw';

export { ownPicturesText } from './ownPicturesText.ts';

/** What a notebook is made of. */
export interface NotebookOptions {
  readonly settings: TrainingSettings;
  /** The site's address, ending in a slash: data come from there unless they lie beside the notebook. */
  readonly site: string;
  /** The reader's own pictures in base64, for runs that learn from them. */
  readonly own: string | null;
}

/** One cell: its text, and whether it is code. */
interface Cell {
  readonly kind: 'markdown' | 'code';
  readonly text: string;
}

const prose = (text: string): Cell => ({ kind: 'markdown', text });
const code = (text: string): Cell => ({ kind: 'code', text });

/** Modules of `training/` that a notebook holds in one namespace. */
const localModules = 'data|diffusion|loop|models|safetensors_io';

/**
 * A module of `training/` as a cell: without imports of its neighbours, which are cells of their own, and
 * without its command line.
 */
export function moduleCell(source: string): string {
  return source
    .replace(/^#!.*\n/, '')
    .replace(new RegExp(`^from (?:${localModules}) import .*\\n`, 'gm'), '')
    .replace(/^import argparse\n/m, '')
    .replace(/^def main\(\):\n(?:(?: {4}.*)?\n)*/m, '')
    .replace(/^if __name__ == "__main__":\n(?:(?: {4}.*)?\n)*/m, '')
    .replace(/\n{3,}/g, '\n\n\n')
    .trim();
}

/** Python’s way to write a text over many lines. */
const quoted = (text: string) => `"""\n${text}\n"""`;

function settingsCell({ settings, site, own }: NotebookOptions): string {
  const lines = [
    '# The settings of your run. Change what you like; the weights of your file fit only the same base and classes.',
    'import json',
    '',
    `settings = json.loads(${quoted(JSON.stringify(settings, null, 2))})`,
    `steps = settings["steps"]`,
    `site = ${JSON.stringify(site)}`,
  ];
  return [...lines, ...(own === null ? [] : [`own_pictures = ${JSON.stringify(own)}`])].join('\n');
}

function cellsOf(options: NotebookOptions): Cell[] {
  const where =
    options.own === null ? `They come from ${options.site}data/ unless they lie here.` : '';
  return [
    prose(
      '# A diffusion model, from your browser to PyTorch\n\nThis notebook trains the network that you trained in the course *From Noise*, with the same settings. It needs PyTorch and nothing else. Put the weights or the checkpoint that you saved beside it, and it goes on from them; otherwise it starts from random weights.',
    ),
    code(settingsCell(options)),
    prose('## The network\n\nThe U-Net of the course, layer for layer as in the page.'),
    code(moduleCell(models)),
    prose('## Noise, predictions, samples'),
    code(moduleCell(diffusion)),
    prose('## The training step'),
    code(moduleCell(loop)),
    prose('## Files\n\nThe page writes safetensors; so does this.'),
    code(moduleCell(safetensors)),
    prose('## A run of the page'),
    code(moduleCell(fromBrowser)),
    prose(`## The pictures\n\n${where}`.trim()),
    code((options.own === null ? dataCell : ownCell).trim()),
    prose('## Your weights'),
    code(loadCell.trim()),
    prose('## Training'),
    code(trainCell.trim()),
    prose('## Samples'),
    code(samplesCell.trim()),
    prose('## Keep it'),
    code(saveCell.trim()),
  ];
}

/** Lines that keep their ends, as nbformat has them. */
const linesOf = (text: string) =>
  text.split('\n').map((line, i, all) => (i < all.length - 1 ? `${line}\n` : line));

function cellJson({ kind, text }: Cell, index: number) {
  const common = { cell_type: kind, id: `cell-${index}`, metadata: {}, source: linesOf(text) };
  return kind === 'code' ? { ...common, execution_count: null, outputs: [] } : common;
}

/** The notebook’s file. */
export function notebookText(options: NotebookOptions): string {
  const notebook = {
    cells: cellsOf(options).map(cellJson),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
