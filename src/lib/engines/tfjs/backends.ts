/** Starts a tfjs backend; each is loaded only when it is tried. */
import {
  backend as activeBackend,
  env,
  type KernelBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import type { BackendInfo, BackendName } from '../engine.ts';

/** A running backend. */
export interface StartedBackend {
  readonly backend: KernelBackend;
  readonly info: BackendInfo;
  /** Resolves with the reason when the device is lost. */
  readonly lost: Promise<string>;
}

/** Where the WASM backend finds its files; by default beside the package. */
export interface BackendOptions {
  /** Their folder, or each one's address by its name. */
  readonly wasmUrl?: Parameters<typeof import('@tensorflow/tfjs-backend-wasm').setWasmPaths>[0];
}

type Start = (options: BackendOptions) => Promise<StartedBackend>;

const never = new Promise<string>(() => {});

/** Adapters that are programs on the CPU. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i;

async function activate(name: BackendName): Promise<KernelBackend> {
  if (!(await setBackend(name))) throw new Error(`The ${name} backend did not start.`);
  return activeBackend();
}

/** Asks for a device with the adapter's own limits where the networks here profit from them. */
async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  return adapter.requestDevice({
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
}

const webgpu: Start = async () => {
  const gpu = globalThis.navigator?.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('This browser offers no WebGPU adapter.');
  const device = await requestDevice(adapter);
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // The package registers a backend of its own; this one keeps the device, to hear when it is lost.
  forget('webgpu');
  registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3);
  env().set('WEBGPU_CPU_FORWARD', false);
  const backend = await activate('webgpu');
  const { vendor, architecture, device: model, description } = adapter.info;
  const name = description || [vendor, architecture, model].filter(Boolean).join(' ');
  const software = softwareNames.test(`${vendor} ${architecture} ${model} ${description}`);
  return {
    backend,
    info: { name: 'webgpu', adapter: name, software, trains: true },
    lost: device.lost.then(({ message }) => message || 'The graphics device was lost.'),
  };
};

function forget(name: BackendName): void {
  try {
    removeBackend(name);
  } catch {
    // It was not registered: nothing to forget.
  }
}

const webgl: Start = async () => {
  const { gpgpu_util, MathBackendWebGL } = await import('@tensorflow/tfjs-backend-webgl');
  forget('webgl');
  registerBackend('webgl', () => new MathBackendWebGL(), 2);
  env().set('WEBGL_CPU_FORWARD', false);
  const backend = (await activate('webgl')) as InstanceType<typeof MathBackendWebGL>;
  const { gl } = backend.gpgpu;
  if (!gpgpu_util || env().getNumber('WEBGL_VERSION') < 2) {
    throw new Error('This browser offers no WebGL 2.');
  }
  const adapter = rendererOf(gl);
  const lost = new Promise<string>((resolve) => {
    gl.canvas.addEventListener('webglcontextlost', () => resolve('The graphics context was lost.'));
  });
  const software = softwareNames.test(adapter);
  return { backend, info: { name: 'webgl', adapter, software, trains: true }, lost };
};

function rendererOf(gl: WebGLRenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  return extension ? String(gl.getParameter(extension.UNMASKED_RENDERER_WEBGL)) : '';
}

const wasm: Start = async ({ wasmUrl }) => {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (wasmUrl) setWasmPaths(wasmUrl);
  const backend = await activate('wasm');
  return {
    backend,
    info: { name: 'wasm', adapter: '', software: true, trains: false },
    lost: never,
  };
};

const cpu: Start = async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  const backend = await activate('cpu');
  return { backend, info: { name: 'cpu', adapter: '', software: true, trains: true }, lost: never };
};

const starts: Readonly<Record<BackendName, Start>> = { webgpu, webgl, wasm, cpu };

/**
 * Starts the first of the backends that works.
 *
 * @throws Error with every backend's reason when none does
 */
export async function startBackend(
  names: readonly BackendName[],
  options: BackendOptions,
): Promise<StartedBackend> {
  const reasons: string[] = [];
  for (const name of names) {
    try {
      return await starts[name](options);
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new Error(`No backend could be started. ${reasons.join(' ')}`);
}
