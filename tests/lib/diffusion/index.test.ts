/** The library as a whole: plain Node runs it, and nothing outside it comes in but the generator. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as diffusion from '../../../src/lib/diffusion/index.ts';

const folder = new URL('../../../src/lib/diffusion/', import.meta.url);

describe('the entry', () => {
  it('runs in Node as it is, with the same exports and the same numbers', () => {
    const program = `
      import * as d from ${JSON.stringify(new URL('index.ts', folder).href)};
      const normals = d.sampleNormals(d.makeRng(7), 3);
      const { alphasCumprod } = d.makeCosineSchedule({ T: 10 });
      console.log(JSON.stringify([Object.keys(d).sort(), [...normals], [...alphasCumprod]]));
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
    });
    const { alphasCumprod } = diffusion.makeCosineSchedule({ T: 10 });
    const normals = diffusion.sampleNormals(diffusion.makeRng(7), 3);
    expect(JSON.parse(output)).toEqual([
      Object.keys(diffusion).sort(),
      [...normals],
      [...alphasCumprod],
    ]);
  });

  it('imports only its own files, and the generator in random.ts alone', () => {
    const root = fileURLToPath(folder);
    const files = globSync('**/*.ts', { cwd: root });
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const source = readFileSync(`${root}/${file}`, 'utf8');
      const imports = [...source.matchAll(/from '([^']+)'/g)].map((match) => match[1]!);
      const outside = imports.filter((name) => !/^\.\.?\//.test(name));
      const allowed = file === 'random.ts' ? ['pure-rand/generator/xoroshiro128plus'] : [];
      expect({ file, outside }).toEqual({ file, outside: allowed });
      expect(source).not.toMatch(/Math\.random/);
    }
  });
});
