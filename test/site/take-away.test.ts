// What a reader takes away from the explorer, and the control of n, in a real browser.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileName } from '../../site/file-name';
import { CHART_NAMES } from '../../site/state';
import { short } from '../../src/format/number';
import { Support } from '../../src/index';
import { brokenRules } from '../helpers/axe';
import { noChromium } from '../helpers/chromium.mjs';
import { dropOn } from './explorer';
import { context, explorer, open, openEmpty, page, textOf } from './session';

const settled = () => page.locator('#charts[aria-busy="false"]').waitFor({ state: 'attached' });
/** Brings a chart to where the slider, which sticks to the top, does not cover it. */
const bringIntoView = (card: string) =>
  page.locator(`#${card} .plot`).evaluate((plot) => plot.scrollIntoView({ block: 'center', behavior: 'instant' }));
const uniform = (size: number) =>
  Support.from({ weights: new Float64Array(size).fill(1), rewards: Float64Array.from({ length: size }, (_, i) => i) });

async function downloadOf(selector: string): Promise<{ name: string; content: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path(), 'utf8') };
}

it('names of files tell the n of what has a long name', () => {
  // a letter of two UTF-16 units, which is not cut in two
  const names = ['n4', 'n16'].map((n) => fileName('svg', 'kl', `x${'\u{20000}'.repeat(300)}`, n));
  expect(names[0]).toMatch(/^best-of-n-kl-x\u{20000}{50,100}-n4\.svg$/u);
  expect(names[1]).toBe(names[0].replace('n4', 'n16'));
});
/** The cells of a line, of which the first may be quoted. */
const cellsOf = (line: string) => line.split(/,(?! )/).map((cell) => cell.replaceAll('"', ''));

it('names of files have letters, digits and hyphens', () => {
  expect(fileName('svg', 'kl', 'words, reward −length', 'n64')).toBe('best-of-n-kl-words-reward-length-n64.svg');
  expect(fileName('csv', 'table', 'softmax at temperature 0.8')).toBe('best-of-n-table-softmax-at-temperature-0.8.csv');
  expect(fileName('png', 'kl', '../É:x.csv, 答え', 'n2.5')).toBe('best-of-n-kl-..-E-x.csv-答え-n2.5.png');
});

