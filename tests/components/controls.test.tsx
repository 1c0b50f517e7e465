/** Controls: what a hand, a keyboard and a screen reader find. */
import { cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import {
  Choices,
  PlayButton,
  SeedControl,
  Toggle,
} from '../../src/components/controls/Choices.tsx';
import { Slider } from '../../src/components/controls/Slider.tsx';

afterEach(cleanup);

test('a slider has its label, says its value in words, and reports numbers', () => {
  const onInput = vi.fn();
  const { getByLabelText, container } = render(
    <Slider
      label="Timestep t"
      value={250}
      min={0}
      max={999}
      format={(t) => `${t} of 999`}
      onInput={onInput}
    />,
  );
  const slider = getByLabelText('Timestep t') as HTMLInputElement;
  expect(slider.getAttribute('aria-valuetext')).toBe('250 of 999');
  expect(container.querySelector('output')?.textContent).toBe('250 of 999');
  fireEvent.input(slider, { target: { value: '300', valueAsNumber: 300 } });
  expect(onInput).toHaveBeenCalledWith(300);
});

test('choices are radio buttons of one group, named by their legend', () => {
  const onChange = vi.fn();
  const options = [
    { value: 'a', label: 'First' },
    { value: 'b', label: 'Second' },
  ] as const;
  const { getByRole, getAllByRole } = render(
    <Choices legend="Which" value="a" options={options} onChange={onChange} />,
  );
  expect(getByRole('group').querySelector('legend')?.textContent).toBe('Which');
  const [first, second] = getAllByRole('radio') as [HTMLInputElement, HTMLInputElement];
  expect(first.checked).toBe(true);
  expect(first.name).toBe(second.name);
  fireEvent.click(second);
  expect(onChange).toHaveBeenCalledWith('b');
});

test('two groups on one page do not share a name', () => {
  const options = [{ value: 'a', label: 'A' }] as const;
  const { getAllByRole } = render(
    <>
      <Choices legend="One" value="a" options={options} onChange={() => {}} />
      <Choices legend="Two" value="a" options={options} onChange={() => {}} />
    </>,
  );
  const names = getAllByRole('radio').map((radio) => (radio as HTMLInputElement).name);
  expect(new Set(names).size).toBe(2);
});

test('toggle, play and seed report what was asked', () => {
  const onToggle = vi.fn();
  const onPlay = vi.fn();
  const onSeed = vi.fn();
  const { getByRole, rerender } = render(
    <>
      <Toggle label="Trails" checked={false} onChange={onToggle} />
      <PlayButton playing={false} onToggle={onPlay} label="Play it" />
      <SeedControl seed={4} onChange={onSeed} />
    </>,
  );
  fireEvent.click(getByRole('checkbox', { name: 'Trails' }));
  fireEvent.click(getByRole('button', { name: 'Play it' }));
  fireEvent.click(getByRole('button', { name: /New noise.*seed 4/ }));
  expect(onToggle).toHaveBeenCalledWith(true);
  expect(onPlay).toHaveBeenCalledOnce();
  expect(onSeed).toHaveBeenCalledWith(5);
  rerender(<PlayButton playing onToggle={onPlay} label="Play it" />);
  expect(getByRole('button', { name: 'Pause' })).toBeTruthy();
});
