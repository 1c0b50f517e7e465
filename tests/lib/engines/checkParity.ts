/** Compares an engine with PyTorch: outputs, gradients, and twenty steps of training. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineForNode } from '../../../scripts/engineForNode.ts';
import {
  counterNormals,
  makeCosineSchedule,
  sampleWalkLater,
} from '../../../src/lib/diffusion/index.ts';
import type { BackendName, Engine, WalkLook } from '../../../src/lib/engines/engine.ts';
import { drawImages, tableOf, walkStepsOf } from '../../../src/lib/sampling/draw.ts';
import { type DrawSettings, plainSettings } from '../../../src/lib/sampling/settings.ts';
import { largestError, parityCases } from './parityCases.ts';
import { fixture, makeTrainer, request, trained } from './trainingCase.ts';

const forwardBound = 1e-4;
const gradientBound = 1e-3;

/** The engine of one backend, for a whole test file. */
export function holdEngine(backend: BackendName): { readonly engine: Engine } {
  const holder: { engine?: Engine } = {};
  beforeAll(async () => {
    holder.engine = await engineForNode([backend]);
  });
  afterAll(() => holder.engine?.dispose());
  return holder as { readonly engine: Engine };
}

/** Forward within 1e-4 of PyTorch, relative, largest error. */
export function checkForward(held: { readonly engine: Engine }): void {
  test.each(parityCases)('$id: forward', async ({ graph, parameters, inputs, tensors }) => {
    const network = held.engine.load(graph, parameters);
    const output = await network.forward(inputs);
    network.dispose();
    expect(largestError(output, tensors.get('output')!.values)).toBeLessThan(forwardBound);
    expect(held.engine.memory().tensors).toBe(0);
  });
}

/** The gradient by x alone, on every backend, within 1e-3 of PyTorch. */
export function checkInputGradient(held: { readonly engine: Engine }): void {
  test.each(parityCases)('$id: gradient by x alone', async (parity) => {
    const { graph, parameters, inputs, tensors } = parity;
    const network = held.engine.load(graph, parameters);
    const outputGradient = tensors.get('outputGradient')!.values;
    const found = await network.inputGradient(inputs, (output) => {
      expect(largestError(output, tensors.get('output')!.values)).toBeLessThan(forwardBound);
      return Float32Array.from(outputGradient);
    });
    network.dispose();
    expect(largestError(found.x, tensors.get('grad.x')!.values)).toBeLessThan(gradientBound);
    expect(held.engine.memory().tensors).toBe(0);
  });
}

/** Every gradient within 1e-3 of PyTorch, relative, largest error. */
export function checkGradients(held: { readonly engine: Engine }): void {
  test.each(parityCases)('$id: gradients', async (parity) => {
    const { graph, parameters, inputs, tensors } = parity;
    const network = held.engine.load(graph, parameters);
    const outputGradient = tensors.get('outputGradient')!.values;
    const found = await network.gradients(inputs, outputGradient);
    network.dispose();
    expect(largestError(found.x, tensors.get('grad.x')!.values)).toBeLessThan(gradientBound);
    expect([...found.parameters.keys()]).toEqual(graph.parameters.map(({ name }) => name));
    const largest = Math.max(
      ...graph.parameters.map(({ name }) => largestOf(tensors.get(`grad.${name}`)!.values)),
    );
    for (const [name, { values }] of found.parameters) {
      const expected = tensors.get(`grad.${name}`)!.values;
      // Where theory says 0, rounding is measured against the largest gradient of the network.
      const error = parity.zeroGradients.includes(name)
        ? largestOf(values) / largest
        : largestError(values, expected);
      expect(error, name).toBeLessThan(gradientBound);
    }
    expect(held.engine.memory().tensors).toBe(0);
  });
}

const largestOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/**
 * A bias before a norm with one channel a group has no effect: its gradient is rounding, which Adam blows up to full
 * steps. Those two are left out of the comparison.
 */
const withoutEffect = ['dec1.conv1.bias', 'dec1.conv2.bias'];

