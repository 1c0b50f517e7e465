/** The training lesson's figures on a compute client that answers at once: form, controls, film, losses, notices, files. */
import { readFileSync } from 'node:fs';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import AveragedWeightsFigure from '../../src/lessons/train-it-yourself/figures/AveragedWeightsFigure.tsx';
import { lossDomain, lossPoints } from '../../src/lessons/train-it-yourself/figures/drawLoss.ts';
import { noiseBars } from '../../src/lessons/train-it-yourself/figures/drawLossByNoise.ts';
import { stageOf } from '../../src/lessons/train-it-yourself/figures/Guide.tsx';
import { backendNotice } from '../../src/lessons/train-it-yourself/figures/Notices.tsx';
import { parseNumber } from '../../src/lessons/train-it-yourself/figures/SettingField.tsx';
import TrainingRunFigure from '../../src/lessons/train-it-yourself/figures/TrainingRunFigure.tsx';
import { presetOf, presetSettings, presets } from '../../src/lessons/train-it-yourself/presets.ts';
import {
  defaultSettings,
  settingDescriptions,
  settingFault,
} from '../../src/lib/training/settings.ts';
import {
  type FakeCompute,
  historyUpTo,
  infoOf,
  lossesAt,
  makeFakeCompute,
  trainsOnAt,
} from './trainItYourself.ts';

let compute: FakeCompute;
vi.mock('../../src/components/figure/useCompute.ts', () => ({ useCompute: () => compute }));

beforeEach(() => {
  compute = makeFakeCompute();
  location.hash = '';
});
afterEach(cleanup);

const button = (name: string | RegExp) => screen.getByRole('button', { name }) as HTMLButtonElement;
const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement;
const reading = () => document.querySelector('[data-reading]')!.textContent;
const number = (name: string) => document.querySelector(`[data-number="${name}"]`)!.textContent;

async function startAndFinish() {
  fireEvent.click(button('Start training'));
  await waitFor(() => expect(reading()).toContain('All steps are made'));
}

