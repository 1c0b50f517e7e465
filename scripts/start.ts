/** `npm start`: builds the course if need be, serves it on this machine, and prints its address. */
import { ensureBuilt } from './build.ts';
import { serveFolder } from './serve.ts';

const wanted = Number(process.env['PORT'] ?? 4321);

console.log('Building the course (about ten seconds the first time) …');
try {
  await ensureBuilt();
  const site = await serveFolder('dist', '/', wanted).catch(() => serveFolder('dist'));
  console.log(`\nFrom Noise is ready: ${site.url}\nStop it with Ctrl+C.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
