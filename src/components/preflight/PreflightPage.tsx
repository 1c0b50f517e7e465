/** Before class: is this machine ready, and what to do about what is not; and the course kept for a room without Wi-Fi. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { JobCancelled } from '../../lib/compute/client.ts';
import { keepCourse, keptState, obstacle, releaseCourse } from '../../offline/client.ts';
import { baseUrl } from '../figure/site.ts';
import { useCompute } from '../figure/useCompute.ts';
import { measureSampling, measureTraining, sampledImages, trainingBatch } from './measure.ts';
import {
  backendFinding,
  bytesWords,
  type Finding,
  keptFinding,
  memoryFinding,
  overall,
  type Room,
  samplingFinding,
  storageFinding,
  trainingFinding,
} from './verdicts.ts';

const checks = {
  backend: 'What runs the networks',
  memory: 'Memory',
  storage: 'Storage',
  kept: 'The course, kept offline',
  sampling: 'Sampling, measured',
  training: 'Training, measured',
} as const;

type CheckName = keyof typeof checks;
type Findings = Readonly<Record<CheckName, Finding | null>>;

const names = Object.keys(checks) as CheckName[];
const none = Object.fromEntries(names.map((name) => [name, null])) as Findings;
const standingWords = { good: 'Good', mind: 'Mind', bad: 'Not well' } as const;

async function readRoom(): Promise<Room | null> {
  const storage = navigator.storage as StorageManager | undefined;
  if (!storage?.estimate) return null;
  const { usage = 0, quota = 0 } = await storage.estimate();
  return { usage, quota, persisted: (await storage.persisted?.()) ?? false };
}

/** A check that threw is a finding, too. */
async function found(check: () => Promise<Finding>): Promise<Finding | null> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof JobCancelled) return null;
    const reason = error instanceof Error ? error.message : String(error);
    return {
      standing: 'bad',
      says: reason,
      advice: 'Try again; if it stays, try another browser.',
    };
  }
}

/** All findings as they come, and ways to look again. */
function useFindings() {
  const compute = useCompute();
  const [findings, setFindings] = useState<Findings>(none);
  const [round, setRound] = useState(0);
  const put = (name: CheckName, finding: Finding | null) =>
    setFindings((last) => ({ ...last, [name]: finding }));
  const lookAtStorage = async () => {
    const hindrance = obstacle();
    const kept = hindrance ?? (await keptState(baseUrl));
    const needed = typeof kept === 'string' ? 0 : kept.missingBytes;
    put('kept', keptFinding(kept));
    put('storage', storageFinding(await readRoom(), needed));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round looks at everything again
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const look = async (name: CheckName, check: () => Promise<Finding>) => {
      const finding = await found(check);
      if (!signal.aborted && finding) put(name, finding);
    };
    const all = async () => {
      put('memory', memoryFinding((navigator as { deviceMemory?: number }).deviceMemory));
      await lookAtStorage().catch(() => undefined);
      await look('backend', async () =>
        backendFinding(await compute.run('backendInfo', {}, { signal })),
      );
      await look('sampling', async () =>
        samplingFinding(await measureSampling(compute, signal), sampledImages),
      );
      await look('training', async () =>
        trainingFinding(await measureTraining(compute, signal), trainingBatch),
      );
    };
    setFindings(none);
    void all();
    return () => abort.abort();
  }, [round]);
  return { findings, lookAtStorage, again: () => setRound((count) => count + 1) };
}

function Line({
  name,
  finding,
  children,
}: {
  name: CheckName;
  finding: Finding | null;
  children?: ComponentChildren;
}) {
  return (
    <li data-check={name} data-standing={finding?.standing ?? 'open'}>
      <strong>{checks[name]}</strong>
      <span class="fn-standing">{finding ? standingWords[finding.standing] : 'Looking'}</span>
      <div>
        {finding && <p>{finding.says}</p>}
        {finding?.advice && <p class="fn-note">{finding.advice}</p>}
        {children}
      </div>
    </li>
  );
}

/** The buttons that keep the course and give its room back. */
function Keep({ finding, onChange }: { finding: Finding | null; onChange: () => Promise<void> }) {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [total, setTotal] = useState(0);
  const [problem, setProblem] = useState('');
  const [possible, setPossible] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is missing changes with the finding
  useEffect(() => {
    if (obstacle()) return;
    setPossible(true);
    keptState(baseUrl).then(
      ({ missingBytes }) => setTotal(missingBytes),
      () => undefined,
    );
  }, [finding]);
  if (!possible) return null;
  const act = async (work: () => Promise<void>) => {
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setProgress(null);
    await onChange();
  };
  if (progress) {
    return (
      <div class="fn-progress">
        <p class="fn-note">
          {bytesWords(progress.done)} of {bytesWords(progress.total)}
        </p>
        <progress aria-label="Keeping the course" value={progress.done} max={progress.total} />
      </div>
    );
  }
  return (
    <div class="fn-row">
      {finding?.standing !== 'good' && (
        <button
          type="button"
          class="fn-button fn-button-primary"
          onClick={() => {
            setProgress({ done: 0, total });
            void act(() => keepCourse((done, all) => setProgress({ done, total: all })));
          }}
        >
          Keep this course offline{total > 0 && ` (${bytesWords(total)})`}
        </button>
      )}
      <button
        type="button"
        class="fn-button fn-button-quiet"
        onClick={() => void act(releaseCourse)}
      >
        Give the room back
      </button>
      {problem && (
        <p class="fn-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** The island. */
export default function PreflightPage() {
  const { findings, lookAtStorage, again } = useFindings();
  const persist = async () => {
    await navigator.storage?.persist?.();
    await lookAtStorage();
  };
  return (
    <div class="fn-preflight">
      <p class="fn-lede" role="status" data-overall>
        {overall(names.map((name) => findings[name]))}
      </p>
      <ul>
        <Line name="backend" finding={findings.backend} />
        <Line name="memory" finding={findings.memory} />
        <Line name="storage" finding={findings.storage}>
          {findings.storage?.standing === 'mind' && (
            <button type="button" class="fn-button" onClick={() => void persist()}>
              Ask the browser to keep it
            </button>
          )}
        </Line>
        <Line name="kept" finding={findings.kept}>
          <Keep finding={findings.kept} onChange={lookAtStorage} />
        </Line>
        <Line name="sampling" finding={findings.sampling} />
        <Line name="training" finding={findings.training} />
      </ul>
      <button type="button" class="fn-button" onClick={again}>
        Look again
      </button>
    </div>
  );
}