describe('the form', () => {
  test('every setting has its sentence, and a link to a paragraph that the lesson has', () => {
    render(<TrainingRunFigure />);
    const lesson = readFileSync('src/lessons/train-it-yourself/lesson.mdx', 'utf8');
    for (const { key, sentence, paragraph } of settingDescriptions) {
      const place = document.querySelector(`[data-setting="${key}"]`)!;
      expect(place.textContent).toContain(sentence);
      expect(place.querySelector('a')!.getAttribute('href')).toBe(`#${paragraph}`);
      expect(lesson).toContain(`<Setting of="${key}">`);
    }
  });

  test('“Why does it matter?” opens what the paragraph is folded into', () => {
    const folded = document.createElement('details');
    folded.innerHTML = '<summary>T</summary><div id="setting-t"></div>';
    document.body.append(folded);
    render(<TrainingRunFigure />);
    fireEvent.click(document.querySelector('a[href="#setting-t"]')!);
    expect(folded.open).toBe(true);
    folded.remove();
  });

  test('what is typed goes into the next run; what is wrong is said, and nothing starts', async () => {
    render(<TrainingRunFigure />);
    fireEvent.input(field('Batch size'), { target: { value: '0' } });
    expect(field('Batch size').getAttribute('aria-invalid')).toBe('true');
    const fault = settingFault({ ...defaultSettings, batchSize: 0 }, 'batchSize')!;
    expect(screen.getAllByText(fault)).toHaveLength(2);
    expect(button('Start training').disabled).toBe(true);
    expect(button('Step once').disabled).toBe(true);
    fireEvent.input(field('Batch size'), { target: { value: 'eight' } });
    expect(screen.getAllByText('Batch size must be a number.')).toHaveLength(2);
    fireEvent.input(field('Batch size'), { target: { value: '8' } });
    fireEvent.input(field('Learning rate'), { target: { value: '0,01' } });
    fireEvent.change(field('Schedule'), { target: { value: 'sigmoid' } });
    fireEvent.click(screen.getByRole('checkbox', { name: '7' }));
    await startAndFinish();
    expect(compute.asked.find(({ job }) => job === 'trainOpen')!.request).toMatchObject({
      settings: {
        batchSize: 8,
        learningRate: 0.01,
        schedule: 'sigmoid',
        classes: [0, 1, 2, 3, 4, 5, 6, 8, 9],
      },
    });
  });

  test('other pictures have other classes; the reader’s own have none, and must be there', () => {
    render(<TrainingRunFigure />);
    fireEvent.change(field('Pictures'), { target: { value: 'fashion-32' } });
    expect(screen.getByRole('checkbox', { name: 'Ankle boot' })).toBeTruthy();
    fireEvent.change(field('Pictures'), { target: { value: 'own' } });
    expect(screen.getByText('Your own pictures have none.')).toBeTruthy();
    expect(button('Start training').disabled).toBe(true);
    expect(document.querySelector('[data-canvas="drawpad"]')).toBeTruthy();
  });

  test('other pictures start from random weights again: a trained model knows one kind', async () => {
    const manifest = {
      architecture: { base: 16, classes: 10 },
      prediction: 'eps',
      training: { T: 1000, schedule: 'cosine' },
    };
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(manifest)));
    render(<TrainingRunFigure />);
    fireEvent.change(field('Start from'), { target: { value: 'shipped' } });
    await waitFor(() => expect(field('Start from').value).toBe('shipped'));
    fireEvent.change(field('Pictures'), { target: { value: 'fashion-32' } });
    expect(field('Start from').value).toBe('random');
    vi.unstubAllGlobals();
  });

  test('numbers are read with a point or a comma, and emptiness is no zero', () => {
    expect([' 2e-3 ', '0,5', '', 'x', '1.5.2'].map(parseNumber)).toEqual([
      0.002,
      0.5,
      NaN,
      NaN,
      NaN,
    ]);
  });

  test('the badge counts the network that the form asks for', () => {
    render(<TrainingRunFigure />);
    const badge = document.querySelector('.fn-badge')!;
    expect(badge.textContent).toContain('543,409 parameters');
    fireEvent.input(field('Base width'), { target: { value: '8' } });
    expect(badge.textContent).not.toContain('543,409');
    expect(badge.textContent).toMatch(/1\d\d,\d{3} parameters/);
  });
});

describe('presets', () => {
  test('each is allowed, changes something, and is set up by one click', () => {
    render(<TrainingRunFigure />);
    for (const preset of presets) {
      for (const { key } of settingDescriptions) {
        expect(settingFault(presetSettings(preset), key)).toBeNull();
      }
      expect(presetOf({ ...presetSettings(preset), seed: 7 })).toBe(preset);
      fireEvent.click(screen.getByRole('radio', { name: preset.label }));
      expect(screen.getByText(preset.lookFor)).toBeTruthy();
    }
  });

  test('the lesson links to each experiment, and the link sets it up', () => {
    const lesson = readFileSync('src/lessons/train-it-yourself/lesson.mdx', 'utf8');
    for (const { id } of presets.slice(1)) expect(lesson).toContain(`href="#${id}"`);
    render(
      <>
        <p>
          <a href="#try-ten-levels">Ten noise levels</a>
        </p>
        <TrainingRunFigure />
      </>,
    );
    fireEvent.click(screen.getByText('Ten noise levels'));
    expect(field('T').value).toBe('10');
    expect((screen.getByRole('radio', { name: 'T = 10' }) as HTMLInputElement).checked).toBe(true);
  });

  test('an address with an experiment in it sets it up when the figure comes alive', async () => {
    location.hash = '#try-no-ema';
    render(<TrainingRunFigure />);
    await waitFor(() => expect(field('EMA decay').value).toBe('0'));
  });
});

