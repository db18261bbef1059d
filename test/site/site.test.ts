// The explorer as a reader uses it, in a real browser, built and served from a sub-path.

import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Download } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { short } from '../../src/format/number';
import { Samples, Support } from '../../src/index';
import { brokenRules } from '../helpers/axe';
import { noChromium, STRICT_POLICY, serve } from '../helpers/chromium.mjs';
import { fixture } from '../helpers/fixtures';
import { lcg } from '../helpers/recipes';
import { dropOn, UNIFORM_100 } from './explorer';
import { allowServiceWorker, context, explorer, faults, open, page, textOf } from './session';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

beforeEach(async () => {
  if (!noChromium) await open(UNIFORM_100);
});

/** The values in a card's legend. */
const legend = (card: string) => page.locator(`#${card} dd`).allTextContents();
/** Waits until everything is drawn that the last choice asks for. */
const settled = () => page.locator('#charts[aria-busy="false"]').waitFor();

function legendsAt(support: Support, n: number) {
  const { kl, klBound, klEstimate, winRate, winRateBound, expectedReward } = support.metrics(n);
  return {
    kl: [kl, klBound, klEstimate].map(short),
    'win-rate': [winRate, winRateBound].map(short),
    reward: [short(expectedReward)],
  };
}

/** Expects that all cards show this n. */
async function expectLegends(support: Support, n: number): Promise<void> {
  const expected = legendsAt(support, n);
  await expect.poll(() => legend('kl')).toEqual(expected.kl);
  expect(await legend('win-rate')).toEqual(expected['win-rate']);
  expect(await legend('reward')).toEqual(expected.reward);
}

const uniform = (size: number) =>
  Support.from({ weights: new Float64Array(size).fill(1), rewards: Float64Array.from({ length: size }, (_, i) => i) });

const drop = (name: string, content: string | Buffer) => dropOn(page, name, content);

