/** Plans: what is joined, that nothing is lost, and that every value comes before its use. */
import { describe, expect, test } from 'vitest';
import { fusedPlan, plainPlan } from '../../../src/lib/engines/plan.ts';
import { classifier, silenceInputs, unet } from '../../../src/lib/nets/index.ts';

const settings = { size: 16, channelsIn: 1, channelsOut: 1, base: 8, embedding: 16, classes: 3 };
const graphs = [
  unet(settings),
  silenceInputs(unet(settings), ['up2.concat'], 1),
  classifier({ size: 8, channelsIn: 1, base: 8, classes: 10, embedding: 0 }),
  classifier({ size: 8, channelsIn: 1, base: 8, classes: 10, embedding: 16 }),
];

describe.each(graphs.map((graph, i) => ({ graph, name: `${graph.name} ${i}` })))(
  '$name',
  ({ graph }) => {
    test('keeps every parameter once and computes the output', () => {
      for (const plan of [plainPlan(graph), fusedPlan(graph)]) {
        const used = plan.flatMap(({ parameters }) => parameters);
        expect(used.toSorted()).toEqual(graph.parameters.map(({ name }) => name).toSorted());
        expect(plan.at(-1)!.name).toBe(graph.output);
      }
    });

    test('has every value before it is read', () => {
      const known = new Set(graph.inputs.map(({ name }) => name));
      for (const step of fusedPlan(graph)) {
        for (const input of step.inputs)
          expect(known, `${step.name} reads ${input}`).toContain(input);
        known.add(step.name);
      }
    });
  },
);

test('the U-Net has 14 joined norms, three joined upsamplings, and no SiLU of an image left', () => {
  const plan = fusedPlan(graphs[0]!);
  const count = (kind: string) => plan.filter((step) => step.kind === kind).length;
  expect(count('groupNormSilu')).toBe(14);
  expect(count('upsampleConcat')).toBe(3);
  expect(count('groupNorm') + count('upsample2d') + count('concat') + count('maxPool2d')).toBe(3);
  expect(plan.filter(({ kind, shape }) => kind === 'silu' && shape.length === 3)).toEqual([]);
});

test('a silenced input reads zeros of the same shape; unknown nodes and inputs are named', () => {
  const graph = silenceInputs(unet(settings), ['up2.concat'], 1);
  const node = graph.nodes.find(({ name }) => name === 'up2.concat')!;
  const zeros = graph.nodes.find(({ name }) => name === node.inputs[1])!;
  expect(zeros).toMatchObject({ operation: 'zeros', inputs: ['enc2.out'], shape: [8, 8, 16] });
  expect(() => silenceInputs(unet(settings), ['up9'], 1)).toThrow('unet: there is no node "up9".');
  expect(() => silenceInputs(unet(settings), ['out'], 1)).toThrow('unet: "out" has no input 1.');
});
