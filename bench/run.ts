/** `npm run bench [-- name]`: runs the benches and prints what they measured. */
import { drag } from './drag.ts';
import { library } from './library.ts';
import { sample } from './sample.ts';
import { train } from './train.ts';

const benches: Readonly<Record<string, () => Promise<void>>> = { library, drag, train, sample };

const wanted = process.argv.slice(2).filter((name, i, all) => {
  const option = name.startsWith('--') || all[i - 1]?.startsWith('--');
  return !option;
});
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(
    `There is no bench "${unknown[0]}"; there are: ${Object.keys(benches).join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length === 0 || wanted.includes(name)) await bench();
  }
}