describe('a run', () => {
  test('shows its numbers; the buttons for a run come after those that were there', async () => {
    render(<TrainingRunFigure />);
    const names = () =>
      [...document.querySelectorAll('.fn-controls button')].map(({ textContent }) => textContent);
    const before = names();
    compute.stretch = trainsOnAt(250);
    fireEvent.click(button('Start training'));
    await waitFor(() => expect(number('step')).toContain('250 of 1,000'));
    expect(before).toEqual(['Start training', 'Step once']);
    expect(names()).toEqual(['Pause', 'Step once', 'Stop', 'Back to step 0', 'New run']);
    expect(number('speed')).toContain('40');
    expect(number('left')).toContain('20 s');
    // 250 · 64, over 1,438 digits.
    expect(number('examples')).toBe('16,000 each 11.1 times');
    expect(number('memory')).toContain('12.0 MB');
    expect(document.querySelector('.fn-badge')!.textContent).toContain('WebGPU (test card)');
    expect(reading()).toContain('past step 200 of 1,000');
    fireEvent.click(button('Pause'));
    await waitFor(() => expect(reading()).toContain('Paused at step 250 of 1,000.'));
    expect(button('Resume').disabled).toBe(false);
  });

  test('the film follows the newest frame until the reader goes back', async () => {
    render(<TrainingRunFigure />);
    await startAndFinish();
    const film = field('Film');
    expect(film.getAttribute('aria-valuetext')).toBe('step 1,000');
    fireEvent.input(film, { target: { value: '0' } });
    expect(film.getAttribute('aria-valuetext')).toBe('step 0');
    fireEvent.click(button('Go to the samples of step 1000'));
    expect(film.getAttribute('aria-valuetext')).toBe('step 1,000');
    // −1 at the first frame, 0.5 at the last.
    expect(screen.getByText(/Change since the frame before: 1\.500 a pixel/)).toBeTruthy();
  });

  test('a second run stands beside the first, with what is different', async () => {
    render(<TrainingRunFigure />);
    await startAndFinish();
    fireEvent.click(screen.getByRole('radio', { name: 'Linear schedule' }));
    expect(
      screen.getByText(
        'Changed for a new run: schedule linear instead of cosine. “New run” starts it.',
      ),
    ).toBeTruthy();
    expect(button('New run').classList).toContain('fn-button-primary');
    expect(button('500 more steps').classList).not.toContain('fn-button-primary');
    fireEvent.click(button('New run'));
    await waitFor(() => expect(document.querySelector('[data-canvas="film-kept"]')).toBeTruthy());
    expect(screen.getByText(/This run: schedule linear instead of cosine\./)).toBeTruthy();
    expect(screen.getByText(/the lower loss is not the better one/)).toBeTruthy();
    fireEvent.click(button('Drop the kept run'));
    expect(document.querySelector('[data-canvas="film-kept"]')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Drop the kept run' })).toBeNull();
    fireEvent.click(button('Keep this run to compare'));
    expect(screen.getByText(/Start a new run, and the two stand side by side\./)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /to compare|Compare with/ })).toBeNull();
  });

  test('the guide follows the loss, and can be put away', async () => {
    render(<TrainingRunFigure />);
    compute.stretch = trainsOnAt(60);
    fireEvent.click(button('Start training'));
    // 2 / √60 = 0.26.
    await waitFor(() =>
      expect(document.querySelector('[aria-current="step"]')!.textContent).toBe('Strokes'),
    );
    fireEvent.click(button('Hide the guide'));
    expect(document.querySelector('.fn-guide')).toBeNull();
  });

  test('stages go by the smoothed loss', () => {
    const at = (loss: number) =>
      stageOf({
        ...infoOf(defaultSettings),
        history: { ...historyUpTo(1), smoothed: Float64Array.of(loss) },
      });
    expect([2, 0.5, 0.31, 0.3, 0.1].map(at)).toEqual([0, 1, 1, 2, 3]);
    expect(stageOf(null)).toBe(0);
  });

  test('resets to how it opened', async () => {
    render(<TrainingRunFigure />);
    const before = reading();
    fireEvent.click(screen.getByRole('radio', { name: 'No EMA' }));
    await startAndFinish();
    fireEvent.click(button(/^Reset/));
    await waitFor(() => expect(reading()).toBe(before));
    expect(compute.jobs()).toContain('trainClose');
  });
});