/** Twenty steps of training as PyTorch made them. */
export function checkTraining(held: { readonly engine: Engine }): void {
  test('trains as PyTorch does: noise, loss, gradients, Adam and averages of twenty steps', async () => {
    const trainer = makeTrainer(held.engine);
    await trainer.warmUp(() => {});
    for (const step of fixture.steps.keys()) trainer.step(request(step));
    const losses = await trainer.losses();
    expect(losses.map(({ step }) => step)).toEqual([...fixture.steps.keys()]);
    for (const { step, errors } of losses) {
      expect(largestError(errors, fixture.steps[step]!.errors)).toBeLessThan(1e-4);
    }
    const state = await trainer.state();
    expect(state.step).toBe(fixture.steps.length);
    for (const part of ['model', 'ema', 'adamMean', 'adamSquare'] as const) {
      const names = [...state[part].keys()].filter((name) => trained.has(`${part}.${name}`));
      expect(names.length).toBeGreaterThan(10);
      for (const name of names.filter((entry) => !withoutEffect.includes(entry))) {
        const error = largestError(
          state[part].get(name)!.values,
          trained.get(`${part}.${name}`)!.values,
        );
        expect(error, `${part} of ${name}`).toBeLessThan(1e-3);
      }
    }
    trainer.dispose();
    expect(held.engine.memory().tensors).toBe(0);
  });

  test('goes on from its state as if it had never stopped', async () => {
    const trainer = makeTrainer(held.engine);
    for (let step = 0; step < 3; step++) trainer.step(request(step));
    const halfway = await trainer.state();
    for (let step = 3; step < 5; step++) trainer.step(request(step));
    const first = (await trainer.losses()).slice(3);
    const end = await trainer.state();
    trainer.load(halfway);
    for (let step = 3; step < 5; step++) trainer.step(request(step));
    expect(await trainer.losses()).toEqual(first);
    expect(await trainer.state()).toEqual(end);
    trainer.dispose();
  });

  test('refuses a step that does not fit', () => {
    const trainer = makeTrainer(held.engine);
    const wrong = { ...request(0), timesteps: Int32Array.of(0, 1, 2, fixture.T) };
    expect(() => trainer.step(wrong)).toThrow('timesteps holds 50; allowed is 0 to 49.');
    const short = { ...request(0), indices: Int32Array.of(0) };
    expect(() => trainer.step(short)).toThrow('indices has 1 numbers; the batch has 4.');
    expect(() => trainer.step({ ...request(0), classes: null })).toThrow('needs classes');
    trainer.dispose();
  });
}

/** Where float32 is enough to turn ε into x0. */
const timesteps = [900, 600, 300, 100];

/** Four visited steps of four samplers: without fresh noise, with it, and one that looks back. */
const walked = {
  'DDIM, guided': { sampler: 'ddim', options: { timesteps }, guidanceScale: 3 },
  'DDIM, not guided': { sampler: 'ddim', options: { timesteps }, guidanceScale: 1 },
  'DDIM, others alone': { sampler: 'ddim', options: { timesteps }, guidanceScale: 0 },
  'DDPM, guided in an interval': {
    sampler: 'ddpm',
    options: { timesteps },
    guidanceScale: 2,
    interval: { from: 300, to: 800 },
  },
  'DPM-Solver++ 2M': { sampler: 'dpmSolver2M', options: { timesteps }, guidanceScale: 2 },
  Heun: { sampler: 'heun', options: { timesteps }, guidanceScale: 1 },
} as const satisfies Record<string, Partial<DrawSettings>>;

/** The walk on the device against the same table walked in float64 with forward calls. */
export function checkWalk(held: { readonly engine: Engine }): void {
  const schedule = makeCosineSchedule({ T: 1000 });
  test.each(Object.entries(walked))(
    'a walk equals one made of forward calls: %s',
    async (_, some) => {
      const settings: DrawSettings = { ...plainSettings(4), ...some };
      const { graph, parameters } = parityCases.find(({ id }) => id === 'unet-16')!;
      const network = held.engine.load(graph, parameters);
      const start = counterNormals(4, 0, new Float32Array(2 * 256));
      const classes = [0, 2];
      const denoiser = { network, schedule, prediction: 'eps', classes: 3 } as const;
      const looks: Promise<WalkLook>[] = [];
      const { images } = await drawImages(denoiser, {
        settings,
        classes,
        start,
        seed: 5,
        onStep: ({ look }) => void looks.push(look()),
      });
      const steps = walkStepsOf(denoiser, settings, tableOf(schedule, settings));
      const table = steps.map(({ row }) => row);
      const walk = { table, start: Float64Array.from(start), seed: 5 };
      const frames = sampleWalkLater<Float64Array>(walk, async (x, row) => {
        const { x0, guidanceScale } = steps[table.indexOf(row)]!;
        const t = [row.t, row.t];
        const cond = await network.forward({ x, t, y: classes });
        const uncond = await network.forward({ x, t, y: [3, 3] });
        return x.map((value, i) => {
          const guided = uncond[i]! + guidanceScale * (cond[i]! - uncond[i]!);
          return Math.min(1, Math.max(-1, x0.xt * value + x0.value * guided));
        });
      });
      let turn = await frames.next();
      while (!turn.done) {
        const { row, next, x0 } = turn.value;
        expect(largestError((await looks[row]!).x, next)).toBeLessThan(1e-4);
        expect(largestError((await looks[row]!).x0, x0)).toBeLessThan(1e-4);
        turn = await frames.next();
      }
      network.dispose();
      expect(largestError(images, turn.value)).toBeLessThan(1e-4);
      expect(held.engine.memory().tensors).toBe(0);
    },
  );

  test('a walk that is cancelled between steps frees what it holds', async () => {
    const { graph, parameters } = parityCases.find(({ id }) => id === 'unet-16')!;
    const network = held.engine.load(graph, parameters);
    const denoiser = { network, schedule, prediction: 'eps', classes: 3 } as const;
    const drawing = drawImages(denoiser, {
      settings: { ...plainSettings(4), sampler: 'unipc' },
      classes: [0, 2],
      start: new Float32Array(2 * 256).fill(0.5),
      seed: 5,
      onStep({ row }) {
        if (row === 2) throw new Error('enough');
      },
    });
    await expect(drawing).rejects.toThrow('enough');
    network.dispose();
    expect(held.engine.memory().tensors).toBe(0);
  });
}