describe.skipIf(noChromium)('to take away', () => {
  it('the link says that it does not carry a file', async () => {
    await open('#reference=uniform-10&n=16');
    await dropOn(page, 'mine.csv', 'prob,reward\n0.5,1\n0.5,2\n');
    await expect.poll(() => page.title()).toMatch(/mine\.csv/);
    await page.click('#copy-link');
    await expect.poll(() => textOf('#link-copied')).toMatch(/^The link is copied\. It does not carry mine\.csv: /);
  });

  it('the link of what is shown now, or the link to copy by hand', async () => {
    await open('#reference=uniform-10&n=16');
    await page.fill('#n-number', '40');
    await page.click('#copy-link');
    await expect.poll(() => textOf('#link-copied')).toBe('The link is copied.');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${explorer.site.url}#reference=uniform-10&n=40&value=winRate`);

    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.fill('#n-number', '41');
    await page.click('#copy-link');
    expect(await page.inputValue('#link-text')).toBe(link.replace('n=40', 'n=41'));
    expect(await page.evaluate(() => [getSelection()?.toString(), document.activeElement?.id])).toEqual([
      link.replace('n=40', 'n=41'),
      'link-text',
    ]);
    await page.keyboard.press('Escape');
    expect([await page.isVisible('#link-notice'), await page.evaluate(() => document.activeElement?.id)]).toEqual([
      false,
      'copy-link',
    ]);
  });

  it('the document is named by the reference and n', async () => {
    await open('#reference=uniform-10&n=16');
    await expect.poll(() => page.title()).toBe('uniform over 10, n = 16 · best-of-n explorer');
    await page.fill('#n-number', '2.5');
    await expect.poll(() => page.title()).toBe('uniform over 10, n = 2.5 · best-of-n explorer');
  });

  it('pictures have the mark of n, with its values', async () => {
    await open('#reference=uniform-100&n=16');
    await settled();
    const { name, content } = await downloadOf('#win-rate .svg');
    expect(name).toBe('best-of-n-win-rate-uniform-over-100-n16.svg');
    expect(content).toContain('>uniform over 100, n = 16<');
    expect(content).toContain(`>win rate: ${short(uniform(100).metrics(16).winRate)}<`);
    // the line across the chart stands at n, where the middle of the axis is 100^(1/2) = 10
    const [left, right, line] = await page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const lines = [...parsed.querySelectorAll('.mark line')];
      const frame = parsed.querySelector('rect:not([width="100%"])');
      const [x, width] = ['x', 'width'].map((name) => Number(frame?.getAttribute(name)));
      return [x, x + width, Number(lines[0]?.getAttribute('x1'))];
    }, content);
    const maxN = 1000;
    expect((line - left) / (right - left)).toBeCloseTo(Math.log(16) / Math.log(maxN), 2);
  });

  it('what each chart draws, as CSV', async () => {
    await open('#reference=uniform-10&n=16');
    await settled();
    const rowsOf = ({ content }: { content: string }) =>
      content
        .trim()
        .split('\n')
        .map((line) => line.split(','));
    const kl = await downloadOf('#kl .csv');
    expect(kl.name).toBe('best-of-n-kl-uniform-over-10-n16.csv');
    const [head, ...rows] = rowsOf(kl);
    expect(head).toEqual(['series', 'n', 'value', 'low', 'high']);
    for (const [series, metric] of [
      ['exact KL', 'kl'],
      ['mean of the estimator', 'klEstimate'],
    ] as const) {
      const own = rows.filter(([name]) => name === series);
      expect(own.length).toBeGreaterThan(5);
      for (const [, n, value] of own) expect(Number(value)).toBeCloseTo(uniform(10).metrics(Number(n))[metric], 12);
    }
    const tradeOff = rowsOf(await downloadOf('#trade-off .csv'));
    expect(tradeOff[0]).toEqual(['policy', 'kl', 'winRate']);
    expect(new Set(tradeOff.slice(1).map(([policy]) => policy))).toEqual(new Set(['best-of-n', 'tilted', 'threshold']));
    const distribution = rowsOf(await downloadOf('#distribution .csv'));
    expect(distribution).toHaveLength(11);
    const sum = distribution.slice(1).reduce((total, cells) => total + Number(cells.at(-1)), 0);
    expect(sum).toBeCloseTo(1, 12);
  });

  it('pinned n are marked in the charts against n and in their pictures, without another drawing while n moves', async () => {
    await open('#reference=uniform-100&n=16&pin=10,100,101,5000');
    await settled();
    const cards = ['kl', 'gap', 'win-rate', 'reward'];
    const labelsOf = (card: string) => page.locator(`#${card} .pinned text`).allTextContents();
    // 101 has no room for its number, and 5000 is beyond the axis
    for (const card of cards) {
      expect(await labelsOf(card), card).toEqual(['10', '100']);
      expect(await page.locator(`#${card} .pinned line`).count(), card).toBe(3);
    }
    expect(await page.locator('#trade-off .pinned line').count()).toBe(0);
    const { content } = await downloadOf('#win-rate .svg');
    const picture = await page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const lines = [...parsed.querySelectorAll('.pinned line')];
      const frame = parsed.querySelector('rect:not([width="100%"])');
      const [x, width] = ['x', 'width'].map((name) => Number(frame?.getAttribute(name)));
      const places = lines.map((line) => (Number(line.getAttribute('x1')) - x) / width);
      return {
        places,
        colours: lines.map((line) => line.getAttribute('stroke')),
        text: parsed.querySelector('.pinned text')?.textContent,
      };
    }, content);
    // the axis goes to 1000
    expect(picture.places).toEqual([10, 100, 101].map((n) => expect.closeTo(Math.log(n) / Math.log(1000), 2)));
    for (const colour of picture.colours) expect(colour).toMatch(/^rgb/);
    expect(picture.text).toBe('10');
    expect(await brokenRules(page)).toEqual([]);

    await page.evaluate(() => {
      const counts = globalThis as { changes?: number };
      counts.changes = 0;
      new MutationObserver((records) => {
        counts.changes = (counts.changes ?? 0) + records.length;
      }).observe(document.querySelector('#kl .plot') as Node, { childList: true, subtree: true });
    });
    for (const n of ['17', '18', '40']) await page.fill('#n-number', n);
    await expect.poll(() => page.locator('#kl dd').first().textContent()).toBe(short(uniform(100).metrics(40).kl));
    expect(await page.evaluate(() => (globalThis as { changes?: number }).changes)).toBe(0);
    await page.click('#pin');
    await expect.poll(() => labelsOf('reward')).toEqual(['10', '40', '100']);
    await page.getByRole('button', { name: 'Unpin n = 10', exact: true }).click();
    await expect.poll(() => labelsOf('reward')).toEqual(['40', '100']);
  });

  it('the n that is shown has a row of each series as CSV, and one alone', async () => {
    for (const n of [1, 17, 2.5]) {
      await open(`#reference=uniform-10&n=${n}&b=uniform-100`);
      await settled();
      await page.locator('#kl dd').nth(3).filter({ hasText: /\d/ }).waitFor();
      const { content } = await downloadOf('#kl .csv');
      const rows = content.trim().split('\n').slice(1);
      const series = new Map<string, [n: number, value: number][]>();
      for (const [name, at, value] of rows.map(cellsOf))
        series.set(name, [...(series.get(name) ?? []), [Number(at), Number(value)]]);
      expect(series.size).toBe(4);
      for (const [name, points] of series) {
        const ns = points.map(([at]) => at);
        expect(ns, name).toEqual([...new Set(ns)].sort((a, b) => a - b));
        expect(ns, name).toContain(n);
      }
      const at = (name: string) => series.get(name)?.find(([at]) => at === n)?.[1];
      expect(at('exact KL')).toBeCloseTo(uniform(10).metrics(n).kl, 12);
      expect(at('exact KL, B')).toBeCloseTo(uniform(100).metrics(n).kl, 12);
      const tradeOff = (await downloadOf('#trade-off .csv')).content.trim().split('\n').map(cellsOf);
      const own = tradeOff.filter(([policy]) => policy === 'best-of-n').map(([, kl]) => Number(kl));
      expect(own).toEqual([...own].sort((a, b) => a - b));
      const { kl } = uniform(10).metrics(n);
      expect(own.filter((x) => Math.abs(x - kl) < 1e-9)).toHaveLength(1);
    }
  });

  it('the code for what is shown, to be copied', async () => {
    await open('#reference=uniform-10&n=16');
    await page.click('#code summary');
    await expect.poll(() => textOf('#code-js')).toContain('new Array(10).fill(1 / 10)');
    await page.fill('#n-number', '17');
    await expect.poll(() => textOf('#code-python')).toContain('n = 17');
    await page.click('#copy-shell');
    await expect.poll(() => textOf('#code-copied')).toBe('Copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/--reward reward -n 17\n$/);
    expect(await brokenRules(page)).toEqual([]);
  });

  it('other pages find a title, a description and a small picture', async () => {
    await open('');
    const meta = (name: string) => page.locator(`meta[property="og:${name}"]`).getAttribute('content');
    for (const name of ['title', 'description']) expect((await meta(name))?.length, name).toBeGreaterThan(10);
    const response = await fetch(new URL((await meta('image')) ?? '', explorer.site.url));
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.status, bytes.subarray(1, 4).toString()]).toEqual([200, 'PNG']);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(bytes.length).toBeLessThan(60_000);
  });
});

