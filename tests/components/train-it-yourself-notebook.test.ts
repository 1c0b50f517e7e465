/** The notebook that the training lesson exports: its form, and that plain Python runs it from the first cell to the last. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { moduleCell, notebookText } from '../../src/lessons/train-it-yourself/export/notebook.ts';
import { writeCheckpoint, writeWeights } from '../../src/lib/training/checkpoint.ts';
import { initialParameters, networkOf } from '../../src/lib/training/network.ts';
import { freshCheckpoint } from '../../src/lib/training/session.ts';
import { defaultSettings, type TrainingSettings } from '../../src/lib/training/settings.ts';

interface NotebookCell {
  readonly cell_type: 'code' | 'markdown';
  readonly id: string;
  readonly source: readonly string[];
}

/** Nothing listens there: a notebook that asks the site for what lies beside it fails. */
const nowhere = 'http://127.0.0.1:9/';

/** A run so small that Python trains it in a second. */
const small: TrainingSettings = {
  ...defaultSettings,
  classes: [0, 1],
  batchSize: 4,
  steps: 6,
  T: 10,
  base: 8,
  prediction: 'v',
  weighting: 'minSnr',
};

const cellsOf = (text: string) => (JSON.parse(text) as { cells: NotebookCell[] }).cells;
const codeOf = (text: string) =>
  cellsOf(text)
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => source.join(''));

/** A Python that has PyTorch; null where there is none. */
function pythonWithTorch(): string | null {
  const candidates = ['python3', 'python', '/usr/bin/python3'];
  const works = (name: string) => spawnSync(name, ['-c', 'import torch']).status === 0;
  return candidates.find(works) ?? null;
}

describe('the file', () => {
  const text = notebookText({ settings: small, site: 'https://example.org/course/', own: null });

  test('is nbformat 4.5: every cell has an id of its own, and lines that keep their ends', () => {
    const notebook = JSON.parse(text);
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    const cells = cellsOf(text);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    for (const { id, source } of cells) {
      expect(id).toMatch(/^[a-zA-Z0-9-_]{1,64}$/);
      for (const line of source.slice(0, -1)) expect(line.endsWith('\n')).toBe(true);
    }
  });

  test('holds the run’s settings and the site’s address', () => {
    const [settings] = codeOf(text);
    expect(settings).toContain('"prediction": "v"');
    expect(settings).toContain('site = "https://example.org/course/"');
    expect(settings).not.toContain('own_pictures');
  });

  test('a module becomes a cell without its neighbours’ imports and its command line', () => {
    const source = [
      '#!/usr/bin/env python3',
      '"""Doc."""',
      'import argparse',
      'import math',
      'from models import UNet',
      'from pathlib import Path',
      '',
      '',
      'def keep():',
      '    from models import later',
      '    return 1',
      '',
      '',
      'def main():',
      '    parser = argparse.ArgumentParser()',
      '',
      '    print(1)',
      '',
      '',
      'if __name__ == "__main__":',
      '    main()',
      '',
    ].join('\n');
    expect(moduleCell(source)).toBe(
      '"""Doc."""\nimport math\nfrom pathlib import Path\n\n\ndef keep():\n    from models import later\n    return 1',
    );
  });
});

const python = pythonWithTorch();

describe.skipIf(!python)('in Python', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
  });

  /** Runs the code cells as one program, in a folder with the course's digits beside it and the given files. */
  function execute(text: string, files: Readonly<Record<string, Uint8Array>> = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
    made.push(folder);
    cpSync('public/data/digits-8', join(folder, 'data', 'digits-8'), { recursive: true });
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, 'cells.py'), codeOf(text).join('\n\n'));
    const { status, stdout, stderr } = spawnSync(python!, ['cells.py'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).not.toContain('Error');
    expect(status, stderr).toBe(0);
    return { folder, stdout };
  }

  const isPng = (path: string) => readFileSync(path).subarray(1, 4).toString() === 'PNG';

  test('starts from random weights where no file lies beside it', () => {
    const text = notebookText({ settings: small, site: nowhere, own: null });
    const { folder, stdout } = execute(text);
    expect(stdout).toMatch(/28\d training images of 8 by 8 pixels/);
    expect(stdout).toContain('trained for 0 steps');
    expect(stdout).toMatch(/step 6: mean loss \d/);
    expect(isPng(join(folder, 'samples.png'))).toBe(true);
    expect(existsSync(join(folder, 'trained-weights.safetensors'))).toBe(true);
  }, 60_000);

  test('goes on from the page’s checkpoint, and writes one that the page can open', () => {
    const { state, ...rest } = freshCheckpoint(small);
    const checkpoint = writeCheckpoint({ ...rest, state: { ...state, step: 40 } });
    const text = notebookText({ settings: small, site: nowhere, own: null });
    const { folder, stdout } = execute(text, {
      'from-noise-digits-8-checkpoint-40.safetensors': checkpoint,
    });
    expect(stdout).toContain('trained for 40 steps');
    expect(stdout).toMatch(/step 46: mean loss \d/);
    expect(existsSync(join(folder, 'trained-checkpoint.safetensors'))).toBe(true);
  }, 60_000);

  test('loads weights alone', () => {
    const values = initialParameters(networkOf(small), 1);
    const weights = writeWeights(small, { kind: 'ema', step: 12, values }, 'F32');
    const text = notebookText({ settings: small, site: nowhere, own: null });
    const { stdout } = execute(text, { 'from-noise-digits-8-weights-12.safetensors': weights });
    expect(stdout).toContain('trained for 12 steps');
  }, 60_000);

  test('carries the reader’s own pictures with it', () => {
    const own = btoa(String.fromCharCode(...new Uint8Array(3 * 256).fill(200)));
    const settings: TrainingSettings = { ...small, data: 'own', classes: [], batchSize: 2 };
    const { stdout } = execute(notebookText({ settings, site: nowhere, own }));
    expect(stdout).toContain('3 training images of 16 by 16 pixels');
    expect(stdout).toMatch(/step 6: mean loss \d/);
  }, 60_000);
});