describe('notices', () => {
  test('a kept run is offered, and taken up by one click', async () => {
    compute.saved = {
      settings: defaultSettings,
      step: 340,
      savedAt: Date.now() - 125_000,
      bytes: 8_700_000,
      inUse: false,
    };
    compute.open = () => infoOf(defaultSettings, 340);
    compute.stretch = trainsOnAt(341);
    render(<TrainingRunFigure />);
    const offer = await screen.findByRole('region', { name: 'A run saved in this browser' });
    expect(offer.textContent).toContain('step 340 of 1,000, saved 2 min 05 s ago (8.7 MB)');
    fireEvent.click(button('Go on from step 340'));
    await screen.findByText('Taken up at step 340.');
    expect(screen.queryByText(/Your run is still here/)).toBeNull();
  });

  test('a run that another tab trains is not offered for taking', async () => {
    const kept = { settings: defaultSettings, step: 340, savedAt: Date.now(), bytes: 1 };
    compute.saved = { ...kept, inUse: true };
    render(<TrainingRunFigure />);
    await screen.findByText(/Another tab is training it now/);
    expect(screen.queryByRole('button', { name: /Go on from/ })).toBeNull();
  });

  test('a loss that is no number: the sentence, and a calmer run by one click', async () => {
    compute.stretch = async () => ({
      kind: 'diverged',
      at: 57,
      step: 0,
      message: 'At step 57 the loss stopped being a number.',
    });
    render(<TrainingRunFigure />);
    fireEvent.click(screen.getByRole('radio', { name: 'Learning rate 0.1' }));
    fireEvent.click(button('Start training'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('At step 57');
    fireEvent.click(within(alert).getByRole('button', { name: 'New run with learning rate 0.01' }));
    await waitFor(() =>
      expect(compute.asked.filter(({ job }) => job === 'trainOpen')).toHaveLength(2),
    );
    expect(compute.asked.findLast(({ job }) => job === 'trainOpen')!.request).toMatchObject({
      settings: { learningRate: 0.01, steps: 300 },
    });
  });

  test('a loss that ran away without leaving the numbers is pointed out', async () => {
    compute.stretch = async (_request, report, cancelled) => {
      const losses = lossesAt(2);
      if (losses.kind !== 'losses') throw new Error();
      const smoothed = Float64Array.of(0.5, 50);
      report({ ...losses, history: { ...losses.history, smoothed } });
      return cancelled;
    };
    render(<TrainingRunFigure />);
    fireEvent.click(button('Start training'));
    expect((await screen.findByText(/this run has fallen apart/)).textContent).toContain(
      '100 times',
    );
  });

  test('a lost device: one click goes on from the last checkpoint', async () => {
    compute.stretch = async () => ({
      kind: 'deviceLost',
      step: 120,
      message: 'The device is gone.',
    });
    render(<TrainingRunFigure />);
    fireEvent.click(button('Start training'));
    await screen.findByText('The device is gone.');
    fireEvent.click(button('Go on from step 120'));
    await waitFor(() =>
      expect(compute.asked.findLast(({ job }) => job === 'trainOpen')!.request).toMatchObject({
        start: { kind: 'lastGood' },
      }),
    );
  });

  test('each backend’s notice says what is slower, and WebGPU on a card says nothing', () => {
    const backend = { name: 'webgpu', adapter: '', software: false, trains: true } as const;
    expect(backendNotice(backend)).toBe('');
    expect(backendNotice({ ...backend, software: true })).toContain('on the processor');
    expect(backendNotice({ ...backend, name: 'webgl' })).toContain('no WebGPU');
    expect(backendNotice({ ...backend, name: 'cpu' })).toContain('neither WebGPU nor WebGL');
    expect(backendNotice({ ...backend, name: 'wasm', trains: false })).toContain('only run');
  });

  test('where and whether the run is kept is said while it is open', async () => {
    compute.open = ({ settings }) => ({ ...infoOf(settings), autosave: { state: 'otherTab' } });
    compute.stretch = trainsOnAt(5);
    render(<TrainingRunFigure />);
    fireEvent.click(button('Start training'));
    await screen.findByText(/Another tab is training and saves its own run/);
  });
});

describe('files', () => {
  test('checkpoint and weights are offered as downloads under telling names', async () => {
    const names: string[] = [];
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      names.push(this.download);
    });
    render(<TrainingRunFigure />);
    expect(button('Save a checkpoint').disabled).toBe(true);
    await startAndFinish();
    fireEvent.click(button('Save a checkpoint'));
    fireEvent.click(button('Weights for PyTorch'));
    fireEvent.click(button('Notebook'));
    await waitFor(() => expect(names).toHaveLength(3));
    expect(names.toSorted()).toEqual([
      'from-noise-digits-8-checkpoint-340.safetensors',
      'from-noise-digits-8-weights-340.safetensors',
      'from-noise-digits-8.ipynb',
    ]);
    click.mockRestore();
  });

  test('a file that is no checkpoint is refused in its own sentence', async () => {
    compute.failing.set(
      'trainOpen',
      'This file is no checkpoint of a training run of this course.',
    );
    render(<TrainingRunFigure />);
    const file = new File([Uint8Array.of(1)], 'cat.png');
    fireEvent.change(screen.getByLabelText('Open a checkpoint'), { target: { files: [file] } });
    await screen.findByText(/This file is no checkpoint/);
  });
});

