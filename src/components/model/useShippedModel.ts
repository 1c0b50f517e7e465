/** Opens shipped networks, each once for all figures of the page, and follows how that goes. */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { type ComputeClient, JobCancelled } from '../../lib/compute/client.ts';
import type { BackendInfo, ClassifierInfo, ModelInfo } from '../../lib/compute/protocol.ts';
import { baseUrl } from '../figure/site.ts';
import { useCompute } from '../figure/useCompute.ts';

/** Where opening a network stands. */
export type OpenState<Info> =
  | { readonly status: 'idle' }
  | { readonly status: 'opening'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly status: 'ready'; readonly info: Info }
  | { readonly status: 'failed'; readonly message: string };

/** Where opening a denoiser stands. */
export type ModelState = OpenState<ModelInfo>;

/** What a figure gets: where the network stands, the worker, and a way to open it anew. */
export interface Opened<Info> {
  readonly id: string;
  readonly state: OpenState<Info>;
  readonly compute: ComputeClient;
  /** Opens the network again, also after a worker that was lost took it along. */
  readonly reopen: () => void;
}

/** An open denoiser. */
export type ShippedModel = Opened<ModelInfo>;
/** An open classifier. */
export type ShippedClassifier = Opened<ClassifierInfo>;

type OpenJob = 'modelOpen' | 'classifierOpen';

interface Shared {
  readonly state: Signal<OpenState<ModelInfo & ClassifierInfo>>;
  users: number;
}

const idle = { status: 'idle' } as const;
const shelf = new Map<string, Shared>();

function sharedOf(id: string): Shared {
  const known = shelf.get(id);
  if (known) return known;
  const made: Shared = { state: signal(idle), users: 0 };
  shelf.set(id, made);
  return made;
}

async function open(compute: ComputeClient, job: OpenJob, id: string): Promise<void> {
  const { state } = sharedOf(id);
  const { status } = state.value;
  if (status === 'opening' || status === 'ready') return;
  state.value = { status: 'opening', loadedBytes: 0, totalBytes: 0 };
  try {
    const onProgress = (progress: { loadedBytes: number; totalBytes: number }) => {
      state.value = { status: 'opening', ...progress };
    };
    const request = { id, weightsUrl: `${baseUrl}weights/` };
    const info = await compute.run(job, request, { onProgress });
    state.value = { status: 'ready', info: info as ModelInfo & ClassifierInfo };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    state.value = error instanceof JobCancelled ? idle : { status: 'failed', message };
  }
}

/** A network, opened when the first figure that needs it is seen; the last one that leaves forgets it. */
function useNetwork(job: OpenJob, id: string) {
  const compute = useCompute();
  // The first render must be what the server rendered, even when another figure has opened the network.
  const [mounted, setMounted] = useState(false);
  useEffect(() => {
    setMounted(true);
    const shared = sharedOf(id);
    shared.users++;
    void open(compute, job, id);
    return () => {
      shared.users--;
      if (shared.users === 0) shared.state.value = idle;
    };
  }, [compute, job, id]);
  const { state } = sharedOf(id);
  const reopen = () => {
    if (state.value.status !== 'opening') state.value = idle;
    void open(compute, job, id);
  };
  const now = state.value;
  return { id, state: mounted ? now : idle, compute, reopen };
}

/** A shipped denoiser: `digits-8` unless told. */
export const useShippedModel = (id = 'digits-8'): ShippedModel => useNetwork('modelOpen', id);

/** A shipped classifier, such as `digits-8-noisy-classifier`. */
export const useShippedClassifier = (id: string): ShippedClassifier =>
  useNetwork('classifierOpen', id);

const backendNames = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'the processor',
} as const;

/** What runs the networks, in a badge's words. */
export function backendName({ name, adapter }: BackendInfo): string {
  // WebGL's names of adapters are whole sentences.
  return name === 'webgpu' && adapter ? `WebGPU (${adapter})` : backendNames[name];
}

/** The badge of a figure that runs a denoiser: its name, its size, and what it runs on. */
export function modelBadge(state: ModelState, id = 'digits-8'): string {
  if (state.status !== 'ready') return `${id}, a trained U-Net`;
  const { parameters, backend } = state.info;
  return `${id}, a trained U-Net of ${parameters.toLocaleString('en-US')} parameters, on ${backendName(backend)}`;
}

/** What is slower here than it could be; empty where nothing is. */
export function slownessOf(state: OpenState<{ readonly backend: BackendInfo }>): string {
  if (state.status !== 'ready') return '';
  const { name, software } = state.info.backend;
  if (name === 'webgpu' && !software) return '';
  if (name === 'webgpu')
    return 'WebGPU runs on the processor here, not on a graphics card, so pictures follow the controls more slowly.';
  const missing = name === 'webgl' ? 'no WebGPU' : 'neither WebGPU nor WebGL';
  return `This browser has ${missing}, so the network runs on ${backendNames[name]}: the numbers are the same, and take longer.`;
}