describe.skipIf(noChromium)('n', () => {
  it('goes to the next step and back, and beyond the axes, which grow', async () => {
    await open('#reference=uniform-10&n=16');
    const n = () => page.inputValue('#n-number').then(Number);
    await page.click('#n-more');
    expect(await n()).toBe(17);
    await page.click('#n-less');
    await page.click('#n-less');
    expect(await n()).toBe(15);
    await page.fill('#n-number', '100');
    const ends = () => page.locator('#kl svg[role="img"]').getAttribute('aria-label');
    expect(await ends()).toContain('from 1 to 100:');
    await page.click('#n-more');
    await expect.poll(ends).toContain('from 1 to 1,000:');
    expect(await n()).toBeGreaterThan(100);
    await page.fill('#n-number', '1');
    expect(await page.isDisabled('#n-less')).toBe(true);
  });

  it('has values and axes as far as a link can ask', async () => {
    await open('#reference=uniform-10&n=1e300');
    await expect.poll(() => textOf('#kl dd >> nth=0')).toBe(short(Math.log(10)));
    await expect.poll(() => page.locator('#kl svg[role="img"]').getAttribute('aria-label')).toContain('from 1 to 1e300:');
    expect(await page.isDisabled('#n-more')).toBe(true);
    await settled();
    expect(await page.locator('#table tbody tr').count()).toBeLessThanOrEqual(64);
    // the line of best-of-n against KL still has its points where it bends
    const { content } = await downloadOf('#trade-off .csv');
    expect(content.split('\n').filter((line) => /^best-of-n,[01]\./.test(line)).length).toBeGreaterThan(50);
  });

  it('on a phone the slider has the edges of the plot area', async () => {
    await open('#reference=uniform-10&n=100');
    await page.setViewportSize({ width: 360, height: 740 });
    const place = () =>
      page.evaluate(() => {
        const [slider, line] = ['#n', '#kl .mark line'].map(
          (name) => document.querySelector(name)?.getBoundingClientRect() as DOMRect
        );
        const part = Number((document.querySelector('#n') as HTMLInputElement).value) / 1000;
        return slider.left + 8 + part * (slider.width - 16) - (line.left + line.width / 2);
      });
    await expect.poll(async () => Math.abs(await place())).toBeLessThan(1.5);
    await page.fill('#n-number', '1');
    await expect.poll(async () => Math.abs(await place())).toBeLessThan(1.5);
  });

  it('that is pinned keeps its numbers in sight and in the link', async () => {
    await open('#reference=uniform-10&n=16&pin=64');
    await page.click('#pin');
    expect(await page.getAttribute('#pin', 'aria-pressed')).toBe('true');
    const chips = () => page.locator('#pins li span').allTextContents();
    const expected = (size: number) =>
      [16, 64].map((n) => {
        const { kl, winRate, expectedReward } = uniform(size).metrics(n);
        return `KL ${short(kl)} · win rate ${short(winRate)} · reward ${short(expectedReward)}`;
      });
    await expect.poll(chips).toEqual(expected(10));
    await page.fill('#n-number', '5');
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('n=5&value=winRate&pin=16,64');
    await page.selectOption('#reference', 'uniform-100');
    await expect.poll(chips).toEqual(expected(100));
    await page.click('#pins li:nth-child(2) .go');
    expect(await page.inputValue('#n-number')).toBe('64');
    await page.click('#pins li:nth-child(1) .off');
    await expect.poll(() => page.locator('#pins li').count()).toBe(1);
    await page.click('#pin');
    expect([await page.isVisible('#pins'), await page.getAttribute('#pin', 'aria-pressed')]).toEqual([false, 'false']);
  });

  it('under the pointer and under a finger has its values beside it', async () => {
    await open('#reference=uniform-100&n=16');
    await settled();
    await bringIntoView('win-rate');
    await page.locator('#win-rate .plot').hover({ position: { x: 200, y: 100 } });
    const lines = () => page.locator('.read-out:visible').evaluateAll((boxes) => boxes.map((box) => box.textContent));
    await expect.poll(async () => (await lines()).length).toBe(1);
    const [said] = await lines();
    const n = Number(/^n([\d,]+)win rate/.exec(said ?? '')?.[1].replaceAll(',', ''));
    expect(said).toContain(`win rate${short(uniform(100).metrics(n).winRate)}`);
    await page.mouse.move(5, 5);
    await expect.poll(lines).toEqual([]);

    await bringIntoView('trade-off');
    const at = await page.locator('#trade-off .plot').boundingBox();
    if (at === null) throw new Error('no chart');
    const session = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x: at.x + x, y: at.y + 120 }] });
    await touch('touchStart', 150);
    await expect.poll(async () => (await lines()).map((text) => /^n[\d,]+KL, nats/.test(text ?? ''))).toEqual([true]);
    const first = await lines();
    await touch('touchMove', 220);
    await expect.poll(lines).not.toEqual(first);
    await touch('touchEnd');
    await expect.poll(lines).toEqual([]);
  });
});

