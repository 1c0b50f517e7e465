/**
 * The tfjs engine in Node: WebGPU through Dawn (the `webgpu` package) on the machine's graphics card or on a software
 * Vulkan driver; where there is neither, WASM and the plain CPU.
 */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BackendName, Engine } from '../src/lib/engines/engine.ts';
import { findBrowser } from './browser.ts';

/** A software Vulkan driver, and the folder of the loader that comes with it. */
interface Driver {
  readonly driver: string;
  readonly libraries: string;
}

/** Mesa's runs shaders faster. */
const mesas: Driver = { driver: '/usr/share/vulkan/icd.d/lvp_icd.json', libraries: '' };

/** Chromium's compiles them sooner; it lies beside the browser. */
function chromiums(): readonly Driver[] {
  const browser = findBrowser();
  const folders = ['/usr/lib/chromium', ...(browser ? [dirname(realpathSync(browser))] : [])];
  return folders.map((folder) => ({
    driver: join(folder, 'vk_swiftshader_icd.json'),
    libraries: folder,
  }));
}

/**
 * Environment variables that let Dawn find a software Vulkan driver; none where the caller or the machine has one.
 *
 * @param wanted `soonest` for short runs, `fastest` for long ones
 */
export function softwareVulkan(wanted: 'soonest' | 'fastest'): Record<string, string> {
  if (process.env.VK_DRIVER_FILES || process.platform !== 'linux') return {};
  const drivers = wanted === 'soonest' ? [...chromiums(), mesas] : [mesas, ...chromiums()];
  const found = drivers.find(({ driver }) => existsSync(driver));
  if (!found || existsSync('/dev/dri/renderD128') || existsSync('/dev/nvidia0')) return {};
  const libraries = [found.libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { VK_DRIVER_FILES: found.driver, ...(libraries && { LD_LIBRARY_PATH: libraries }) };
}

/** Starts this script again with a software Vulkan driver, if it needs one; the loader reads it at the start only. */
export async function withVulkan(): Promise<void> {
  const variables = softwareVulkan('fastest');
  if (Object.keys(variables).length === 0) return;
  const { spawnSync } = await import('node:child_process');
  const [node, ...rest] = process.argv;
  const env = { ...process.env, ...variables };
  const { status } = spawnSync(node!, rest, { stdio: 'inherit', env });
  process.exit(status ?? 1);
}

interface DawnModule {
  create(options: readonly string[]): GPU;
  readonly globals: Record<string, unknown>;
}

/** Puts WebGPU where a browser has it. The object is kept: collected as garbage, it would hang the queue. */
export async function installWebGpu(): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  const { create, globals } = (await import('webgpu')) as unknown as DawnModule;
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
}

/** The folder of the WASM backend's files. */
function wasmFolder(): string {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  return `${main.slice(0, main.lastIndexOf('/'))}/`;
}

/**
 * Starts the engine on the first of the backends that works here.
 *
 * @throws Error with each backend's reason when none does
 */
export async function engineForNode(
  backends: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'],
): Promise<Engine> {
  if (backends.includes('webgpu')) await installWebGpu();
  const { makeTfjsEngine } = await import('../src/lib/engines/tfjs/index.ts');
  return makeTfjsEngine({ backends, wasmUrl: wasmFolder() });
}
