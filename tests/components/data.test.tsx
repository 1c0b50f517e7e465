/** Loading states, names of images, and the pixels that a canvas gets. */
import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { LoadStatus } from '../../src/components/data/LoadStatus.tsx';
import { imageName, indexOfClass } from '../../src/components/data/useImageChoice.tsx';
import { greyLevel } from '../../src/components/plots/drawPixels.ts';
import { toPixels } from '../../src/components/plots/drawPoints.ts';

afterEach(cleanup);

test('loading says how much has come', () => {
  const state = { status: 'loading', loadedBytes: 120_000, totalBytes: 450_000 } as const;
  const { getByText, getByRole } = render(
    <LoadStatus images={{ state, retry: () => {} }} title="Fashion-MNIST" />,
  );
  expect(getByText('Loading Fashion-MNIST: 120 of 450 kB')).toBeTruthy();
  const bar = getByRole('progressbar', { name: 'Loading Fashion-MNIST' }) as HTMLProgressElement;
  expect([bar.value, bar.max]).toEqual([120_000, 450_000]);
});

test('a failure shows its sentence and tries again on request', () => {
  const retry = vi.fn();
  const state = { status: 'failed', message: 'The download stopped. Try again.' } as const;
  const { getByRole } = render(<LoadStatus images={{ state, retry }} title="Digits" />);
  expect(getByRole('alert').textContent).toContain('The download stopped.');
  fireEvent.click(getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

test('images are named as a sentence needs', () => {
  expect(imageName('digits-8', 3)).toBe('a handwritten 3');
  expect(imageName('fashion-28', 9)).toBe('an ankle boot');
  expect(imageName('fashion-28', 1)).toBe('a pair of trousers');
  expect(imageName('fashion-28', 0)).toBe('a T-shirt or top');
});

test('the nth image of a class goes round', () => {
  const labels = Uint8Array.from([5, 3, 5, 3, 3]);
  expect([0, 1, 2, 3].map((nth) => indexOfClass(labels, 3, nth))).toEqual([1, 3, 4, 1]);
});

test('grey levels and pixel positions meet their ends', () => {
  expect([-2, -1, 0, 1, 2].map(greyLevel)).toEqual([0, 0, 128, 255, 255]);
  expect(toPixels(-3, 3, 200, false)).toBe(0);
  expect(toPixels(3, 3, 200, false)).toBe(200);
  expect(toPixels(3, 3, 200, true)).toBe(0);
});
