/** The texts of an exercise's folder, for its page: the task as a component, starter and solution as text (build time only). */
import type { MDXInstance } from 'astro';

type Task = MDXInstance<Record<string, unknown>>;

const tasks = import.meta.glob<Task>('./*/exercises/*/task.mdx', { eager: true });
const codes = import.meta.glob<string>('./*/exercises/*/{starter,solution}.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});

const pathOf = (lesson: string, folder: string, file: string) =>
  `./${lesson}/exercises/${folder}/${file}`;

/** The task's component; its parts are given to it as `components`. */
export function taskOf(lesson: string, folder: string): Task['default'] {
  return tasks[pathOf(lesson, folder, 'task.mdx')]!.default;
}

/** Starter and solution; empty for a quiz. */
export function textsOf(lesson: string, folder: string): { starter: string; solution: string } {
  return {
    starter: codes[pathOf(lesson, folder, 'starter.ts')] ?? '',
    solution: codes[pathOf(lesson, folder, 'solution.ts')] ?? '',
  };
}