describe.skipIf(noChromium)('the policies themselves', () => {
  const note = () => textOf('#distribution .note');
  const heights = (side: string) =>
    page.locator(`#distribution ${side} rect`).evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))));

  it('of few rewards are pairs of bars, as high as the probabilities', async () => {
    await open('#reference=rare-3&n=1000');
    const support = Support.from({ probs: [1 - 0.1 - 0.001 - 0.00001, 0.1, 0.001, 0.00001], rewards: [0, 1, 2, 3] });
    const policy = support.policy(1000);
    await expect.poll(async () => (await heights('.policy')).length).toBe(4);
    const expectBars = async (n: number) => {
      const bars = await heights('.policy');
      const masses = support.policy(n);
      const scale = Math.max(...bars) / Math.max(...masses);
      for (const [i, height] of bars.entries()) expect(Math.abs(height - scale * masses[i])).toBeLessThan(0.5);
    };
    await expectBars(1000);
    expect(await note()).toBe('Reward 3: one outcome.');
    const plot = await page.locator('#distribution .plot').boundingBox();
    await page.locator('#distribution .plot').hover({ position: { x: 60 + ((plot?.width ?? 0) - 74) * 0.65, y: 100 } });
    await expect.poll(note).toBe('Reward 2: one outcome.');
    expect((await page.locator('#distribution dd').allTextContents())[0]).toBe(short(policy[2]));
    await page.fill('#n-number', '2');
    await expect.poll(() => page.locator('#distribution dd').first().textContent()).toBe(short(support.policy(2)[2]));
    await expectBars(2);
  });

  it('of many rewards are cumulative, or by rank, which a link holds', async () => {
    await open('#reference=uniform-100&n=16');
    // the median of the reference is the reward 49, half of the outcomes being no better
    await expect.poll(note).toBe('The chance of a reward up to 49.');
    expect(await page.locator('#distribution dd').allTextContents()).toEqual([short(0.5 ** 16), '0.50000']);
    await page.click('#distribution input[value="rank"]');
    await expect.poll(note).toBe('At rank 1, reward 99.');
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('policies=rank');
    expect(await page.locator('#distribution svg').count()).toBeGreaterThan(0);
    await page.evaluate(() => {
      location.hash = '#reference=uniform-100&n=16';
    });
    await expect.poll(note).toMatch(/^The chance of a reward up to/);
  });
});

