/** A walk's arithmetic on WebGPU: guidance, x0 and clipping in one dispatch, the next x in another. */
import { countOf, reshaped } from '../device.ts';
import type { WalkKernels } from '../walk.ts';
import { forEach, runShader, type Shader, type Uniform } from './program.ts';

const workgroupSize = 64;
const float = (name: string, value: number): Uniform => ({ name, type: 'f32', value });

function predictShader(count: number, guided: boolean, clip: boolean): Shader {
  const answer = guided
    ? `answer[index + ${count}] + uniforms.w * (answer[index] - answer[index + ${count}])`
    : 'answer[index]';
  const body = `let prediction = ${answer};
  let clean = uniforms.fromX * x[index] + uniforms.fromAnswer * prediction;
  result[index] = ${clip ? 'clamp(clean, -1.0, 1.0)' : 'clean'};`;
  return {
    key: `walk.predict.${count}.${guided}.${clip}`,
    inputs: ['x', 'answer'],
    code: forEach(count, body),
    size: { threads: count },
    workgroupSize,
  };
}

function sumShader(count: number, terms: number): Shader {
  const names = Array.from({ length: terms }, (_, i) => i);
  const sum = names.map((i) => `uniforms.factor${i} * term${i}[index]`).join(' + ');
  return {
    key: `walk.sum.${count}.${terms}`,
    inputs: names.map((i) => `term${i}`),
    code: forEach(count, `result[index] = ${sum};`),
    size: { threads: count },
    workgroupSize,
  };
}

export const webGpuWalkKernels: WalkKernels = {
  predict(device, x, answer, { x0, guidanceScale, guided, clip }) {
    const count = countOf(x.shape);
    const uniforms = [
      float('w', guidanceScale),
      float('fromX', x0.xt),
      float('fromAnswer', x0.value),
    ];
    const shader = predictShader(count, guided, clip);
    return reshaped(runShader(device, shader, [x, answer], count, uniforms), x.shape);
  },
  sum(device, terms) {
    const { shape } = terms[0]!.value;
    const count = countOf(shape);
    const uniforms = terms.map(({ factor }, i) => float(`factor${i}`, factor));
    const inputs = terms.map(({ value }) => value);
    const shader = sumShader(count, terms.length);
    return reshaped(runShader(device, shader, inputs, count, uniforms), shape);
  },
};
