// A browser with the explorer for the tests of a file, and a context of its own for each of them. What a page does that it should not fails the test.
//
// A test file has these variables to itself, since every file loads its modules anew.

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { noChromium } from '../helpers/chromium.mjs';
import { type Faults, newPage, openExplorer, startExplorer } from './explorer';

export let explorer: Awaited<ReturnType<typeof startExplorer>>;
export let context: BrowserContext;
export let faults: Faults;
/** The page that was opened last. */
export let page: Page;

beforeAll(async () => {
  if (!noChromium) explorer = await startExplorer();
}, 60_000);
afterAll(() => explorer?.close());
beforeEach(async () => {
  if (noChromium) return;
  faults = { complaints: [], strayed: [] };
  context = await explorer.newContext('block');
});
afterEach(async () => {
  if (noChromium) return;
  expect(faults).toEqual({ complaints: [], strayed: [] });
  await context.close();
});

/** Goes on in a context that has the service worker. */
export async function allowServiceWorker(): Promise<void> {
  await context.close();
  context = await explorer.newContext('allow');
}

/** Opens the explorer, and waits until it shows numbers. */
export async function open(hash: string, at: { url: string } = explorer.site): Promise<void> {
  page = await openExplorer(context, at.url, hash, faults);
}

/** A page without an address. */
export async function openEmpty(): Promise<void> {
  page = await newPage(context, explorer.site.url, faults);
}

export const textOf = (selector: string) => page.locator(selector).textContent();
