// The explorer, built and served from a sub-path, in a real browser: what the tests of the page share.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { build } from 'vite';
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

/** Builds the page and starts a server and a browser for it. */
export async function startExplorer() {
  const folder = mkdtempSync(join(tmpdir(), 'best-of-n-site-'));
  const configFile = fileURLToPath(new URL('../../site/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: folder } });
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
      rmSync(folder, { recursive: true });
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
export async function dropOn(page: Page, name: string, content: string | Buffer): Promise<void> {
  const base64 = Buffer.from(content).toString('base64');
  await page.evaluate(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, base64 }
  );
}
