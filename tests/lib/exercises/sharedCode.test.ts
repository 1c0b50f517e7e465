/** Code in a link: there and back for any text; damaged, foreign and swollen links bring nothing. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, readHash, sharedId } from '../../../src/components/exercise/sharedCode.ts';

const id = 'ddim/ddim-step';

test('any program comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 2000 }), async (text) => {
      const code = text.toWellFormed();
      const hash = await hashOf({ id, code });
      expect(hash).toMatch(/^#code=ddim\/ddim-step~[\w-]*$/);
      expect(sharedId(hash)).toBe(id);
      expect(await readHash(hash)).toEqual({ id, code });
    }),
    { numRuns: 50 },
  );
});

test('a program that is too long is refused', async () => {
  await expect(hashOf({ id, code: 'x'.repeat(50_001) })).rejects.toThrow('too long for a link');
});

test('what is damaged brings nothing', async () => {
  const whole = await hashOf({ id, code: 'export const a = 1;' });
  const bomb = deflateRawSync(Buffer.alloc(10_000_000)).toString('base64url');
  const notText = deflateRawSync(Buffer.from([0xff, 0xfe, 0xfd])).toString('base64url');
  const damaged = [
    whole.slice(0, -4),
    `${whole}%00`,
    `#code=${id}~${bomb}`,
    `#code=${id}~${notText}`,
    `#code=${id}~`,
    `#code=${id}~${'A'.repeat(60_001)}`,
  ];
  for (const hash of damaged) expect(await readHash(hash), hash.slice(0, 60)).toBeNull();
});

test('other addresses are nobody’s', () => {
  for (const hash of ['', '#references', '#code=', '#code=<b>/x~A', `#code=${id}`]) {
    expect(sharedId(hash)).toBeNull();
  }
});