describe.skipIf(noChromium)('a second reference', () => {
  const legendOf = (card: string) =>
    page
      .locator(`#${card} .legend div`)
      .evaluateAll((keys) => keys.map((key) => [...key.children].map((part) => part.textContent)));
  const ofB = (card: string) => legendOf(card).then((keys) => keys.filter(([label]) => label?.endsWith(', B')));
  const strokesOfB = (card: string) =>
    page
      .locator(`#${card} svg[role="img"] [stroke="var(--second)"]`)
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('stroke-dasharray')));

  it('has its lines and numbers beside the first one', async () => {
    await open('#reference=uniform-100&n=16');
    await page.selectOption('#second', 'uniform-10');
    const expected = (n: number) => short(uniform(10).metrics(n).kl);
    await expect.poll(() => ofB('kl')).toEqual([['exact KL, B', expected(16)]]);
    expect(await page.locator('#kl dd').first().textContent()).toBe(short(uniform(100).metrics(16).kl));
    expect(await textOf('#second-shown')).toBe(', and as B: uniform over 10');
    await page.fill('#n-number', '64');
    await expect.poll(() => ofB('kl')).toEqual([['exact KL, B', expected(64)]]);
    // the bound n/(n+1) is the same for both
    const { winRate, expectedReward } = uniform(10).metrics(64);
    expect(await ofB('win-rate')).toEqual([['win rate, B', short(winRate)]]);
    expect(await ofB('reward')).toEqual([['expected reward, B', short(expectedReward)]]);
    expect((await strokesOfB('kl'))[0]).toMatch(/^\d+ \d+$/);
    expect(await strokesOfB('gap')).toHaveLength(2);
    const { content } = await downloadOf('#kl .csv');
    const rows = content.split('\n').filter((line) => line.startsWith('"exact KL, B"'));
    expect(rows.length).toBeGreaterThan(100);
    const [n, kl] = rows[60].replace('"exact KL, B",', '').split(',').map(Number);
    expect(kl).toBeCloseTo(uniform(10).metrics(n).kl, 12);
    expect(await brokenRules(page)).toEqual([]);

    await page.selectOption('#second', '');
    await expect.poll(() => ofB('kl')).toEqual([]);
    expect(await strokesOfB('kl')).toEqual([]);
  });

  it('stands in the trade-off at its own divergence, and is said not to be among the policies', async () => {
    await open('#reference=uniform-10&n=17&b=uniform-100');
    await settled();
    const { kl, winRate, expectedReward } = uniform(100).metrics(17);
    await expect.poll(() => ofB('trade-off')).toEqual([['best-of-n, B', `${short(winRate)} at ${short(kl)} nats`]]);
    expect(await strokesOfB('trade-off')).toHaveLength(1);
    expect(await textOf('#trade-off .text')).toMatch(/only the first reference has the other policies\.$/);
    expect(await textOf('#distribution .text')).toMatch(/Drawn is the first reference, and not B\.$/);
    await page.locator('#trade-off input[value="expectedReward"]').check();
    await expect.poll(() => ofB('trade-off')).toEqual([['best-of-n, B', `${short(expectedReward)} at ${short(kl)} nats`]]);
    await settled();
    const { content } = await downloadOf('#trade-off .csv');
    const rows = content
      .split('\n')
      .map(cellsOf)
      .filter(([policy]) => policy === 'best-of-n, B');
    const marked = rows.find((row) => Math.abs(Number(row[1]) - kl) < 1e-9);
    expect(Number(marked?.[2])).toBeCloseTo(expectedReward, 12);
    // the axis reaches the divergence of B, and the dot of B stands on it
    const [frame, dots] = await page
      .locator('#trade-off .plot')
      .evaluate((plot) => [
        plot.querySelector('svg rect')?.getBoundingClientRect().right ?? 0,
        [...plot.querySelectorAll<SVGElement>('.mark circle')]
          .filter((dot) => dot.style.display !== 'none')
          .map((dot) => [dot.getAttribute('stroke'), dot.getBoundingClientRect().right] as const),
      ]);
    expect(dots.map(([colour]) => colour)).toEqual(['var(--second)', 'var(--exact)']);
    for (const [, right] of dots) expect(right).toBeLessThan(frame + 10);
    expect((await downloadOf('#trade-off .svg')).content).toContain('uniform over 10; B: uniform over 100, n = 17');
    expect(await brokenRules(page)).toEqual([]);

    await page.selectOption('#second', '');
    await expect.poll(() => ofB('trade-off')).toEqual([]);
    expect(await strokesOfB('trade-off')).toEqual([]);
    expect(await textOf('#trade-off .text')).not.toMatch(/\bB\b|first reference/);
    expect(await textOf('#distribution .text')).not.toMatch(/first reference/);
  });

  it('is another temperature, stands in the link, and goes on with another first reference', async () => {
    await open('#reference=uniform-10&n=16&b=softmax&bTemperature=1.5&rewards=likely');
    const logits = Float64Array.from({ length: 262144 }, (_, i) => Math.log(i + 1));
    const softmax = (temperature: number) =>
      Support.from({ logits: logits.map((x) => (-1.1 * x) / temperature), rewards: logits.map((x) => -x) });
    await expect.poll(() => ofB('kl'), { timeout: 10_000 }).toEqual([['exact KL, B', short(softmax(1.5).metrics(16).kl)]]);
    await page.fill('#second-temperature', '0.5');
    const cold = [['exact KL, B', short(softmax(0.5).metrics(16).kl)]];
    await expect.poll(() => ofB('kl'), { timeout: 10_000 }).toEqual(cold);
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('b=softmax&bTemperature=0.5');
    await page.selectOption('#reference', 'rare-1');
    await expect.poll(() => textOf('#shown')).toBe('top outcome 1e-4');
    await expect.poll(() => ofB('kl')).toEqual(cold);
    await page.evaluate(() => {
      location.hash = '#reference=rare-1&n=16';
    });
    await expect.poll(() => ofB('kl')).toEqual([]);
    expect(await page.inputValue('#second')).toBe('');
  });
});

