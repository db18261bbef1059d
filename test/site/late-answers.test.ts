// Choices that the reader of the explorer makes before there are answers, and answers that come late, or never: the words are loaded slowly here, and workers fail.

import { describe, expect, it } from 'vitest';
import { noChromium } from '../helpers/chromium.mjs';
import { UNIFORM_100 } from './explorer';
import { context, explorer, faults, open, openEmpty, page, textOf } from './session';

const WORDS = /by-length-[^/]*\.json$/;
const WORKER = /worker-[^/]*\.js$/;

/** Has the words wait until they are let go. */
async function holdWords(): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await context.route(WORDS, async (route) => {
    await held;
    // the page may have given them up
    await route.continue().catch(() => {});
  });
  return letGo;
}

const isBusy = () => page.getAttribute('#charts', 'aria-busy');
const settled = () => expect.poll(isBusy).toBe('false');
/** What was said of a worker that was not loaded stays on the console. */
const forgive = () => {
  faults.complaints = faults.complaints.filter((text) => !/ERR_FAILED/.test(text));
};

describe.skipIf(noChromium)('while a reference is loaded', () => {
  it('one can go back to the one that is open, and does not wait', async () => {
    await open(UNIFORM_100);
    await settled();
    await holdWords();
    await page.selectOption('#reference', 'words-length');
    await expect.poll(isBusy).toBe('true');
    await page.selectOption('#reference', 'uniform-100');
    await settled();
    expect(await textOf('#shown')).toBe('uniform over 100');
  });

  it('an n can be pinned and a target set, and both are answered when it is there', async () => {
    const letGo = await holdWords();
    await openEmpty();
    await page.goto(explorer.site.url);
    await page.click('#pin');
    await page.fill('#target-win-rate', '0.8');
    // longer than an error would need to come
    await page.waitForTimeout(500);
    expect(await page.isVisible('#problem')).toBe(false);
    letGo();
    await expect.poll(() => textOf('#smallest')).toMatch(/^n = \d/);
    await expect.poll(() => textOf('#pins')).toMatch(/KL \d/);
  });

  it('readers who hear the page are told its numbers, and not those of before', async () => {
    await open(UNIFORM_100);
    await expect.poll(() => textOf('#announcement')).toMatch(/expected reward 93/);
    const letGo = await holdWords();
    await page.selectOption('#reference', 'words-length');
    await page.evaluate(() => {
      const said = document.getElementById('announcement') as HTMLElement;
      said.textContent = '';
    });
    // longer than a choice takes to settle
    await page.waitForTimeout(800);
    expect(await textOf('#announcement')).toBe('');
    letGo();
    // the longest word of best-of-64 is a short one: the reward is its length with a minus
    await expect.poll(() => textOf('#announcement')).toMatch(/^n = 16: .* expected reward -1\./);
  });

  it('it can be stopped as long as it takes, whatever else ends meanwhile', async () => {
    await open('#reference=softmax&temperature=0.8&n=16');
    const letGo = await holdWords();
    // the other policies of the softmax are still being computed
    await page.selectOption('#reference', 'words-length');
    const note = page.locator('#trade-off .note');
    expect(await note.textContent()).toMatch(/^computing/);
    await expect.poll(() => textOf('#progress-text')).toBe('Opening the reference');
    await expect.poll(() => note.textContent(), { timeout: 15_000 }).toBe('');
    // the further charts come after them, and samples alone have any
    await page.waitForTimeout(300);
    expect([await page.isVisible('#stop'), await isBusy()]).toEqual([true, 'true']);
    letGo();
    await expect.poll(() => textOf('#shown')).toBe('words, reward −length');
    await settled();
    expect(await page.isVisible('#stop')).toBe(false);
  });

  it('what is being written into the box of n stays there', async () => {
    await open(UNIFORM_100);
    const letGo = await holdWords();
    await page.selectOption('#reference', 'words-length');
    await page.fill('#n-number', '');
    letGo();
    await expect.poll(() => textOf('#shown')).toBe('words, reward −length');
    await settled();
    expect(await page.inputValue('#n-number')).toBe('');
    await page.keyboard.type('30');
    await expect.poll(() => page.title()).toMatch(/n = 30 /);
    await page.fill('#n-number', '');
    await page.locator('#n-number').blur();
    expect(await page.inputValue('#n-number')).toBe('30');
  });
});

describe.skipIf(noChromium)('a worker that is not loaded', () => {
  it('for the second reference is started anew when the reader tries again', async () => {
    await open(UNIFORM_100);
    await settled();
    await page.route(WORKER, (route) => route.abort());
    await page.selectOption('#second', 'uniform-10');
    await expect.poll(() => textOf('#problem')).toMatch(/^The computations of this page have stopped/);
    await page.unroute(WORKER);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => textOf('#second-shown')).toBe(', and as B: uniform over 10');
    await expect.poll(() => page.locator('#kl dd').count()).toBe(4);
    await settled();
    expect(await page.isVisible('#problem')).toBe(false);
    forgive();
  });

  it('has the data of a link read when the reader tries again', async () => {
    await openEmpty();
    await page.route(WORKER, (route) => route.abort());
    await page.goto(`${explorer.site.url}#reference=file&data=1%0A2%0A3`);
    await expect.poll(() => textOf('#problem')).toMatch(/^The computations of this page have stopped/);
    await page.unroute(WORKER);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => textOf('#shown')).toBe('data of the link');
    forgive();
  });

  it('for what takes longer leaves nothing that is said to come', async () => {
    await openEmpty();
    let workers = 0;
    await page.route(WORKER, (route) => (++workers === 2 ? route.abort() : route.continue()));
    await page.goto(explorer.site.url + UNIFORM_100);
    await expect.poll(() => textOf('#problem')).toMatch(/^The computations of this page have stopped/);
    await settled();
    for (const goal of ['reward', 'win rate']) {
      await page.locator('#trade-off').getByLabel(goal).check();
      expect(await textOf('#trade-off .note'), goal).toBe('The other policies were not computed.');
    }
    await page.selectOption('#reference', 'uniform-10');
    await expect.poll(() => textOf('#trade-off .note')).toBe('');
    forgive();
  });
});
