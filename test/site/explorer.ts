// The explorer, built and served from a sub-path, in a real browser: what the tests of the page share.

import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { build } from 'vite';
import { inject } from 'vitest';
import { launchChromium, serve } from '../helpers/chromium.mjs';

/** What a page did that it should not. */
export interface Faults {
  /** Errors and warnings on the console, and uncaught errors. */
  complaints: string[];
  /** Every request that was not a GET to the page's own origin. */
  strayed: string[];
}

/** A link to the uniform reference over 100 outcomes at n = 16, with a target: what the tests look at unless they say otherwise. */
export const UNIFORM_100 = '#reference=uniform-100&n=16&value=winRate&winRate=0.9';

/** The folder of the built page. Files that run at the same time wait for the one that builds it. */
export async function builtPage(): Promise<string> {
  const [building, built, failed] = ['building', 'built', 'failed'].map((name) => join(inject('siteFolder'), name));
  try {
    mkdirSync(building);
  } catch {
    while (!existsSync(built)) {
      if (existsSync(failed)) throw new Error('the page could not be built: the first file of tests says why');
      await setTimeout(100);
    }
    return built;
  }
  try {
    const configFile = fileURLToPath(new URL('../../site/vite.config.ts', import.meta.url));
    const outDir = join(building, 'page');
    await build({ configFile, logLevel: 'error', build: { outDir } });
    renameSync(outDir, built);
  } catch (error) {
    mkdirSync(failed);
    throw error;
  }
  return built;
}

/** Starts a server and a browser for the built page. */
export async function startExplorer() {
  const folder = await builtPage();
  const site = await serve(folder, { base: '/some/where/' });
  const browser = await launchChromium();
  return {
    folder,
    site,
    /** A service worker loads the whole explorer once more: only the tests that are about it pay for that. */
    newContext: (serviceWorkers: 'allow' | 'block') =>
      browser.newContext({
        serviceWorkers,
        viewport: { width: 1440, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
      }),
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

const isComplaint = (message: ConsoleMessage) =>
  ['error', 'warning'].includes(message.type()) && !message.text().includes('Service Worker registration blocked by Playwright');

/** Opens a page that notes its faults. */
export async function newPage(context: BrowserContext, url: string, { complaints, strayed }: Faults): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => isComplaint(message) && complaints.push(message.text()));
  page.on('request', (request) => {
    const own = request.url().startsWith(url) || /^(blob|data):/.test(request.url());
    if (!own || request.method() !== 'GET') strayed.push(`${request.method()} ${request.url()}`);
  });
  return page;
}

/** Opens the explorer, and waits until it shows numbers. */
export async function openExplorer(context: BrowserContext, url: string, hash: string, faults: Faults): Promise<Page> {
  const page = await newPage(context, url, faults);
  await page.goto(url + hash);
  await page.locator('#kl dd').first().filter({ hasText: /\d/ }).waitFor();
  return page;
}

/** Drags a file onto the page. */
export function dropOn(page: Page, name: string, content: string | Buffer): Promise<void> {
  return dropAll(page, [[name, content]]);
}

/** Drags several files onto the page. */
export async function dropAll(page: Page, files: readonly (readonly [name: string, content: string | Buffer])[]): Promise<void> {
  const encoded = files.map(([name, content]) => ({ name, base64: Buffer.from(content).toString('base64') }));
  await page.evaluate((encoded) => {
    const dataTransfer = new DataTransfer();
    for (const { name, base64 } of encoded) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, encoded);
}
