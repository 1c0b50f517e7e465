/** Before the browser tests: builds the site if stale, serves it, and starts one Chromium for all test files. */
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { browserFlags, requireBrowser } from '../../scripts/browser.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { serveFolder } from '../../scripts/serve.ts';

declare module 'vitest' {
  interface ProvidedContext {
    siteUrl: string;
    browserEndpoint: string;
  }
}

export default async function setup(project: TestProject) {
  const executablePath = requireBrowser();
  await ensureBuilt();
  const site = await serveFolder('dist');
  const server = await chromium.launchServer({ executablePath, args: browserFlags });
  project.provide('siteUrl', site.url);
  project.provide('browserEndpoint', server.wsEndpoint());
  return async () => {
    await server.close();
    await site.close();
  };
}
