/** `npm run preview`: serves the last build as it is, without building. */
import { existsSync } from 'node:fs';
import { serveFolder } from './serve.ts';

if (existsSync('dist/index.html')) {
  const site = await serveFolder(
    'dist',
    process.env['BASE_PATH'] ?? '/',
    Number(process.env['PORT'] ?? 4321),
  );
  console.log(`The last build: ${site.url}`);
} else {
  console.error('There is no build yet: run "npm run build" first.');
  process.exitCode = 1;
}
