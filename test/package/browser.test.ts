// The built library in a real browser gives the same bits as in Node.js, where test/numerics/golden.test.ts compares them with the golden values.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineKind } from '../../src/index';
import { launchChromium, noChromium, STRICT_POLICY, serve } from '../helpers/chromium.mjs';
import { type Answers, answers } from './browser/answers';

let folder: string;
let browser: Browser;
const known: Partial<Record<EngineKind, Answers>> = {};

/** What Node.js answers. */
function inNode(kind: EngineKind): Answers {
  known[kind] ??= answers(kind);
  return known[kind];
}

beforeAll(async () => {
  if (noChromium) return;
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-browser-'));
  const root = fileURLToPath(new URL('browser', import.meta.url));
  await build({ root, configFile: false, logLevel: 'error', build: { outDir: folder } });
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  if (noChromium) return;
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function inBrowser(kind: 'wasm' | 'js' | undefined, headers: Record<string, string> = {}): Promise<Answers> {
  const site = await serve(folder, { headers });
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(site.url);
  const answered = await page.evaluate<Answers>(`answers(${JSON.stringify(kind)})`);
  expect(errors).toEqual([]);
  await page.close();
  await site.close();
  return answered;
}

function expectSameBits(actual: Answers, expected: Answers): void {
  expect(actual.cases.length).toBe(expected.cases.length);
  // case by case, because nobody could read the difference between all the bits at once
  actual.cases.forEach(({ name, bits }, i) => {
    expect([name, bits === expected.cases[i].bits]).toEqual([expected.cases[i].name, true]);
  });
}

describe.skipIf(noChromium)('every golden case in Chromium', () => {
  it.each(['wasm', 'js'] as const)('%s: the same bits as in Node.js', async (kind) => {
    const actual = await inBrowser(kind);
    expect(actual.engine.kind).toBe(kind);
    expectSameBits(actual, inNode(kind));
  });

  it('the kernel is used if no engine is asked for', async () => {
    const { engine } = await inBrowser(undefined);
    expect(engine).toEqual({ kind: 'wasm' });
  });

  it("under a content-security policy without 'wasm-unsafe-eval' the fallback does, with the same bits", async () => {
    const actual = await inBrowser(undefined, STRICT_POLICY);
    expect(actual.engine).toEqual({ kind: 'js', reason: expect.stringMatching(/could not be used: .*(wasm-eval|unsafe-eval)/) });
    expectSameBits(actual, inNode('wasm'));
  });
});
