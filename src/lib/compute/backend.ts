/** The worker's one engine: chosen once, started when it is first needed, started anew after its device is lost. */
import type { BackendName, Engine } from '../engines/engine.ts';

/** Starts an engine on the first of the backends that works; in the engine's own order without any. */
export type StartEngine = (backends?: readonly BackendName[]) => Promise<Engine>;

/** Gives the engine to the jobs. */
export interface Backend {
  /** The engine; with `trains`, one that can train, in place of one that cannot. */
  engine(options?: { readonly trains?: boolean }): Promise<Engine>;
}

const training: readonly BackendName[] = ['webgpu', 'webgl', 'cpu'];

/** A backend that starts its engine with `start`. */
export function makeBackend(start: StartEngine): Backend {
  let current: Promise<Engine> | null = null;

  const forget = (engine: Promise<Engine>) => {
    if (current === engine) current = null;
  };
  const begin = (backends?: readonly BackendName[]): Promise<Engine> => {
    const starting = start(backends);
    current = starting;
    starting.then(
      (engine) => engine.lost.then(() => forget(starting)),
      () => forget(starting),
    );
    return starting;
  };

  return {
    async engine({ trains = false } = {}) {
      const engine = await (current ?? begin());
      if (!trains || engine.backend.trains) return engine;
      current = null;
      engine.dispose();
      return begin(training);
    },
  };
}

/** Where the bundler puts the WASM backend's files, by the names that it asks for. */
async function wasmFiles() {
  const [plain, simd, threaded] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'),
  ]);
  return {
    'tfjs-backend-wasm.wasm': plain.default,
    'tfjs-backend-wasm-simd.wasm': simd.default,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded.default,
  };
}

/** The tfjs engine; nothing of tfjs is loaded before this is called. */
export const startTfjs: StartEngine = async (backends) => {
  const { makeTfjsEngine } = await import('../engines/tfjs/index.ts');
  return makeTfjsEngine({ ...(backends ? { backends } : {}), wasmUrl: await wasmFiles() });
};
