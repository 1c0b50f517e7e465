/** Opens the shipped digits model once for all figures of the page, and follows how that goes. */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { baseUrl } from '../../../components/figure/site.ts';
import { useCompute } from '../../../components/figure/useCompute.ts';
import { type ComputeClient, JobCancelled } from '../../../lib/compute/client.ts';
import type { ModelInfo } from '../../../lib/compute/protocol.ts';

/** The model that this lesson looks into. */
export const modelId = 'digits-8';

/** Where opening the model stands. */
export type ModelState =
  | { readonly status: 'idle' }
  | { readonly status: 'opening'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly status: 'ready'; readonly info: ModelInfo }
  | { readonly status: 'failed'; readonly message: string };

const idle: ModelState = { status: 'idle' };
const shared: Signal<ModelState> = signal(idle);
let users = 0;

async function open(compute: ComputeClient): Promise<void> {
  const { status } = shared.value;
  if (status === 'opening' || status === 'ready') return;
  shared.value = { status: 'opening', loadedBytes: 0, totalBytes: 0 };
  try {
    const info = await compute.run(
      'modelOpen',
      { id: modelId, weightsUrl: `${baseUrl}weights/` },
      {
        onProgress: (progress) => {
          shared.value = { status: 'opening', ...progress };
        },
      },
    );
    shared.value = { status: 'ready', info };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    shared.value = error instanceof JobCancelled ? idle : { status: 'failed', message };
  }
}

/** What a figure gets: where the model stands, the worker, and a way to open it anew. */
export interface ShippedModel {
  readonly state: ModelState;
  readonly compute: ComputeClient;
  /** Opens the model again, also after a worker that was lost took it along. */
  readonly reopen: () => void;
}

/** The model, opened when the first figure that needs it is seen; the last one that leaves forgets it. */
export function useShippedModel(): ShippedModel {
  const compute = useCompute();
  // The first render must be what the server rendered, even when another figure has opened the model.
  const [mounted, setMounted] = useState(false);
  useEffect(() => {
    setMounted(true);
    users++;
    void open(compute);
    return () => {
      users--;
      if (users === 0) shared.value = idle;
    };
  }, [compute]);
  const reopen = () => {
    if (shared.value.status !== 'opening') shared.value = idle;
    void open(compute);
  };
  const state = shared.value;
  return { state: mounted ? state : idle, compute, reopen };
}

const backendNames = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'the processor',
} as const;

/** The badge of a figure that runs the model: its name, its size, and what it runs on. */
export function modelBadge(state: ModelState): string {
  if (state.status !== 'ready') return `${modelId}, a trained U-Net`;
  const { parameters, backend } = state.info;
  const where = backendNames[backend.name];
  // WebGL's names of adapters are whole sentences.
  const adapter = backend.name === 'webgpu' && backend.adapter ? ` (${backend.adapter})` : '';
  return `${modelId}, a trained U-Net of ${parameters.toLocaleString('en-US')} parameters, on ${where}${adapter}`;
}

/** What is slower here than it could be; empty where nothing is. */
export function slownessOf(state: ModelState): string {
  if (state.status !== 'ready') return '';
  const { name, software } = state.info.backend;
  if (name === 'webgpu' && !software) return '';
  if (name === 'webgpu')
    return 'WebGPU runs on the processor here, not on a graphics card, so pictures follow the slider more slowly.';
  const missing = name === 'webgl' ? 'no WebGPU' : 'neither WebGPU nor WebGL';
  return `This browser has ${missing}, so the network runs on ${backendNames[name]}: the numbers are the same, and take longer.`;
}
