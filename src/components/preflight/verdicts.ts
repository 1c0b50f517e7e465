/** What the preflight page thinks of each measurement, and what to do about what is not well. */
import type { BackendInfo } from '../../lib/compute/protocol.ts';
import type { KeptState } from '../../offline/client.ts';

/** How well a thing stands. */
export type Standing = 'good' | 'mind' | 'bad';

/** One line of the page. */
export interface Finding {
  readonly standing: Standing;
  /** What was found, with its numbers. */
  readonly says: string;
  /** What to do; empty where all is well. */
  readonly advice: string;
}

const good = (says: string): Finding => ({ standing: 'good', says, advice: '' });
const mind = (says: string, advice: string): Finding => ({ standing: 'mind', says, advice });
const bad = (says: string, advice: string): Finding => ({ standing: 'bad', says, advice });

/** Bytes as people say them. */
export function bytesWords(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1000)} kB`;
}

/** Milliseconds as people say them. */
export const durationWords = (ms: number): string =>
  ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} milliseconds` : `${(ms / 1000).toFixed(1)} seconds`;

const faster =
  'For speed use Chrome, Edge or another browser with WebGPU on a machine with a graphics card, and see that hardware acceleration is on in its settings.';

/** What runs the networks. */
export function backendFinding({ name, adapter, software, trains }: BackendInfo): Finding {
  const device = adapter ? ` (${adapter})` : '';
  if (name === 'webgpu' && !software) return good(`WebGPU on a graphics card${device}.`);
  if (name === 'webgpu')
    return mind(`WebGPU, on the processor${device}: all works, slowly.`, faster);
  if (name === 'webgl') return mind(`WebGL${device}, as this browser has no WebGPU.`, faster);
  const words = name === 'wasm' ? 'WebAssembly, on the processor' : 'plain JavaScript';
  const more = trains ? '' : ' Training starts a slower engine in its place.';
  return mind(`${words}, as this browser has neither WebGPU nor WebGL.${more}`, faster);
}

/** Gigabytes of memory, where the browser tells (it rounds, and never says more than 8). */
export function memoryFinding(gigabytes: number | undefined): Finding {
  if (gigabytes === undefined) {
    return mind(
      'This browser does not tell how much memory there is.',
      'The course needs little; 4 GB are plenty. Close what you do not show.',
    );
  }
  const words = gigabytes >= 8 ? '8 GB or more' : `${gigabytes} GB`;
  if (gigabytes >= 4) return good(`${words}.`);
  return mind(`${words}.`, 'It will do. Close other tabs and programs before class.');
}

/** Room for files, in bytes. */
export interface Room {
  readonly usage: number;
  readonly quota: number;
  readonly persisted: boolean;
}

/** Whether what is needed fits, and stays. */
export function storageFinding(room: Room | null, needed: number): Finding {
  if (!room) {
    return mind(
      'This browser does not tell how much it may store.',
      'Keep the course offline below and see whether it stays after a restart.',
    );
  }
  const free = room.quota - room.usage;
  const says = `${bytesWords(free)} free, ${bytesWords(room.usage)} used by the course.`;
  if (free < needed) {
    return bad(
      says,
      `The course needs ${bytesWords(needed)}. Free some room on the disk, or leave a private window.`,
    );
  }
  if (room.persisted) return good(says);
  return mind(
    `${says} The browser may delete it when the disk gets full.`,
    'Ask the browser to keep it; it may say no, and then a look before class is enough.',
  );
}

/** What is kept of the course. */
export function keptFinding(state: KeptState | string): Finding {
  if (typeof state === 'string') return bad('The course cannot be kept here.', state);
  const { totalBytes, missingBytes, missingMaterial } = state;
  const all = bytesWords(totalBytes);
  if (missingBytes === 0) return good(`All of it, ${all}: it works with the network off.`);
  const count = (form: RegExp) => missingMaterial.filter(({ path }) => form.test(path)).length;
  const networks = count(/safetensors$/);
  const data = count(/^data\//);
  const what = `Not there yet: ${networks} networks and ${data} files of data among them.`;
  return mind(
    `${bytesWords(totalBytes - missingBytes)} of ${all}. ${what}`,
    'Keep all of it with this button.',
  );
}

const quickStep = 200;
const slowStep = 2000;

/** A training step. */
export function trainingFinding(ms: number, batch: number): Finding {
  const says = `${durationWords(ms)} for a step of ${batch} digits.`;
  if (ms <= quickStep) return good(says);
  if (ms <= slowStep) {
    return mind(
      says,
      'Legible digits take minutes here. Start lesson 5’s run before you need it, or open one saved as a file.',
    );
  }
  return bad(
    says,
    `Too slow to show a training live: open a run that was saved as a file. ${faster}`,
  );
}

/** A sampling step. */
export function samplingFinding(ms: number, images: number): Finding {
  const says = `${durationWords(ms)} for a step of ${images} guided digits.`;
  if (ms <= quickStep) return good(says);
  if (ms <= slowStep)
    return mind(says, 'Figures follow their controls with a delay. Fewer steps help.');
  return bad(says, `Pictures take long to come. ${faster}`);
}

/** All of it in a sentence. */
export function overall(findings: readonly (Finding | null)[]): string {
  const known = findings.filter((finding) => finding !== null);
  if (known.length < findings.length) return 'Looking at this machine.';
  const bads = known.filter(({ standing }) => standing === 'bad').length;
  const minds = known.filter(({ standing }) => standing === 'mind').length;
  if (bads > 0) return `Not ready: ${bads} of ${known.length} need your attention.`;
  if (minds > 0) return `Ready, with ${minds} of ${known.length} to mind.`;
  return 'Ready.';
}
