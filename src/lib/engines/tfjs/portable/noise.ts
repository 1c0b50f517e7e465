/** The noise of a training step where no WebGPU is: drawn on the graphics card under WebGL, on the CPU elsewhere. */
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { counterNormals, noiseStream } from '../../../diffusion/index.ts';
import type { Device, TensorInfo } from '../device.ts';

/** Threefry-2x32-20 and Box–Muller, as in lib/diffusion/threefry.ts, in GLSL ES 3.00; tfjs declares the custom uniforms. */
const shader = (size: number) => `
  uint rotate(uint word, uint bits) { return (word << bits) | (word >> (32u - bits)); }

  uvec2 threefry(uvec2 key, uvec2 counter) {
    uint keys[3];
    keys[0] = key.x; keys[1] = key.y; keys[2] = 0x1bd11bdau ^ key.x ^ key.y;
    uint turns[8];
    turns[0] = 13u; turns[1] = 15u; turns[2] = 26u; turns[3] = 6u;
    turns[4] = 17u; turns[5] = 29u; turns[6] = 16u; turns[7] = 24u;
    uint a = counter.x + key.x;
    uint b = counter.y + key.y;
    for (int i = 0; i < 20; i++) {
      a += b;
      b = rotate(b, turns[i % 8]) ^ a;
      if (i % 4 == 3) {
        int j = (i + 1) / 4;
        a += keys[j % 3];
        b += keys[(j + 1) % 3] + uint(j);
      }
    }
    return uvec2(a, b);
  }

  void main() {
    int index = getOutputCoords();
    uint seed = (uint(seedHigh) << 16u) | uint(seedLow);
    uvec2 words = threefry(uvec2(seed, ${noiseStream}u), uvec2(uint(index / 2), uint(stepNumber)));
    float radius = sqrt(-2.0 * log((float(words.x >> 8u) + 1.0) * ${2 ** -24}));
    float angle = 6.283185307179586 * (float(words.y >> 8u) * ${2 ** -24});
    setOutput(index < ${size} ? radius * (index % 2 == 0 ? cos(angle) : sin(angle)) : 0.0);
  }`;

/** [count] standard normals that depend on seed, step and place alone. */
export function drawNoise(device: Device, seed: number, step: number, count: number): TensorInfo {
  if (device.name !== 'webgl') {
    return device.upload(counterNormals(seed, step, new Float32Array(count)), [count]);
  }
  const backend = device.backend as unknown as MathBackendWebGL;
  const program = {
    variableNames: [],
    outputShape: [count],
    userCode: shader(count),
    customUniforms: ['seedLow', 'seedHigh', 'stepNumber'].map((name) => ({
      name,
      type: 'int' as const,
    })),
  };
  const words = [[seed & 0xffff], [seed >>> 16], [step]];
  return backend.runWebGLProgram(program, [], 'float32', words);
}
