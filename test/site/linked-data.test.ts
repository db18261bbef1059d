// The reader's own data in links, and on the way back to it: what a link shows is what was shown when it was made.

import { describe, expect, it } from 'vitest';
import { noChromium } from '../helpers/chromium.mjs';
import { dropOn } from './explorer';
import { explorer, open, openEmpty, page, textOf } from './session';

const linkTo = (data: string, more = '') => `#${new URLSearchParams({ reference: 'file', data })}${more}`;
const follow = (hash: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
const hash = () => page.evaluate(() => location.hash);
const meanReward = async () => /mean reward(.*)/.exec((await textOf('#facts')) ?? '')?.[1];

async function paste(text: string): Promise<void> {
  await page.selectOption('#reference', 'file');
  await page.fill('#paste', text);
  await page.click('#paste-form button');
  await expect.poll(() => textOf('#shown')).toBe('pasted text');
}

describe.skipIf(noChromium)('data of a link', () => {
  it('that is refused when it is opened leaves no empty page', async () => {
    await openEmpty();
    await page.goto(explorer.site.url + linkTo('reward,weight\n1,-1\n2,3'));
    await expect.poll(() => textOf('#problem')).toBe('data of the link:2: weights[0] is -1, expected a finite number >= 0');
    await expect.poll(() => textOf('#shown')).toBe('words, reward −length');
    expect(await page.isVisible('#problem')).toBe(true);
    // it is still what the reader can correct
    expect(await page.inputValue('#reference')).toBe('file');
  });

  it('is read in the layout of the link, even if it is the data that is open', async () => {
    const data = '1 2\n3 4\n5 6';
    await open(linkTo(data, '&layout=rewardWeight'));
    // (1·2 + 3·4 + 5·6) / 12, and then (2·1 + 4·3 + 6·5) / 9
    await expect.poll(meanReward).toBe('3.6667');
    await follow(linkTo(data, '&layout=weightReward'));
    await expect.poll(meanReward).toBe('4.8889');
    expect(await page.inputValue('#column-layout')).toBe('weightReward');
  });

  it('has the blanks at its ends, which tell the columns of a table apart', async () => {
    await open('#reference=uniform-10');
    // a table that pandas wrote, with its index
    await paste('\treward\tprob\n0\t1\t0.5\n1\t2\t0.3\n2\t3\t0.2\n');
    // 0.5 + 0.6 + 0.6
    await expect.poll(meanReward).toBe('1.7000');
    await expect.poll(hash).toContain('data=');
    await open(await hash());
    await expect.poll(meanReward).toBe('1.7000');
  });

  it('that ends with a line break is the same data when one goes back to it', async () => {
    await open('#reference=uniform-10');
    await paste('1\n2\n3\n');
    await expect.poll(hash).toContain('data=');
    await page.selectOption('#reference', 'uniform-100');
    await expect.poll(hash).toContain('uniform-100');
    await page.goBack();
    await expect.poll(() => textOf('#facts')).toMatch(/^outcomes3d/);
    expect(await textOf('#shown')).toBe('pasted text');
  });

  it('that is too long for a link is named as what is not followed, and not written out', async () => {
    await open(linkTo('1,'.repeat(2000)));
    await expect
      .poll(() => textOf('#problem'))
      .toBe(`The page cannot follow all of this link: data=${'1,'.repeat(27)}1…. The rest is shown.`);
  });

  it('is not mixed up with a file that was opened before', async () => {
    await open('#reference=uniform-10');
    await dropOn(page, 'a.csv', 'reward,weight\n1,1\n2,2\n');
    await expect.poll(() => textOf('#shown')).toBe('a.csv');
    await page.selectOption('#reference', 'uniform-10');
    await expect.poll(() => textOf('#shown')).toBe('uniform over 10');
    await follow(linkTo('neither numbers nor columns'));
    await expect.poll(() => page.isVisible('#problem')).toBe(true);
    expect(await textOf('#shown')).toBe('uniform over 10');
  });
});

it.skipIf(noChromium)('the prompt that was picked is still picked when one comes back to the file', async () => {
  await open('#reference=uniform-10');
  const samples = ['p1', 'p2', 'p3'].flatMap((prompt) => [0, 1, 1].map((reward) => JSON.stringify({ prompt, reward })));
  await dropOn(page, 'a.jsonl', samples.join('\n'));
  await expect.poll(() => textOf('#shown')).toBe('a.jsonl, mean over 3 prompts');
  await page.selectOption('#choice', { label: 'prompt p2' });
  await expect.poll(() => textOf('#shown')).toBe('a.jsonl, prompt p2');
  await page.selectOption('#reference', 'uniform-10');
  await expect.poll(() => textOf('#shown')).toBe('uniform over 10');
  await page.selectOption('#reference', 'file');
  await expect.poll(() => textOf('#shown')).toBe('a.jsonl, prompt p2');
  // other columns may have other prompts
  await page.selectOption('#column-answer', 'reward');
  await expect.poll(() => textOf('#shown')).toBe('a.jsonl, mean over 3 prompts');
});
