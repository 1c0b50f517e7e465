/** One step of a walk on WebGPU: guidance, x0, clipping and the next x in one dispatch. */
import { countOf, reshaped } from '../device.ts';
import type { WalkUpdate } from '../walk.ts';
import { forEach, runShader, type Shader } from './program.ts';

const names = ['w', 'x0FromX', 'x0FromAnswer', 'nextFromX', 'nextFromX0'] as const;

function shaderOf(count: number, guided: boolean, clip: boolean): Shader {
  const answer = guided
    ? `answer[index + ${count}] + uniforms.w * (answer[index] - answer[index + ${count}])`
    : 'answer[index]';
  const body = `let prediction = ${answer};
  let clean = uniforms.x0FromX * x[index] + uniforms.x0FromAnswer * prediction;
  let kept = ${clip ? 'clamp(clean, -1.0, 1.0)' : 'clean'};
  result[index] = uniforms.nextFromX * x[index] + uniforms.nextFromX0 * kept;`;
  return {
    key: `walk.${count}.${guided}.${clip}`,
    inputs: ['x', 'answer'],
    code: forEach(count, body),
    size: { threads: count },
    workgroupSize: 64,
  };
}

export const walkUpdate: WalkUpdate = (device, x, answer, step, options) => {
  const count = countOf(x.shape);
  const values = [options.guidanceScale, step.x0.xt, step.x0.value, step.next.xt, step.next.x0];
  const uniforms = names.map((name, i) => ({ name, type: 'f32' as const, value: values[i]! }));
  const shader = shaderOf(count, options.guided, options.clip);
  return reshaped(runShader(device, shader, [x, answer], count, uniforms), x.shape);
};
