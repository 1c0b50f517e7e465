/** What is measured of a set of images: spread by hand, and the shipped figure of training images. */
import { expect, test } from 'vitest';
import { engineForNode } from '../../../scripts/engineForNode.ts';
import { imagesFromDisk } from '../../../scripts/imagesFromDisk.ts';
import { modelFromDisk } from '../../../scripts/modelsFromDisk.ts';
import { measureSet, readHeldOut, spreadWithinClasses } from '../../../src/lib/sampling/quality.ts';

test('spread within classes: the mean of their total variances', () => {
  // Class 0: (0, 0), (2, 4): variances 2 and 8. Class 1: (1, 1), (1, 3): 0 and 2. Class 2 has one image.
  const features = Float32Array.of(0, 0, 1, 1, 2, 4, 1, 3, 50, 50);
  expect(spreadWithinClasses({ features, width: 2 }, [0, 1, 0, 1, 2])).toBeCloseTo((10 + 2) / 2, 6);
  expect(() => spreadWithinClasses({ features, width: 2 }, [0, 1, 2, 3, 4])).toThrow(RangeError);
});

test('finds in training images what the manifest says of them', async () => {
  const engine = await engineForNode(['wasm']);
  const { manifest } = await modelFromDisk('digits-8');
  const shipped = await modelFromDisk('digits-8-classifier');
  const classifier = engine.load(shipped.graph, shipped.parameters);
  const held = await imagesFromDisk('digits-8', 'test');
  const heldOut = await readHeldOut(classifier, held.images, held.labels);
  const count = 1000;
  const { images, labels } = await imagesFromDisk('digits-8', 'train', count);
  const part = images.subarray(0, count * 64);
  const found = await measureSet(classifier, part, labels.subarray(0, count), heldOut);
  const { frechetOfTrainingImages } = manifest.measured as { frechetOfTrainingImages: number };
  expect(Math.abs(found.frechet - frechetOfTrainingImages)).toBeLessThan(1e-3);
  expect(found.accuracy).toBeGreaterThan(0.99);
  expect(found.diversity).toBeGreaterThan(0.8);
  expect(found.diversity).toBeLessThan(1.2);
  const itself = await measureSet(classifier, held.images, held.labels, heldOut);
  expect(Math.abs(itself.frechet)).toBeLessThan(1e-4);
  expect(itself.diversity).toBeCloseTo(1, 6);
  engine.dispose();
}, 60_000);
