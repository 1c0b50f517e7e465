/** Runs answers of our own in this process, through the same harness as the sandbox's worker. */
import { readFileSync } from 'node:fs';
import { shownCode } from '../../../src/lessons/exerciseIndex.ts';
import { startHarness } from '../../../src/lib/sandbox/harness.ts';
import { type PortLike, sandboxLimits } from '../../../src/lib/sandbox/protocol.ts';
import { type AnswerSession, openSession, syntaxFault } from '../../../src/lib/sandbox/session.ts';
import { transpile } from '../../../src/lib/sandbox/transpile.ts';

/** Two ends of a line; what one posts, the other receives a moment later, as a copy. */
function pair(): [PortLike, PortLike] {
  const ends: PortLike[] = [0, 1].map((own) => ({
    onmessage: null,
    postMessage(message: unknown) {
      const data = structuredClone(message);
      queueMicrotask(() => ends[1 - own]!.onmessage?.({ data }));
    },
  }));
  return ends as [PortLike, PortLike];
}

/** Loads a text. For our own texts only: nothing is taken away from them, and nothing stops them. */
export async function openHere(source: string): Promise<AnswerSession> {
  const { js, problem } = transpile(source);
  if (problem) throw syntaxFault(problem);
  const [page, program] = pair();
  const session = openSession({ port: page, kill: () => undefined }, js, sandboxLimits);
  startHarness(program, null, sandboxLimits);
  return session;
}

/** The folder of an exercise. */
export const folderOf = ({ lesson, folder }: { lesson: string; folder: string }): string =>
  `src/lessons/${lesson}/exercises/${folder}`;

/** An exercise's solution, as learners see it. */
export const solutionOf = (entry: { lesson: string; folder: string }): string =>
  shownCode(readFileSync(`${folderOf(entry)}/solution.ts`, 'utf8'));