describe.skipIf(noChromium)('in the frame of another page', () => {
  async function openFrame(chart: string): Promise<void> {
    await openEmpty();
    await page.goto(`${explorer.site.url}#reference=uniform-10&n=16&embed=${chart}`);
    await page.locator(`#${chart} dd`).first().filter({ hasText: /\d/ }).waitFor();
    await settled();
  }

  it.each(CHART_NAMES)('%s is there alone, with its caption and a link back', async (chart) => {
    await openFrame(chart);
    const seen = await page.locator('.panel:visible').evaluateAll((panels) => panels.map(({ id }) => id));
    expect(seen).toEqual([chart]);
    expect((await textOf(`#${chart} .text`))?.length).toBeGreaterThan(20);
    await expect.poll(() => textOf('#embed-link')).toBe('uniform over 10, n = 16 in the best-of-n explorer');
    expect(await page.getAttribute('#embed-link', 'href')).toBe('#reference=uniform-10&n=16&value=winRate');
    // the whole width is the chart's, and nothing reaches beyond it
    const [drawing, view] = await page.evaluate(
      (id) => [document.querySelector(`#${id} .plot svg`)?.clientWidth ?? 0, innerWidth],
      chart
    );
    expect(drawing).toBeGreaterThan(view - 60);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(view);
  });

  it('is there although it has nothing to show of samples, and says why', async () => {
    const data = encodeURIComponent('[{"prompt":"a","reward":1},{"prompt":"a","reward":2},{"prompt":"b","reward":0}]');
    await openEmpty();
    await page.goto(`${explorer.site.url}#reference=file&data=${data}&n=2&embed=gap`);
    await expect.poll(() => textOf('#gap .note')).toContain('Not known from samples');
    expect(await page.locator('#gap').isVisible()).toBe(true);
    expect(await page.locator('#reward').isVisible()).toBe(false);
  });

  it('what docs/explorer.md says to put into a page shows the chart there', async () => {
    const [, shown] = /^```html\n(.*?)^```$/ms.exec(readFileSync('docs/explorer.md', 'utf8')) ?? [];
    const frame = shown.replace('https://example.org/explorer/', explorer.site.url);
    expect(frame).not.toBe(shown);
    await openEmpty();
    await page.route('**/page-of-another.html', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>another</title>${frame}` })
    );
    await page.goto(`${explorer.site.url}page-of-another.html`);
    const chart = page.frameLocator('iframe').locator('.panel:visible');
    await expect.poll(() => chart.evaluateAll((panels) => panels.map(({ id }) => id)), { timeout: 20_000 }).toEqual(['kl']);
    await chart.locator('dd').first().filter({ hasText: /\d/ }).waitFor();
    // as high as the frame: nothing of it has to be scrolled
    expect(await chart.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(0);
  });

  it('follows its own n, keeps its place in the address, and has no fault for axe', async () => {
    await openFrame('win-rate');
    const box = await page.locator('#win-rate .plot').boundingBox();
    await page.locator('#win-rate .plot').click({ position: { x: (box?.width ?? 0) / 2, y: 100 } });
    await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/n=(?!16&)\d+&value=winRate&embed=win-rate$/);
    await expect.poll(() => page.getAttribute('#embed-link', 'href')).toMatch(/n=(?!16&)\d+&value=winRate$/);
    expect(await brokenRules(page)).toEqual([]);
  });
});
