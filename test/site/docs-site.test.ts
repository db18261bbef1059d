// The documentation as a reader uses it: what was built, read as files, and in a real browser, served from a sub-path.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseHTML } from 'linkedom';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pagesWithWords } from '../../site/docs/search.mjs';
import { brokenRules } from '../helpers/axe';
import { launchChromium, noChromium, serve } from '../helpers/chromium.mjs';
import { builtPage } from './explorer';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

let folder: string;
/** The pages of the documentation, by their paths in the site. */
let pages: Map<string, Document>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-docs-site-'));
  cpSync(await builtPage(), folder, { recursive: true });
  execFileSync(process.execPath, [path('../../site/docs/build.mjs'), folder], { stdio: 'pipe' });
  const files = readdirSync(join(folder, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
  const parsed = files.map(
    (file) => [`docs/${file}`, parseHTML(readFileSync(join(folder, 'docs', file), 'utf8')).document] as const
  );
  pages = new Map(parsed);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The address of each element of a page, as a path in the site and the name of a heading. */
const targetsOf = (file: string, document: Document, selector: string, attribute: string) =>
  [...document.querySelectorAll(selector)]
    .map((element) => element.getAttribute(attribute) as string)
    .filter((address) => !/^[a-z]+:/.test(address))
    .map((address) => {
      const [target, anchor = ''] = address.split('#');
      const joined = target === '' ? file : posix.join(posix.dirname(file), target);
      return { path: joined.replace(/\/$/, '/index.html'), anchor: decodeURIComponent(anchor) };
    });

describe('what was built', () => {
  it('every page has a title and a description of its own', () => {
    expect(pages.size).toBeGreaterThan(30);
    const titles = [...pages.values()].map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const [file, document] of pages) {
      expect(document.querySelectorAll('h1'), file).toHaveLength(1);
      expect(document.querySelector('meta[name="description"]')?.getAttribute('content'), file).toMatch(/^\S.{20,}/);
    }
  });

  it('every link leads to a page and a heading, and every picture is there', () => {
    for (const [file, document] of pages) {
      for (const target of targetsOf(file, document, 'a[href]', 'href')) {
        expect(existsSync(join(folder, target.path)), `${file} leads to ${target.path}`).toBe(true);
        if (target.anchor === '' || !pages.has(target.path)) continue;
        expect(
          pages.get(target.path)?.getElementById(target.anchor),
          `${file} leads to ${target.path}#${target.anchor}`
        ).not.toBeNull();
      }
      for (const target of targetsOf(file, document, 'img', 'src'))
        expect(existsSync(join(folder, target.path)), file).toBe(true);
    }
  });

  it('every column of a table has a name', () => {
    for (const [file, document] of pages) {
      const unnamed = [...document.querySelectorAll('.vp-doc th')].filter((head) => head.textContent?.trim() === '');
      expect(unnamed, file).toHaveLength(0);
    }
  });

  it('the navigation has every page once, and recipes and theory in the order of their lists', () => {
    const sidebar = pages.get('docs/index.html')?.querySelectorAll('.VPSidebar a') ?? [];
    const order = [...sidebar].map((link) => posix.join('docs', link.getAttribute('href') ?? '').replace(/\/$/, '/index.html'));
    expect([...order].sort()).toEqual([...pages.keys()].sort());
    for (const [list, folder] of [
      ['docs/questions.html', 'docs/recipes/'],
      ['docs/theory.html', 'docs/theory/'],
    ]) {
      const table = pages.get(list)?.querySelector('.vp-doc table') as Element;
      const rows = [...table.querySelectorAll('tbody td:first-child a')].map((link) => `docs/${link.getAttribute('href')}`);
      expect(rows.length, list).toBeGreaterThan(8);
      expect(order.filter((file) => posix.dirname(file) === folder.slice(0, -1))).toEqual(
        rows.map((file) => posix.normalize(file))
      );
    }
  });

  it('further words for the search are those of pages that there are', () => {
    for (const name of pagesWithWords) expect(pages.has(`docs/${name.replace(/\.md$/, '.html')}`), name).toBe(true);
  });

  it('no page knows from where it is served', () => {
    for (const [file, document] of pages) {
      const addresses = [...document.querySelectorAll('[href], [src]')].map(
        (one) => one.getAttribute('href') ?? one.getAttribute('src')
      );
      expect(
        addresses.filter((address) => address?.startsWith('/')),
        file
      ).toEqual([]);
    }
  });

  it('every page has a policy under which nothing runs that was not there when it was built', () => {
    for (const [file, document] of pages) {
      const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
      expect(policy, file).toMatch(/^default-src 'none'; script-src 'self' 'sha256-/);
      expect(policy, file).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
    }
  });

  it('llms.txt lists every page with a line about it, and llms-full.txt has their text', () => {
    const listed = [...readFileSync(join(folder, 'llms.txt'), 'utf8').matchAll(/^- \[[^\]]+\]\(([^)]+)\): \S.{20,}$/gm)];
    expect(listed.map((match) => match[1]).sort()).toEqual([...pages.keys()].sort());
    const text = readFileSync(join(folder, 'llms-full.txt'), 'utf8');
    for (const file of pages.keys()) expect(text).toContain(`\n<!-- ${file} -->\n`);
    for (const words of ['## passAtK\n', '# The theory\n', '# Changelog\n']) expect(text).toContain(`\n${words}`);
  });

  it('the licences of both bundles are in one file', () => {
    const text = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['@observablehq/plot', 'hyparquet', 'minisearch', 'vitepress', 'vue', '@vue/runtime-core']) {
      expect(text.match(new RegExp(`^${name} [\\d.]+ \\(`, 'gm')), name).toHaveLength(1);
    }
  });
});

