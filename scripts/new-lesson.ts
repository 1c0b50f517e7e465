/** `npm run new-lesson -- <slug> "<Title>"`: makes a lesson's folder with a page and one figure that already runs. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLessons } from '../src/lessons/lessonIndex.ts';

const slugForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Writes the lesson under `root`; returns the files made. Throws a sentence when the slug cannot be used. */
export function makeLesson(slug: string, title: string, root = 'src/lessons'): string[] {
  if (!slugForm.test(slug)) {
    throw new Error(
      `The slug must be lower-case words with hyphens, like "forward-noising"; it is "${slug}".`,
    );
  }
  if (!title.trim())
    throw new Error('The lesson needs a title: npm run new-lesson -- my-slug "My title"');
  const folder = join(root, slug);
  if (existsSync(folder)) throw new Error(`There is already a folder ${folder}.`);
  const order = Math.max(0, ...readLessons(root).map((lesson) => lesson.order)) + 1;
  const files: readonly (readonly [string, string])[] = [
    [join(folder, 'lesson.mdx'), lessonText(slug, title, order)],
    [join(folder, 'figures', 'FirstFigure.tsx'), figureText(slug)],
  ];
  mkdirSync(join(folder, 'figures'), { recursive: true });
  for (const [path, text] of files) writeFileSync(path, text);
  return files.map(([path]) => path);
}

function lessonText(slug: string, title: string, order: number): string {
  return `---
title: ${JSON.stringify(title)}
description: One sentence that says what this lesson shows and why it matters.
order: ${order}
minutes: 15
objectives:
  - Compute something by hand
  - Predict what a figure will show
  - Explain it to a friend
prerequisites:
  - forward-noising
references:
  - ho2020
---
import Cite from '../../components/prose/Cite.astro';
import InWords from '../../components/prose/InWords.astro';
import Misunderstanding from '../../components/prose/Misunderstanding.astro';
import Predict from '../../components/prose/Predict.astro';
import References from '../../components/prose/References.astro';
import Summary from '../../components/prose/Summary.astro';
import FirstFigure from './figures/FirstFigure.tsx';

Why this matters, in two short paragraphs (<Cite id="ho2020" />).

## The idea

<Predict name="${slug}-1" question="What will happen?" options={['This', 'That']} answer={0}>

Why it happens.

</Predict>

<FirstFigure client:visible />

$$
\\xt = \\data{\\sqrt{\\abar}}\\,\\xzero + \\noise{\\sqrt{1-\\abar}}\\,\\eps
$$

<InWords>The equation, read out in words.</InWords>

<Misunderstanding claim="What students often believe">

Why it is wrong.

</Misunderstanding>

<Summary>

- What to keep.

</Summary>

## References

<References />
`;
}

function figureText(slug: string): string {
  return `/** One sentence that says what this figure is for. */
import { useState } from 'preact/hooks';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { forwardCoefficients, makeLinearSchedule } from '../../../lib/diffusion/index.ts';

const schedule = makeLinearSchedule({ T: 1000 });

export default function FirstFigure() {
  const [t, setT] = useState(500);
  const { signal, noise } = forwardCoefficients(schedule, t);
  return (
    <Figure
      id="${slug}-first"
      title="The two weights"
      badge="exact formula"
      reading={\`At t = \${t} the weights are \${signal.toFixed(3)} on the data and \${noise.toFixed(3)} on the noise.\`}
      onReset={() => setT(500)}
    >
      <Slider label="Timestep t" name="t" value={t} min={0} max={schedule.T - 1} onInput={setT} />
    </Figure>
  );
}
`;
}

if (import.meta.main) {
  const [slug = '', title = ''] = process.argv.slice(2);
  try {
    for (const path of makeLesson(slug, title)) console.log(`made ${path}`);
    console.log(
      `Next: npm run dev, then open /lessons/${slug}/. CONTRIBUTING.md says what a lesson needs.`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
