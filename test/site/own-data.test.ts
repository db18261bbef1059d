// Data of the reader's own, as a reader gives it to the explorer: pasted, dropped as several files, in a link.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHART_NAMES } from '../../site/state';
import { brokenRules } from '../helpers/axe';
import { noChromium } from '../helpers/chromium.mjs';
import { dropAll, dropOn, openExplorer, UNIFORM_100 } from './explorer';
import { context, explorer, faults, open, page, textOf } from './session';

const shown = () => textOf('#shown');
const historyLength = () => page.evaluate(() => history.length);
const isVisible = (selector: string) => page.locator(selector).isVisible();

/** Pastes a text where nothing is typed, or into an element. */
const paste = (text: string, into = 'body') =>
  page.evaluate(
    ({ text, into }) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document
        .querySelector(into)
        ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    { text, into }
  );

describe.skipIf(noChromium)('a text that is pasted', () => {
  it('anywhere on the page is shown, with its first rows and what it was taken for, and the reader may say otherwise', async () => {
    await open(UNIFORM_100);
    await paste('1,3\n2,5\n3,8\n4,1\n5,1\n6,1\n');
    await expect.poll(shown).toBe('pasted text');
    expect(await textOf('#taken-for')).toBe('pasted text: taken for numbers without names: reward and weight on each line');
    expect(await page.locator('#preview tbody tr').count()).toBe(5);
    // (3 + 10 + 24 + 4 + 5 + 6) / 19
    expect(await textOf('#facts')).toContain(`mean reward${(52 / 19).toPrecision(5)}`);
    expect([await isVisible('#column-kind'), await isVisible('#column-layout')]).toEqual([false, true]);
    await page.selectOption('#column-layout', 'rewards');
    await expect.poll(() => textOf('#facts')).toContain('outcomes12');
    await page.selectOption('#column-layout', 'prompts');
    await expect.poll(shown).toBe('pasted text, mean over 6 prompts');
    expect(await brokenRules(page)).toEqual([]);
  });

  it('into the box is taken, and into another box it goes as text', async () => {
    await open('#reference=file');
    await page.fill('#paste', '[{"prompt":"a","reward":1},{"prompt":"a","reward":0},{"prompt":"b","reward":0}]');
    await page.getByRole('button', { name: 'Show the text' }).click();
    await expect.poll(shown).toBe('pasted text, mean over 2 prompts');
    expect(await page.locator('#column-reward option').allTextContents()).toEqual(['reward']);
    expect(await page.locator('#column-prompt option').allTextContents()).toEqual(['prompt', 'reward']);
    await paste('7', '#n-number');
    await page.waitForTimeout(200);
    expect(await shown()).toBe('pasted text, mean over 2 prompts');
    await page.fill('#paste', ' ');
    await page.getByRole('button', { name: 'Show the text' }).click();
    await expect.poll(() => textOf('#problem')).toMatch(/^There is no text to show/);
  });

  it('whose columns do not tell is computed with only when they are chosen', async () => {
    await open(UNIFORM_100);
    await paste('name,a,b\nx,1,5\ny,3,7\n');
    await expect.poll(() => textOf('#taken-for')).toMatch(/^pasted text: its columns do not tell/);
    // below what is seen first
    expect(await page.locator('#columns').evaluate((form) => form.getBoundingClientRect().top < innerHeight)).toBe(true);
    await page.waitForTimeout(200);
    expect(await shown()).toBe('uniform over 100');
    expect(await page.locator('#column-reward option').allTextContents()).toEqual(['choose', 'a', 'b']);
    await page.selectOption('#column-reward', 'b');
    await page.selectOption('#column-reference', { label: 'all equally likely' });
    await expect.poll(shown).toBe('pasted text');
    expect(await textOf('#facts')).toContain('mean reward6');
  });

  it('stands in the link while it is small, with what its numbers are', async () => {
    await open(UNIFORM_100);
    await paste('1,3\n2,5\n');
    await page.selectOption('#column-layout', 'weightReward');
    await expect.poll(() => page.url()).toContain('layout=weightReward');
    await page.reload();
    await expect.poll(shown).toBe('data of the link');
    // (1 · 3 + 2 · 5) / 3
    expect(await textOf('#facts')).toContain(`mean reward${(13 / 3).toPrecision(5)}`);
    await paste(Array.from({ length: 2000 }, (_, i) => i).join('\n'));
    await expect.poll(() => textOf('#facts')).toContain('outcomes2,000');
    await expect.poll(() => page.url()).not.toContain('data=');
  });

  it('that cannot be read in a link leaves no empty page', async () => {
    await open('#reference=file&data=1%0Ax');
    await expect.poll(() => textOf('#problem')).toMatch(/^data of the link:2: "x" is no number/);
    await expect.poll(shown).toBe('words, reward −length');
    await expect.poll(() => page.url()).toMatch(/#reference=words-length&/);
    expect(page.url()).not.toContain('data=');
  });

  it.each([
    ['when it is looked at', '1\nx', /^pasted text:2: "x" is no number/],
    ['when it is read', 'prompt,reward\na,1\na,2\na,x\n', /^pasted text:4: reward is "x"/],
    ['when it is computed with', 'prob,reward\n-1,1\n', /^pasted text:2: probs\[0\] is -1/],
  ])('that cannot be used, as is found %s, is not in the link', async (_, text, problem) => {
    await open(UNIFORM_100);
    const [length, link] = [await historyLength(), page.url()];
    await paste(text);
    await expect.poll(() => textOf('#problem')).toMatch(problem);
    // longer than the address waits for a choice to settle
    await page.waitForTimeout(600);
    expect([page.url(), await historyLength()]).toEqual([link, length]);
    await page.fill('#n-number', '7');
    await expect.poll(() => page.url()).toMatch(/#reference=uniform-100&n=7&/);
    await page.getByRole('button', { name: 'Copy link' }).first().click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
    expect(await shown()).toBe('uniform over 100');
    // what is pasted next is
    await paste('1\n2');
    await expect.poll(() => page.url()).toContain('data=1%0A2');
    expect(await historyLength()).toBe(length + 1);
  });

  it('whose columns do not tell stands in the link once they are chosen', async () => {
    const text = encodeURIComponent('name,a,b\nx,1,5\ny,3,7\n');
    await open(`#reference=file&data=${text}`);
    await expect.poll(() => textOf('#taken-for')).toMatch(/^data of the link: its columns do not tell/);
    expect([await shown(), await isVisible('#column-reward')]).toEqual(['words, reward −length', true]);
    await page.selectOption('#column-reward', 'b');
    await page.selectOption('#column-reference', { label: 'all equally likely' });
    await expect.poll(() => page.url()).toContain('data=name');
  });

  it('in a link that is followed later is not what is shown, nor what going back leads to', async () => {
    await open(UNIFORM_100);
    await page.evaluate(() => {
      location.hash = '#reference=file&data=1%0Ax';
    });
    await expect.poll(() => textOf('#problem')).toMatch(/^data of the link:2: "x" is no number/);
    await expect.poll(() => page.url()).toMatch(/#reference=uniform-100&n=16&value=winRate$/);
    expect(await shown()).toBe('uniform over 100');
  });
});

describe.skipIf(noChromium)('several files', () => {
  const run = (rewards: number[][]) =>
    rewards.flatMap((own, i) => own.map((reward) => JSON.stringify({ prompt: `p${i}`, reward }))).join('\n');

  it('are a curve each in one chart, named by the file', async () => {
    await open(UNIFORM_100);
    await dropAll(page, [
      [
        'north.jsonl',
        run([
          [1, 1, 0, 1],
          [0, 1, 0, 1],
        ]),
      ],
      [
        'south.jsonl',
        run([
          [0, 1, 0, 0],
          [0, 0, 0, 1],
        ]),
      ],
    ]);
    await expect.poll(shown).toBe('2 files, north.jsonl: mean over 2 prompts');
    expect(await page.locator('#reward dt').allTextContents()).toEqual(['expected reward', 'expected reward, south.jsonl']);
    // the runs compared, with the verdict as the command has it
    await expect.poll(() => page.locator('#comparison .text').textContent()).toMatch(/north\.jsonl .* south\.jsonl/);
    expect(await page.locator('#comparison dt').allTextContents()).toEqual(['north.jsonl less south.jsonl']);
    await page.selectOption('#choice', { label: 'south.jsonl: mean over 2 prompts' });
    await expect.poll(() => page.locator('#comparison dt').allTextContents()).toEqual(['south.jsonl less north.jsonl']);
    await dropOn(page, 'one.jsonl', run([[1, 0]]));
    await expect.poll(shown).toBe('one.jsonl, mean over 1 prompt');
    expect(await page.locator('#comparison').count()).toBe(0);
  });
});

describe.skipIf(noChromium)('samples', () => {
  const rows = [1, 2, 3].flatMap((shift) =>
    Array.from({ length: shift === 1 ? 2 : 4 }, (_, x) =>
      JSON.stringify({ prompt: `p${shift}`, reward: x, gold: x * (4 - x) + shift, answer: x % 3 === 0 ? 'A' : 'B' })
    )
  );

  it('come with the reward first and without what only a single prompt has, which a prompt brings back', async () => {
    await open('#n=2');
    const flags = [1, 0, 0, 1, 1, 0].map((passed, i) => ({ prompt: i < 3 ? 'a' : 'b', passed }));
    await paste(JSON.stringify(flags));
    // pass@2 of one and of two passes among three: 1 - C(2, 2)/C(3, 2), and 1
    await expect.poll(() => textOf('#reward dd')).toBe(((2 / 3 + 1) / 2).toPrecision(5));
    const cards = () =>
      page
        .locator('.panel:is(.card, .draws)')
        .evaluateAll((all) => all.filter((card) => (card as HTMLElement).offsetHeight > 0).map(({ id }) => id));
    expect(await cards()).toEqual(['reward', 'win-rate']);
    expect(await textOf('#reward .text')).toContain('The chance that at least one of n samples passes (pass@n)');
    const columns = page.locator('#table th[scope="col"]');
    await expect.poll(() => columns.allTextContents()).not.toContain('exact KL');
    expect(await columns.allTextContents()).toContain('expected reward');
    expect(await brokenRules(page)).toEqual([]);
    await page.fill('#n-number', '3');
    await expect.poll(() => textOf('#win-rate .note')).toContain('a sample more than n');

    // a second reference has a KL divergence
    await page.selectOption('#second', 'uniform-10');
    await expect.poll(cards).toEqual(['reward', 'win-rate', 'kl']);
    // a link takes it away as well as the reader
    await expect.poll(() => page.url()).toContain('&b=uniform-10');
    await page.evaluate(() => {
      location.hash = location.hash.replace('&b=uniform-10', '');
    });
    await expect.poll(cards).toEqual(['reward', 'win-rate']);

    await page.click('#pick-prompt');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('choice');
    await page.selectOption('#choice', { label: 'prompt b' });
    await expect.poll(cards).toEqual(['kl', 'draws', ...CHART_NAMES.slice(1)]);
    expect(await isVisible('#one-prompt')).toBe(false);
    await expect.poll(() => columns.allTextContents()).toContain('exact KL');
  });

  it('with answers, a gold score and fewer samples of a prompt: votes, the peak, and where prompts drop out', async () => {
    await open('#n=2');
    await dropOn(page, 'own.jsonl', rows.join('\n'));
    await expect.poll(() => page.locator('#prompts dd').allTextContents()).toEqual(['3']);
    await page.fill('#n-number', '3');
    await expect.poll(() => page.locator('#prompts dd').allTextContents()).toEqual(['2']);
    const dashed = page.locator('#reward .plot g[stroke-dasharray="4 4"] line, #reward .plot g[stroke-dasharray="4,4"] line');
    expect(await dashed.count()).toBe(1);
    expect(await textOf('#reward .text')).toContain('Beyond n = 2, the dashed upright line, fewer prompts');
    expect(await page.locator('#votes dt').allTextContents()).toContain('majority');
    expect(await page.locator('#gold dt').allTextContents()).toContain('highest at n = 2');
    const [csv] = await Promise.all([page.waitForEvent('download'), page.click('#votes .csv')]);
    expect(csv.suggestedFilename()).toMatch(/^best-of-n-votes-.*-n3\.csv$/);
    const lines = readFileSync(await csv.path(), 'utf8').split('\n');
    expect(lines[0]).toBe('series,n,value,low,high');
    // at n = 3 no vote is computed
    expect(lines.filter((line) => /^majority,/.test(line)).map((line) => line.split(',')[1])).toEqual(['1', '2', '4']);
    expect(await brokenRules(page)).toEqual([]);
    await page.selectOption('#column-answer', { label: 'none' });
    await page.selectOption('#column-gold', { label: 'none' });
    await expect.poll(() => page.locator('#votes, #gold').count()).toBe(0);
  });
});

describe.skipIf(noChromium)('the bars of a small reference', () => {
  const values = () =>
    page.locator('#bars .bar').evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('aria-valuenow'))));

  it('are dragged, and all charts and the link follow', async () => {
    await open('#reference=uniform-10&n=4');
    expect(await values()).toEqual(Array(10).fill(0.1));
    await page.locator('#bars').evaluate((panel) => panel.scrollIntoView({ block: 'center' }));
    const box = await page.locator('#bars .bar').first().boundingBox();
    if (box === null) throw new Error('no bar');
    const at = { x: box.x + box.width / 2, y: box.y + box.height - 20 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x, box.y + 30, { steps: 5 });
    await page.mouse.up();
    await expect.poll(shown).toBe('bars that you drag');
    const [best, ...others] = await values();
    expect(best).toBeGreaterThan(0.2);
    for (const other of others) expect(other).toBeCloseTo((1 - best) / 9, 3);
    await expect.poll(() => page.url()).toMatch(/bars=9/);
    const { hash } = new URL(page.url());
    const again = await openExplorer(context, explorer.site.url, hash, faults);
    const kls = () => Promise.all([again, page].map((tab) => tab.locator('#kl dd').first().textContent()));
    await expect.poll(async () => new Set(await kls()).size).toBe(1);
    await again.close();
  });

  it('follow the keyboard', async () => {
    await open('#reference=bars&bars=2:0.5_1:0.5&n=2');
    await page.locator('#bars .bar').first().focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('PageUp');
    // 0.5 and 0.01 and 0.1; the best of two is the better one but for both being the worse
    await expect.poll(values).toEqual([0.61, 0.39]);
    await expect.poll(() => page.locator('#reward dd').textContent()).toBe((2 - 0.39 ** 2).toPrecision(5));
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-valuetext'))).toBe(
      'reward 2: probability 0.61000'
    );
    expect(await brokenRules(page)).toEqual([]);
  });

  it('are let go where the page gets another width while a pointer holds one', async () => {
    await open('#reference=uniform-10&n=4');
    await page.locator('#bars').scrollIntoViewIfNeeded();
    const { x, y } = (await page.locator('#bars .bar').nth(2).boundingBox()) as { x: number; y: number };
    await page.mouse.move(x + 5, y + 100);
    await page.mouse.down();
    await page.mouse.move(x + 5, y + 80);
    await page.setViewportSize({ width: 700, height: 900 });
    await expect.poll(() => page.locator('#bars-plot svg').evaluate((svg) => svg.clientWidth)).toBeLessThan(700);
    await page.mouse.move(2, 2);
    await page.mouse.up();
    await page.selectOption('#reference', 'rare-1');
    await expect.poll(() => page.locator('#bars .bar').count()).toBe(2);
  });

  it('are not there for a large reference', async () => {
    await open('#reference=uniform-100');
    expect(await isVisible('#bars')).toBe(false);
  });
});
