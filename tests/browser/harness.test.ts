/** The leak check itself must be able to fail, and the quiet check too. */
import { expect, test } from 'vitest';
import { checkMountTwice, figure, openPage, readingOf, setSlider } from './site.ts';

const lesson = '/lessons/forward-noising/';

test('a figure that follows its slider and leaves nothing behind passes', async () => {
  const page = await openPage(lesson);
  const noising = await figure(page, 'noising');
  await setSlider(noising, 't', 500);
  await expect.poll(() => readingOf(noising)).toContain('t = 500');
  await checkMountTwice(page, 'noising');
});

test('a listener left behind is found', async () => {
  const page = await openPage(lesson);
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('#mount-twice')) window.addEventListener('resize', () => {});
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  await expect(checkMountTwice(page, 'noising')).rejects.toThrow(/listeners/);
});

test.fails('a console error fails the test', async () => {
  const page = await openPage('/');
  await page.evaluate(() => console.error('loud'));
});