async function downloadOf(selector: string): Promise<{ name: string; content: Buffer }> {
  const [download]: [Download, unknown] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

describe.skipIf(noChromium)('the explorer', () => {
  it('shows what the library says, and which engine said it', async () => {
    await expectLegends(uniform(100), 16);
    expect(await textOf('#engine')).toMatch(/^WebAssembly kernel: this n in [\d.]+ ms, the reference in \d+ ms$/);
    expect(await textOf('#facts')).toMatch(/outcomes100distinct rewards100/);
    await settled();
    expect(await page.locator('#table tbody tr').count()).toBe(10);
    const cells = await page.locator('#table tbody tr:nth-child(5) > *').allTextContents();
    const { kl, klBound } = uniform(100).metrics(16);
    expect(cells.slice(0, 3)).toEqual(['16', short(kl), short(klBound)]);
    await expect.poll(() => textOf('#smallest')).toBe(`n = ${uniform(100).smallestN({ winRate: 0.9 })}`);
  });

  it('opens every reference that can be chosen', async () => {
    const names = await page
      .locator('#reference option')
      .evaluateAll((options) => options.map((o) => (o as HTMLOptionElement).value));
    expect(names).toHaveLength(13);
    const outcomes = ['10', '100', '1,000', '10,000', '2', '3', '4', '101', '74,286', '74,286', '262,144'];
    for (const [i, count] of outcomes.entries()) {
      await page.selectOption('#reference', names[i]);
      await settled();
      expect(await textOf('#facts')).toContain(`outcomes${count}distinct`);
      expect(await page.locator('.card svg[role="img"]').count()).toBe(6);
    }
    // the last one: the softmax, at another temperature and with other rewards
    await page.locator('#temperature').fill('1.5');
    await page.selectOption('#rewards', 'unlikely');
    const logits = Float64Array.from({ length: 262144 }, (_, i) => (-1.1 * Math.log(i + 1)) / 1.5);
    const rewards = Float64Array.from({ length: 262144 }, (_, i) => Math.log(i + 1));
    await expectLegends(Support.from({ logits, rewards }), 16);
  });

  it('follows a drag of the slider, and the keyboard', async () => {
    const slider = await page.locator('#n').boundingBox();
    if (slider === null) throw new Error('no slider');
    const y = slider.y + slider.height / 2;
    await page.mouse.move(slider.x + 5, y);
    await page.mouse.down();
    await page.mouse.move(slider.x + slider.width * 0.3, y, { steps: 10 });
    await page.mouse.move(slider.x + slider.width * 0.6, y, { steps: 10 });
    await page.mouse.up();
    const n = Number(await page.inputValue('#n-number'));
    expect(n).toBeGreaterThan(30);
    await expectLegends(uniform(100), n);

    await page.locator('#n').press('ArrowRight');
    const next = Number(await page.inputValue('#n-number'));
    expect(next).toBeGreaterThan(n);
    expect(await page.getAttribute('#n', 'aria-valuetext')).toBe(`n = ${next}`);
    await expectLegends(uniform(100), next);
    await expect.poll(() => textOf('#announcement')).toContain(`n = ${next}: KL ${legendsAt(uniform(100), next).kl[0]} nats`);

    await page.fill('#n-number', '2.5');
    await expectLegends(uniform(100), 2.5);
  });

  it('pointing at one chart shows its n in all of them', async () => {
    await settled();
    for (const card of ['kl', 'win-rate', 'reward', 'trade-off']) {
      await page.locator(`#${card} .plot`).hover({ position: { x: 200, y: 100 } });
      const at = await page.locator('#hovering').filter({ hasText: 'pointing at' }).textContent();
      const n = Number(/n = (\d+)/.exec(at ?? '')?.[1]);
      expect(n).toBeGreaterThan(1);
      await expectLegends(uniform(100), n);
      const { kl, winRate } = uniform(100).metrics(n);
      expect((await legend('trade-off'))[0]).toBe(`${short(winRate)} at ${short(kl)} nats`);
      expect(await page.inputValue('#n-number')).toBe('16');
      await page.mouse.move(5, 5);
      await expectLegends(uniform(100), 16);
    }
    await page.click('#distribution input[value="rank"]');
    await page.locator('#distribution .plot').hover({ position: { x: 66, y: 100 } });
    const policy = uniform(100).policy(16);
    await expect.poll(() => legend('distribution')).toContain('0.010000');
    const rank = Number(/At rank (\d+)/.exec((await textOf('#distribution .note')) ?? '')?.[1]);
    expect((await legend('distribution'))[0]).toBe(short(policy[100 - rank]));
    // and a click keeps it
    await page.locator('#kl .plot').click({ position: { x: 600, y: 100 } });
    expect(Number(await page.inputValue('#n-number'))).toBeGreaterThan(16);
  });

  it('the tilted policy at the KL divergence of best-of-n, by win rate and by reward', async () => {
    const { kl } = uniform(100).metrics(16);
    const { winRate } = uniform(100).matchKl(kl, 'winRate');
    await expect.poll(async () => (await legend('trade-off'))[1]).toBe(`${short(winRate)} at the same`);
    await page.check('#trade-off input[value="expectedReward"]');
    const { expectedReward } = uniform(100).matchKl(kl, 'reward');
    await expect.poll(async () => (await legend('trade-off'))[1]).toBe(`${short(expectedReward)} at the same`);
  });

  it('a value of rewards that have no mean is a dash, as everywhere', async () => {
    await open('#reference=bars&bars=Infinity:0.25_3:0.5_-Infinity:0.25&n=4&value=reward');
    await expect.poll(() => page.locator('#trade-off dd').first().textContent()).toMatch(/^– at \d/);
    expect(await textOf('#reward dd')).toBe('–');
  });

  it('a link shows the same to whoever opens it', async () => {
    await page.selectOption('#reference', 'softmax');
    await page.locator('#temperature').fill('1.2');
    await page.fill('#n-number', '300');
    await page.fill('#target-reward', '0.5');
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('n=300');
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('reward=0.5');
    await settled();
    await expect.poll(() => textOf('#smallest')).toMatch(/^n = /);
    const [link, smallest] = [await page.evaluate(() => location.hash), await textOf('#smallest')];
    const rewards = lcg(1, 262144).map((x) => x / 2 ** 32);
    await expectLegends(Support.from({ logits: rewards.map((_, i) => (-1.1 * Math.log(i + 1)) / 1.2), rewards }), 300);
    const before = await Promise.all(['kl', 'win-rate', 'reward'].map(legend));
    await open(link);
    await expect.poll(() => Promise.all(['kl', 'win-rate', 'reward'].map(legend))).toEqual(before);
    await expect.poll(() => textOf('#smallest')).toBe(smallest);
    expect(await page.inputValue('#temperature')).toBe('1.2');

    await open('#reference=file&n=4');
    expect(await textOf('#problem')).toMatch(/made with a file, which did not leave the page/);
    await open('#reference=nonsense&n=-1&temperature=x');
    await expectLegends(uniform(100), 16);
  });

  it('the table can be copied and downloaded, and charts can be downloaded as pictures', async () => {
    await settled();
    await page.click('#copy');
    await expect.poll(() => textOf('#copied')).toBe('Copied 10 rows.');
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n').map((line) => line.split('\t'));
    expect(copied[0].slice(0, 3)).toEqual(['n', 'kl', 'klBound']);
    expect(Number(copied[5][1])).toBe(uniform(100).metrics(16).kl);
    const csv = await downloadOf('#csv');
    expect(csv.name).toBe('best-of-n-table-uniform-over-100.csv');
    expect(csv.content.toString().split('\n')[5].split(',').map(Number).slice(0, 2)).toEqual([16, uniform(100).metrics(16).kl]);
    for (const card of ['kl', 'gap', 'win-rate', 'reward', 'trade-off', 'distribution']) {
      const svg = await downloadOf(`#${card} .svg`);
      expect(svg.name).toBe(`best-of-n-${card}-uniform-over-100-n16.svg`);
      const heading = await textOf(`#${card} h2`);
      const labels = await page.locator(`#${card} dt`).allTextContents();
      for (const text of [heading, ...labels, 'uniform over 100']) expect(svg.content.toString()).toContain(`>${text}`);
      // every colour is written out, because the page's style sheet is not in the file
      expect(svg.content.toString()).not.toContain('var(');
      const png = await downloadOf(`#${card} .png`);
      expect(png.content.subarray(1, 4).toString()).toBe('PNG');
      expect(png.content.length).toBeGreaterThan(5000);
      // Chromium lets a page begin at most ten downloads a second
      await page.waitForTimeout(250);
    }
  });

  it('smallest n: for both targets, for none, for one that is out of reach', async () => {
    await page.fill('#target-reward', '98');
    await expect.poll(() => textOf('#smallest')).toBe(`n = ${uniform(100).smallestN({ winRate: 0.9, expectedReward: 98 })}`);
    await page.fill('#target-reward', '100');
    await expect.poll(() => textOf('#smallest')).toBe('No number of samples reaches it.');
    await page.fill('#target-reward', '');
    await page.fill('#target-win-rate', '');
    await expect.poll(() => textOf('#smallest')).toBe('');
  });

  it('the theme is light, dark, or that of the system', async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.click('#theme');
    expect(await ground()).toBe(light);
    await page.click('#theme');
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await ground()).toBe(dark);
  });

  it('a theme that was chosen is there before the rest of the page has been loaded', async () => {
    await page.click('#theme');
    await page.click('#theme');
    await context.route(/index-[^/]*\.js$/, (route) => route.abort());
    await page.reload();
    expect(await textOf('#theme-now')).toBe('system');
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    faults.complaints = faults.complaints.filter((text) => !/ERR_FAILED/.test(text));
  });

  it('what has the focus is never behind the slider, which sticks to the top', async () => {
    for (const [width, height] of [
      [1440, 900],
      [360, 740],
    ]) {
      await page.setViewportSize({ width, height });
      await page.locator('#code summary').focus();
      const hidden: string[] = [];
      for (let isAbove = false; !isAbove; ) {
        await page.keyboard.press('Shift+Tab');
        const at = await page.evaluate(() => {
          const focused = document.activeElement as HTMLElement;
          const slider = document.querySelector('.slider') as HTMLElement;
          const isAbove =
            !(slider.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) || slider.contains(focused);
          const [{ bottom }, { bottom: edge }] = [focused, slider].map((part) => part.getBoundingClientRect());
          return { isAbove, isHidden: bottom <= edge, name: focused.outerHTML.slice(0, 60) };
        });
        isAbove = at.isAbove;
        if (!isAbove && at.isHidden) hidden.push(at.name);
      }
      expect(hidden, `${width} px`).toEqual([]);
    }
  });

  it('works offline once it has been loaded, words and all', async () => {
    await allowServiceWorker();
    await open(UNIFORM_100);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await page.reload();
    await page.selectOption('#reference', 'words-length');
    await expect.poll(() => textOf('#facts')).toContain('74,286');
    await page.selectOption('#reference', 'file');
    await drop('support.csv', 'prob,reward\n0.5,1\n0.5,2\n');
    await expect.poll(() => textOf('#facts')).toContain('outcomes2');
    await context.setOffline(false);
  });

  it("a strict content-security policy without 'wasm-unsafe-eval': the fallback answers, and says why", async () => {
    const strict = await serve(explorer.folder, { headers: STRICT_POLICY });
    await open('#reference=softmax&n=64', strict);
    await expect.poll(() => textOf('#engine')).toMatch(/^JavaScript \(the WebAssembly kernel could not be used: .*\): this n/);
    const actual = await Promise.all(['kl', 'win-rate', 'reward'].map(legend));
    // gzip, Snappy and Zstandard
    for (const name of ['zipf.duckdb.parquet', 'ratings.duckdb.parquet', 'ratings.zstd.parquet']) {
      await page.selectOption('#reference', 'file');
      await drop(name, readFileSync(fixture(name)));
      await expect.poll(() => textOf('#taken-for')).toContain(name);
      await settled();
      expect(await textOf('#problem')).toBe('');
    }
    await strict.close();
    faults.complaints = faults.complaints.filter((text) => !/wasm|WebAssembly/i.test(text));
    await open('#reference=softmax&n=64');
    await expect.poll(() => textOf('#facts')).toContain('262,144');
    await expect.poll(() => Promise.all(['kl', 'win-rate', 'reward'].map(legend))).toEqual(actual);
  });
});