describe.skipIf(noChromium)('in a browser', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;
  let context: BrowserContext;
  let page: Page;
  /** Errors and warnings on the console, uncaught errors, and answers that are errors. */
  let complaints: string[] = [];

  beforeAll(async () => {
    site = await serve(folder, { base: '/a/b/' });
    browser = await launchChromium();
    [context, page] = await open('block');
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(() => {
    const seen = complaints;
    complaints = [];
    expect(seen).toEqual([]);
  });

  async function open(serviceWorkers: 'allow' | 'block'): Promise<[BrowserContext, Page]> {
    const opened = await browser.newContext({ serviceWorkers, reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } });
    const tab = await opened.newPage();
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
    tab.on('console', (message) => {
      const isOfTest = message.text().includes('Service Worker registration blocked by Playwright');
      if (['error', 'warning'].includes(message.type()) && !isOfTest) complaints.push(message.text());
    });
    return [opened, tab];
  }

  /** Loads a page, and waits until it answers. */
  async function goto(file: string, width = 1440): Promise<void> {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(site.url + file);
    await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') as Element));
  }
  const heading = () => page.locator('h1').textContent();
  /** Expects a page, loaded or drawn. */
  const expectPage = async (file: string, title: RegExp) => {
    await page.waitForURL(site.url + file);
    await expect.poll(heading).toMatch(title);
  };
  const sidebar = (name: string) => page.locator('.VPSidebar').getByRole('link', { name, exact: true });

  it('every page loads, and none is wider than a phone', async () => {
    for (const file of pages.keys()) {
      await goto(file, 360);
      await page.locator('.VPContent h1').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), file).toBe(360);
    }
  });

  it.each(['docs/index.html', 'docs/reference/training.html', 'docs/bench/results.html', 'docs/recipes/files/trl.html'])(
    '%s: nothing sticks out at any width, and axe finds no fault in either theme',
    async (file) => {
      await goto(file);
      for (const [width, colorScheme] of [
        [360, 'dark'],
        [768, 'light'],
        [1440, 'dark'],
        [1440, 'light'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await expect
          .poll(() => page.evaluate(() => document.documentElement.className.includes('dark')))
          .toBe(colorScheme === 'dark');
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBe(width);
        expect(await brokenRules(page), `${width} px, ${colorScheme}`).toEqual([]);
      }
    }
  );

  it('pages of any depth lead to each other without a load, also back, and can be loaded again', async () => {
    await goto('docs/reference/samples.html');
    await page.evaluate(() => Object.assign(globalThis, { isSame: true }));
    await sidebar('Intervals').click();
    await expectPage('docs/intervals.html', /^Intervals/);
    await sidebar('Benchmark').click();
    await expectPage('docs/bench/', /^Benchmark/);
    await page.getByRole('banner').getByRole('link', { name: 'Reference', exact: true }).click();
    await expectPage('docs/reference/', /^Reference/);
    await page.locator('.vp-doc').getByRole('link', { name: 'passAtK', exact: true }).click();
    await expectPage('docs/reference/samples.html#passAtK', /^Samples/);
    await page.goBack();
    await expectPage('docs/reference/', /^Reference/);
    expect(await page.evaluate(() => 'isSame' in globalThis)).toBe(true);
    await page.goForward();
    await page.reload();
    await expectPage('docs/reference/samples.html#passAtK', /^Samples/);
    await expect
      .poll(() => page.locator('#passAtK').evaluate((element) => element.getBoundingClientRect().top))
      .toBeLessThan(400);
  });

  it.each([
    ['tie', /\btie/i],
    ['checkpoint', /checkpoint/i],
    ['passAtK', /passAtK\(samples: number/],
  ])('a search for %s leads to a page that has it', async (word, text) => {
    await goto('docs/test/');
    // the search box begins with what was looked for last
    await page.evaluate(() => sessionStorage.clear());
    await page.keyboard.press('Control+k');
    await page.fill('#localsearch-input', word);
    await page.locator('.result').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#localsearch-input').waitFor({ state: 'detached' });
    expect(page.url()).not.toBe(`${site.url}docs/test/`);
    await expect.poll(async () => text.test((await page.locator('.vp-doc').textContent()) ?? '')).toBe(true);
  });

  // what a person types, and the page that should be first
  it.each([
    ['pass@k', 'recipes/pass-at-k.html'],
    ['pass^k', 'recipes/every-time.html'],
    ['majority vote', 'recipes/votes.html'],
    ['self-consistency', 'recipes/votes.html'],
    ['reward hacking', 'recipes/over-optimised.html'],
    ['goodhart', 'recipes/over-optimised.html'],
    ['kl wrong', 'recipes/true-kl.html'],
    ['p-value', 'recipes/better.html'],
    ['standard error', 'recipes/how-sure.html'],
    ['how many samples', 'recipes/more-samples.html'],
    ['grpo', 'recipes/training-weights.html'],
    ['bound', 'theory/kl.html'],
    ['win rate', 'theory/win-rate.html'],
    ['temperature', 'theory/rules.html'],
    ['parquet', 'files.html'],
    ['csv', 'files.html'],
    ['jsonl', 'files.html'],
    ['trl', 'recipes/files/trl.html'],
    ['lm-eval', 'recipes/files/harness-log.html'],
    ['humaneval', 'recipes/files/code-generation.html'],
    ['python', 'server.html'],
    ['pyarrow', 'server.html'],
    ['polars', 'server.html'],
    ['redis', 'cluster.html'],
    ['NaN', 'errors.html'],
    ['browser', 'runtimes.html'],
    ['install', ''],
    ['speed', 'bench/'],
    ['passAtK', 'reference/samples.html'],
    ['evaluateBatch', 'reference/supports.html'],
    ['klEstimate', 'reference/bounds.html'],
  ])('a search for %s finds %s first', async (words, wanted) => {
    if (!(await page.locator('#localsearch-input').isVisible())) {
      await goto('docs/test/');
      await page.keyboard.press('Control+k');
    }
    await page.fill('#localsearch-input', words);
    const first = page.locator('.result').first();
    const isOf = async () => new URL((await first.getAttribute('href')) ?? '', page.url()).pathname;
    await expect.poll(isOf).toBe(new URL(`docs/${wanted}`, site.url).pathname);
  });

  it('the explorer leads here and back, and its service worker answers for itself alone', async () => {
    const [others, tab] = await open('allow');
    await tab.goto(site.url);
    await tab.evaluate(() => navigator.serviceWorker.ready);
    await tab.reload();
    expect(await tab.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await tab.getByRole('link', { name: 'Documentation' }).click();
    await tab.waitForURL(`${site.url}docs/index.html`);
    expect(await tab.title()).toMatch(/^First steps/);
    await tab.goto(`${site.url}docs/theory.html`);
    expect(await tab.title()).toMatch(/^The theory/);
    await tab.getByRole('link', { name: 'Explorer', exact: true }).click();
    await tab.waitForURL(/\/a\/b\/index\.html/);
    await expect.poll(() => tab.title()).toMatch(/best-of-n explorer$/);
    await others.close();
  });

  it('a path with unusual letters serves as well', async () => {
    const elsewhere = await serve(folder, { base: '/ein%20Ort/f%C3%BCr/' });
    await page.goto(`${elsewhere.url}docs/pages.html`);
    await page.locator('.vp-doc').getByRole('link', { name: 'Estimates from samples', exact: true }).click();
    await expect.poll(heading).toMatch(/^Estimates from samples/);
    expect(page.url()).toBe(`${elsewhere.url}docs/samples.html`);
    await elsewhere.close();
  });

  afterAll(() => context.close());
});
