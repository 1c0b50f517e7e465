/** The numbers in this lesson's prose: computed by the course's own library, or read from its measured tables, when the page is built. */
import {
  levelAt,
  makeLinearSchedule,
  type SamplerName,
  samplers,
  spacedTimesteps,
} from '../../lib/diffusion/index.ts';
import { measuredSampling } from '../../measured/sampling.ts';
import { noisesBetween, sizeOf } from './figures/between.ts';
import { inversionTop, type ModelId, schedule } from './figures/models.ts';
import { type Compared, lineData, measure, measureAll, measuredOrder } from './figures/orders.ts';
import { largestGap } from './figures/tables.ts';
import { amount } from './figures/words.ts';

const linear = makeLinearSchedule({ T: schedule.T });

/** What was measured of a sampler in so many steps. */
function cell(id: ModelId, sampler: SamplerName, steps: number) {
  const found = measuredSampling[id].samplers.find(
    (one) => one.sampler === sampler && one.steps === steps,
  );
  if (!found) throw new Error(`${id}: ${sampler} in ${steps} steps has not been measured.`);
  return found;
}

const frechet = (id: ModelId, sampler: SamplerName, steps: number): string =>
  cell(id, sampler, steps).frechet.toFixed(2);
const diversity = (id: ModelId, sampler: SamplerName, steps: number): string =>
  cell(id, sampler, steps).diversity.toFixed(2);

/** The garments' distance at the number of steps of the guidance table, without guidance. */
function garmentsInMore() {
  const { guidance, guidanceSteps } = measuredSampling['fashion-32'];
  const plain = guidance.find(({ scale }) => scale === 1);
  if (!plain) throw new Error('fashion-32 has not been measured without guidance.');
  return { steps: guidanceSteps, frechet: plain.frechet.toFixed(2) };
}

/** The error of a walk on the line with two hills, and of one with as many network calls in twice the steps. */
const errorOf = (name: Compared, steps: number): string =>
  amount(measure(lineData.two.mixture, name, steps).error);

const orderOf = (name: Compared): string =>
  measuredOrder(measureAll(lineData.one.mixture, name)).toFixed(1);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Noise per picture in x: sigma / signal. */
function ratioAt(t: number): number {
  const { sigma, signal } = levelAt(schedule, t);
  return sigma / signal;
}

/** The largest difference of any two factors of Euler's and DDIM's tables, over all numbers of steps up to 250. */
function eulerGap(): number {
  let most = 0;
  for (let steps = 1; steps <= 250; steps++) {
    const [a, b] = (['euler', 'ddim'] as const).map((name) =>
      samplers[name].make(schedule, { steps }),
    );
    most = Math.max(most, largestGap(a!, b!)!);
  }
  return most;
}

/** The root mean square of the noise in the middle of the straight line, over the first seeds. */
function middleSize(): number {
  const sizes = Array.from({ length: 200 }, (_, seed) =>
    sizeOf(noisesBetween(seed + 1, 64, 'straight').subarray(5 * 64, 6 * 64)),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

export const n = {
  T: schedule.T.toLocaleString('en-US'),
  lastStep: schedule.T - 1,
  /** The share of x0 in x at t = 900, and at T − 1, on both schedules. */
  signalAt900: percent(levelAt(schedule, 900).signal),
  signalAt900Linear: percent(levelAt(linear, 900).signal),
  noiseAtZero: levelAt(schedule, 0).sigma.toFixed(4),
  linspace: spacedTimesteps(schedule.T, 10, 'linspace').join(', '),
  trailing: spacedTimesteps(schedule.T, 10, 'trailing').join(', '),
  leading: spacedTimesteps(schedule.T, 10, 'leading').join(', '),
  sigmaRatio: Math.round(ratioAt(schedule.T - 1)).toLocaleString('en-US'),
  sigmaRatioNext: ratioAt(899).toFixed(1),
  inversionTop,
  signalAtTop: percent(levelAt(schedule, inversionTop).signal),
  ratioAtTop: Math.round(ratioAt(inversionTop)),
  samples: measuredSampling['digits-8'].samples,
  garmentSamples: measuredSampling['fashion-32'].samples,
  real: measuredSampling['digits-8'].real.frechet.toFixed(2),
  garmentsReal: measuredSampling['fashion-32'].real.frechet.toFixed(2),
  ddim5: frechet('digits-8', 'ddim', 5),
  ddim10: frechet('digits-8', 'ddim', 10),
  ddim20: frechet('digits-8', 'ddim', 20),
  ddim250: frechet('digits-8', 'ddim', 250),
  ddpm10: frechet('digits-8', 'ddpm', 10),
  ddpm250: frechet('digits-8', 'ddpm', 250),
  ddpmAll: frechet('digits-8', 'ddpm', schedule.T),
  heun5: frechet('digits-8', 'heun', 5),
  heun50: frechet('digits-8', 'heun', 50),
  garments10: frechet('fashion-32', 'ddim', 10),
  garments20: frechet('fashion-32', 'ddim', 20),
  garmentsMultistep10: frechet('fashion-32', 'dpmSolver2M', 10),
  garmentsUniPc10: frechet('fashion-32', 'unipc', 10),
  garmentsMore: garmentsInMore(),
  diversity5: diversity('digits-8', 'ddim', 5),
  diversity250: diversity('digits-8', 'ddim', 250),
  ddpmDiversity10: diversity('digits-8', 'ddpm', 10),
  realDiversity: measuredSampling['digits-8'].real.diversity.toFixed(2),
  garments50: frechet('fashion-32', 'ddim', 50),
  garments250: frechet('fashion-32', 'ddim', 250),
  garmentsDdpm10: frechet('fashion-32', 'ddpm', 10),
  garmentsDdpm250: frechet('fashion-32', 'ddpm', 250),
  eulerGap: eulerGap() < 1e-14 ? 'below 10⁻¹⁴' : amount(eulerGap()),
  middleSize: middleSize().toFixed(2),
  eulerEight: errorOf('euler', 8),
  euler24: errorOf('euler', 24),
  euler96: errorOf('euler', 96),
  eulerMany: errorOf('euler', 192),
  heunFour: errorOf('heun', 4),
  heunMany: errorOf('heun', 96),
  heun192: errorOf('heun', 192),
  multistepEight: errorOf('dpmSolver2M', 8),
  multistep24: errorOf('dpmSolver2M', 24),
  uniPc24: errorOf('unipc', 24),
  multistepMany: errorOf('dpmSolver2M', 192),
  eulerOrder: orderOf('euler'),
  heunOrder: orderOf('heun'),
  uniPcOrder: orderOf('unipc'),
} as const;