describe('the averaged weights', () => {
  test('wait for a run, then draw the same noise with both', async () => {
    render(
      <>
        <TrainingRunFigure />
        <AveragedWeightsFigure />
      </>,
    );
    const figure = document.querySelector<HTMLElement>('[data-figure="averaged-weights"]')!;
    const says = () => figure.querySelector('[data-reading]')!.textContent;
    expect(says()).toContain('No run is open.');
    expect(button('Draw with both').disabled).toBe(true);
    await startAndFinish();
    fireEvent.click(button('Draw with both'));
    await waitFor(() => expect(says()).toContain('differ by 0.500 a pixel'));
    const asked = compute.asked.filter(({ job }) => job === 'trainSample');
    expect(asked.map(({ request }) => request)).toMatchObject([
      { weights: 'model', seed: 1, classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
      { weights: 'ema', seed: 1 },
    ]);
  });
});

describe('drawing', () => {
  test('points without a number stay out, and the axis covers what is shown', () => {
    const history = {
      ...historyUpTo(3),
      losses: Float64Array.of(1, Number.NaN, Number.POSITIVE_INFINITY),
    };
    expect(lossPoints(history).map(({ step }) => step)).toEqual([1]);
    expect(lossPoints(null)).toEqual([]);
    const point = (smoothed: number) => ({ step: 1, loss: smoothed, smoothed });
    expect(lossDomain([point(0.9)], false)).toEqual([0, 1.2]);
    expect(lossDomain([point(3e12)], false)).toEqual([0, 1e13]);
    expect(lossDomain([point(0.02), point(400)], true)).toEqual([0.01, 1000]);
  });

  test('bars lie side by side in equal ranges of t', () => {
    const bars = noiseBars({ byNoise: [0.5, Number.NaN, 0.2, 0.1], T: 4 });
    expect(bars).toEqual([
      { x1: 0, x2: 0.25, error: 0.5 },
      { x1: 0.5, x2: 0.75, error: 0.2 },
      { x1: 0.75, x2: 1, error: 0.1 },
    ]);
  });
});