describe.skipIf(noChromium)('files', () => {
  beforeEach(() => page.selectOption('#reference', 'file'));

  it('a reference policy as CSV, chosen instead of dropped', async () => {
    await page.setInputFiles('#file', {
      name: 'words.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('word,count,reward\na,5,-1\nb,3,2\nc,2,inf\n'),
    });
    await expect
      .poll(() => textOf('#taken-for'))
      .toBe('words.csv: taken for a reference policy: weights in count, reward in reward');
    await expectLegends(Support.from({ weights: [5, 3, 2], rewards: [-1, 2, Infinity] }), 16);
    // another column than the one that was guessed
    await page.selectOption('#column-reward', 'count');
    await expectLegends(Support.from({ weights: [5, 3, 2], rewards: [5, 3, 2] }), 16);
    await page.check('#trade-off input[value="expectedReward"]');
    await settled();
    await page.selectOption('#column-as', 'logits');
    await expectLegends(Support.from({ logits: [5, 3, 2], rewards: [5, 3, 2] }), 16);
  });

  it('samples as JSON lines: means over prompts, and one prompt as a reference', async () => {
    const rewards = [
      [0, 1, 0, 1, 1],
      [0, 0, 0, 1],
      [1, 1, 1, 1, 0, 0],
    ];
    const lines = rewards.flatMap((own, i) => own.map((passed) => JSON.stringify({ task_id: `t${i}`, passed: passed === 1 })));
    await drop('samples.jsonl', lines.join('\n'));
    await expect.poll(() => textOf('#facts')).toBe('prompts3samples15samples of a prompt4 to 6');
    expect(await textOf('#taken-for')).toMatch(/code-generation samples: prompt task_id, reward passed/);
    await page.fill('#n-number', '2');
    const mean = rewards.map((own) => Samples.from({ rewards: own }).expectedReward(2)).reduce((a, b) => a + b) / 3;
    await expect.poll(() => legend('reward')).toEqual([short(mean)]);
    expect(await textOf('#distribution .note')).toMatch(/pick a prompt above/);
    await page.fill('#target-win-rate', '');
    await page.fill('#target-reward', '0.8');
    const means = [1, 2, 3, 4].map(
      (n) => rewards.map((own) => Samples.from({ rewards: own }).expectedReward(n)).reduce((a, b) => a + b) / 3
    );
    await expect.poll(() => textOf('#smallest')).toBe(`n = ${means.findIndex((mean) => mean >= 0.8) + 1}`);
    await page.selectOption('#choice', { label: 'prompt t1' });
    await expectLegends(Support.from({ weights: [1, 1, 1, 1], rewards: rewards[1] }), 2);
  });

  it('samples with log-probabilities, at an n between the steps that are drawn', async () => {
    const draws = lcg(5, 300).map((x) => x / 2 ** 32);
    const rows = draws.map((reward, i) => `${i % 2},${reward},${-1 - ((i * 7) % 13)}`);
    await drop('samples.csv', `prompt_id,reward,logprob\n${rows.join('\n')}\n`);
    await expect.poll(() => textOf('#taken-for')).toMatch(/prompt prompt_id, reward reward, log-probability logprob$/);
    const prompts = [0, 1].map((prompt) => {
      const own = draws.flatMap((_, i) => (i % 2 === prompt ? [i] : []));
      return Samples.from({ rewards: own.map((i) => draws[i]), logProbs: own.map((i) => -1 - ((i * 7) % 13)) });
    });
    for (const n of [16, 101, 149]) {
      await page.fill('#n-number', String(n));
      const mean = (of: (samples: Samples) => number) => short((of(prompts[0]) + of(prompts[1])) / 2);
      await expect.poll(() => legend('reward')).toEqual([mean((samples) => samples.expectedReward(n))]);
      expect((await legend('kl'))[2]).toBe(mean((samples) => samples.klEstimate(n)));
      expect((await legend('win-rate'))[0]).toBe(mean((samples) => samples.winRate(n)));
    }
  });

  it('Parquet, as other programs write it', async () => {
    await drop('zipf.parquet', readFileSync(fixture('zipf.duckdb.parquet')));
    await expect.poll(() => textOf('#facts')).toMatch(/^outcomes1,000/);
    await drop('ratings.parquet', readFileSync(fixture('ratings.polars.parquet')));
    await expect.poll(() => textOf('#facts')).toMatch(/^prompts/);
    expect(await page.locator('#problem').isVisible()).toBe(false);
  });

  it('several runs in a document share the charts, and the legend names them', async () => {
    const records = [0, 1, 2].flatMap((run) => [0, 1].map((i) => ({ model: `m${run}`, prompt: 'a', reward: run + i })));
    await drop('runs.json', JSON.stringify({ made: 'by hand', results: records }));
    await page.fill('#n-number', '2');
    // the greater of each run's two rewards: 1, 2 and 3
    await expect.poll(() => legend('reward')).toEqual(['1', '2', '3']);
    expect(await page.locator('#reward dt').allTextContents()).toEqual([
      'expected reward',
      'expected reward, m1',
      'expected reward, m2',
    ]);
    expect(await page.locator('#reward .plot [stroke^="var(--run"]').count()).toBeGreaterThanOrEqual(2);
    await drop('one.jsonl', '{"task_id":1,"passed":true}\n{"task_id":1,"passed":false}\n');
    await expect.poll(() => page.locator('#reward dt').count()).toBe(1);
  });

  it('of two files that are dropped at once the later one is shown', async () => {
    const many = Array.from({ length: 200_000 }, (_, i) => `${i},${i % 7}`).join('\n');
    await Promise.all([drop('first.csv', `weight,reward\n${many}\n`), drop('second.csv', 'weight,reward\n1,1\n1,2\n1,3\n')]);
    await expect.poll(() => textOf('#facts')).toContain('outcomes3');
    await page.waitForTimeout(500);
    await settled();
    expect(await textOf('#facts')).toContain('outcomes3');
  });

  const wrong: [string, string, string | Buffer, RegExp][] = [
    ['a value that is no number', 'a.csv', 'prob,reward\n0.5,1\n0.5,good\n', /^a\.csv:3: reward is "good", expected a number$/],
    ['a value that the library refuses', 'a.csv', 'weight,reward\n1,1\n\n-2,1\n', /^a\.csv:4: weights\[1\] is -2/],
    ['probabilities that do not sum to 1', 'a.csv', 'prob,reward\n0.5,1\n0.1,2\n', /^a\.csv: probs sum to 0\.6, expected 1/],
    [
      'a row of another length',
      'a.csv',
      'prob,reward\n0.5,1,2\n',
      /^a\.csv:2: not CSV: the row has 3 fields and the header line has 2$/,
    ],
    [
      'JSON that ends too early',
      'a.jsonl',
      '{"task_id":1,"passed":true}\n{"task_id":1,\n',
      /^a\.jsonl:2:14: not JSON: the line ends too early$/,
    ],
    [
      'a value of samples',
      'a.jsonl',
      '{"task_id":1,"passed":true}\n{"task_id":1,"passed":null}\n',
      /^a\.jsonl:2: passed is null/,
    ],
    [
      'a text that is not UTF-8',
      'a.csv',
      Buffer.from('prob,reward\n0.5,\xff\n', 'latin1'),
      /^a\.csv:2:5: the text is not UTF-8: its byte 0xFF /,
    ],
    ['nothing', 'a.csv', '', /^a\.csv: the file holds no records$/],
    ['a Parquet file that is cut short', 'a.parquet', 'PAR1', /^a\.parquet: not a whole Parquet file/],
    ['an Arrow file that is cut short', 'a.arrow', 'ARROW1', /^a\.arrow: not a whole Arrow file/],
    ['a name that tells no format', 'a.txt', 'x', /^a\.txt does not tell its format, .*; give it a name that ends in \.jsonl/],
  ];
  it.each(wrong)('%s gets a message in place', async (_, name, content, message) => {
    await drop(name, content);
    await expect.poll(() => textOf('#problem')).toMatch(message);
    // what was shown before stays, and a correct file can follow
    await expectLegends(uniform(100), 16);
    await drop('right.csv', 'prob,reward\n0.5,1\n0.5,2\n');
    await expectLegends(Support.from({ probs: [0.5, 0.5], rewards: [1, 2] }), 16);
    expect(await page.locator('#problem').isVisible()).toBe(false);
  });
});

describe.skipIf(noChromium)('every width, both themes', () => {
  const views = [360, 768, 1440].flatMap((width) => (['light', 'dark'] as const).map((theme) => [width, theme] as const));

  it.each(['uniform-100', 'words-length', 'softmax', 'file'])(
    '%s: nothing sticks out, and axe finds no fault',
    { timeout: 120_000 },
    async (name) => {
      mkdirSync(path('../../build/screenshots'), { recursive: true });
      await page.selectOption('#reference', name);
      if (name === 'file') {
        await drop('samples.jsonl', '{"task_id":1,"passed":true}\n{"task_id":1,"passed":false}\n{"task_id":2,"passed":false}\n');
        await expect.poll(() => textOf('#facts')).toContain('prompts');
      }
      for (const [width, colorScheme] of views) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await settled();
        await page.screenshot({ path: path(`../../build/screenshots/${name}-${width}-${colorScheme}.png`), fullPage: true });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBe(width);
        expect(await brokenRules(page), `${width} px, ${colorScheme}`).toEqual([]);
      }
    }
  );
});
