/** Times the library's hot functions in Node: milliseconds a call, median and worst of many. */
import { cpus } from 'node:os';
import { imagesFromDisk } from '../scripts/imagesFromDisk.ts';
import {
  forwardSample,
  makeIdealDenoiser,
  makeLinearSchedule,
  makeRng,
  sampleNormals,
  schedules,
} from '../src/lib/diffusion/index.ts';
import { median, printTable } from './statistics.ts';

const rounds = 60;
const warmups = 10;

function time(work: () => unknown): number[] {
  const times: number[] = [];
  for (let round = 0; round < warmups + rounds; round++) {
    const started = performance.now();
    work();
    if (round >= warmups) times.push(performance.now() - started);
  }
  return times;
}

/** The bench. */
export async function library(): Promise<void> {
  const digits = await imagesFromDisk('digits-8');
  const garments = await imagesFromDisk('fashion-28');
  const schedule = makeLinearSchedule({ T: 1000 });
  const rng = makeRng(1);
  const ofDigits = makeIdealDenoiser({ data: digits.images, count: digits.count, dim: 64 });
  const ofGarments = makeIdealDenoiser({ data: garments.images, count: garments.count, dim: 784 });
  const small = sampleNormals(rng, 64);
  const large = sampleNormals(rng, 784);
  const noise = sampleNormals(rng, 784);
  const work: Readonly<Record<string, () => unknown>> = {
    'makeSchedule, all four, T = 1000': () =>
      Object.values(schedules).map((entry) => entry.make({ T: 1000 })),
    'sampleNormals, 10,000': () => sampleNormals(rng, 10_000),
    'forwardSample, one 28×28 image': () => forwardSample(schedule, large, 500, noise),
    'ideal denoiser, 1,438 digits of 8×8': () => ofDigits.posteriorMean(small, 0.5),
    'ideal denoiser, 12,000 garments of 28×28': () => ofGarments.posteriorMean(large, 0.5),
  };
  const rows = Object.entries(work).map(([name, call]) => {
    const times = time(call);
    return [name, median(times).toFixed(3), Math.max(...times).toFixed(3)];
  });
  const where = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}`;
  printTable(`Library, ms a call (${where})`, ['', 'median', 'worst'], rows);
}
