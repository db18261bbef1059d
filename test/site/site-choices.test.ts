// What the reader of the explorer chooses stays until the reader changes it, everything shown belongs to one and the same choice, and what cannot be shown is
// explained: links and going back, input, files, a worker or a server that fails.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { short } from '../../src/format/number';
import { Support } from '../../src/index';
import { noChromium, serve } from '../helpers/chromium.mjs';
import { dropOn, UNIFORM_100 } from './explorer';
import { allowServiceWorker, context, explorer, faults, open, openEmpty, page, textOf } from './session';

const drop = (name: string, content: string) => dropOn(page, name, content);
const inputOf = (selector: string) => page.inputValue(selector);
const hash = () => page.evaluate(() => location.hash);
const settled = () => page.locator('#charts[aria-busy="false"]').waitFor();
const isVisible = (selector: string) => page.locator(selector).isVisible();

/** Samples of prompts: 4, 2 and 6 pass flags. */
const UNEVEN = [4, 2, 6]
  .flatMap((size, i) => Array.from({ length: size }, (_, j) => JSON.stringify({ task_id: `t${i}`, passed: j % 2 === 1 })))
  .join('\n');

describe.skipIf(noChromium)('links', () => {
  it('the skip link leads to the charts and changes nothing that was chosen, nor does the name of an element', async () => {
    await open('#reference=uniform-10&n=30');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('first-chart');
    await page.evaluate(() => {
      location.hash = '#kl';
    });
    await expect.poll(hash).toBe('#reference=uniform-10&n=30&value=winRate');
    expect([await inputOf('#reference'), await inputOf('#n-number')]).toEqual(['uniform-10', '30']);
  });

  it('going back leads to the reference of before, with its n', async () => {
    await open('#reference=uniform-10&n=30');
    await page.fill('#n-number', '40');
    await expect.poll(hash).toContain('n=40');
    await page.selectOption('#reference', 'uniform-1000');
    await expect.poll(hash).toContain('uniform-1000');
    await page.fill('#n-number', '50');
    await expect.poll(hash).toContain('n=50');
    await page.goBack();
    await expect.poll(() => textOf('#facts')).toMatch(/^outcomes10d/);
    expect([await inputOf('#reference'), await inputOf('#n-number')]).toEqual(['uniform-10', '40']);
    await page.goForward();
    await expect.poll(() => textOf('#facts')).toMatch(/^outcomes1,000d/);
    expect(await inputOf('#n-number')).toBe('50');
    // what was chosen just before the page is loaded again is not lost, unless the address has changed a moment ago
    await page.waitForTimeout(400);
    await page.fill('#n-number', '60');
    await page.reload();
    expect(await inputOf('#n-number')).toBe('60');
  });

  it('a link that is followed just before a choice would be written into the address is not written over', async () => {
    await open('#reference=uniform-10&n=30');
    await page.evaluate(() => {
      const select = document.querySelector('#reference') as HTMLSelectElement;
      select.value = 'uniform-1000';
      select.dispatchEvent(new Event('change', { bubbles: true }));
      // the choice is to be written after 400 ms, when the page is busy, and so stands in line between the link and its event
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        location.hash = '#reference=uniform-100&n=7';
      };
      port2.postMessage('');
      const start = performance.now();
      while (performance.now() - start < 450);
    });
    await expect.poll(() => textOf('#facts')).toMatch(/^outcomes100d/);
    expect([await hash(), await inputOf('#n-number')]).toEqual([expect.stringMatching(/^#reference=uniform-100&n=7(&|$)/), '7']);
  });

  it('what a link asks for in vain is named, and a link to a file shows where to drop it', async () => {
    await open('#reference=uniform-1&n=-1&winRate=0.8');
    expect(await textOf('#problem')).toBe(
      'The page cannot follow all of this link: reference=uniform-1, n=-1. The rest is shown.'
    );
    expect(await inputOf('#target-win-rate')).toBe('0.8');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await isVisible('#problem')).toBe(false);
    await open('#reference=file&n=8');
    expect(await textOf('#problem')).toMatch(/Drop the file here/);
    expect(await isVisible('#drop')).toBe(true);
    expect(await textOf('#shown')).toBe('words, reward −length');
  });

  it('the axes reach an n beyond them, and the slider has their scale', async () => {
    await open('#reference=rare-1&n=10');
    const ends = () => page.locator('#kl .plot svg[role="img"]').getAttribute('aria-label');
    expect(await ends()).toContain('from 1 to 100,000:');
    await page.fill('#n-number', '30000000');
    await expect.poll(ends).toContain('from 1 to 100,000,000:');
    const slider = page.locator('#n');
    const place = async () => Number(await slider.inputValue()) / Number(await slider.getAttribute('max'));
    await page.fill('#n-number', '10000');
    await expect.poll(place).toBeCloseTo(1 / 2, 2);
    await slider.press('ArrowLeft');
    expect(Number(await inputOf('#n-number'))).toBeLessThan(10000);
  });
});

describe.skipIf(noChromium)('input that cannot be used', () => {
  it('a target that is none gets a message in place of the answer of before', async () => {
    await open(UNIFORM_100);
    await expect.poll(() => textOf('#smallest')).toBe('n = 10');
    await page.fill('#target-win-rate', '1.5');
    expect(await textOf('#smallest')).toBe('A win rate lies between 0 and 1.');
    await page.fill('#target-reward', '80');
    // nor does another reference bring an answer
    await page.selectOption('#reference', 'uniform-10');
    await settled();
    expect(await textOf('#smallest')).toBe('A win rate lies between 0 and 1.');
    await page.fill('#target-win-rate', '0.6');
    await expect.poll(() => textOf('#smallest')).toBe('No number of samples reaches it.');
  });

  it('an n that is none is explained, and does not stay in the box', async () => {
    await open('#n=16');
    for (const text of ['0', '-3', '0.5', '', '1e301']) {
      await page.fill('#n-number', text);
      await expect.poll(() => textOf('#n-problem'), { message: text }).toMatch(/^n is .* Shown is n = 16\.$/);
      await page.locator('#n-number').blur();
      expect([await inputOf('#n-number'), await textOf('#n-problem')], text).toEqual(['16', '']);
    }
  });

  it('a text that is dragged over the page is no file', async () => {
    await open(UNIFORM_100);
    const isDragging = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/plain', 'a word');
      for (const type of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      return document.body.classList.contains('dragging');
    });
    expect([isDragging, await isVisible('#problem')]).toEqual([false, false]);
  });

  it('there is nothing to copy or to download before the numbers are there', async () => {
    await open(UNIFORM_100);
    await settled();
    expect(await page.locator('#csv').isEnabled()).toBe(true);
    await page.selectOption('#reference', 'uniform-1000');
    await expect.poll(() => page.locator('#csv').isDisabled()).toBe(true);
    expect(await page.locator('#copy').isDisabled()).toBe(true);
    await settled();
    expect(await page.locator('#csv').isEnabled()).toBe(true);
  });
});

describe.skipIf(noChromium)('a file', () => {
  it('that has fewer samples does not change the n that was chosen', async () => {
    await open('#reference=uniform-10&n=16');
    await drop('one.jsonl', '{"task_id":"t0","passed":false}\n{"task_id":"t1","passed":true}\n');
    await expect.poll(() => inputOf('#n-number')).toBe('1');
    await page.fill('#n-number', '3');
    await expect.poll(() => textOf('#n-problem')).toBe('No prompt has more than 1 samples. Shown is n = 1.');
    await page.fill('#n-number', '16');
    await page.selectOption('#reference', 'uniform-10');
    await expect.poll(() => inputOf('#n-number')).toBe('16');
  });

  it('whose columns do not tell what it holds is shown when they are chosen, and nothing before', async () => {
    await open(UNIFORM_100);
    await drop('two.jsonl', UNEVEN);
    await expect.poll(() => textOf('#shown')).toBe('two.jsonl, mean over 3 prompts');
    await drop('other.csv', 'a,b\n1,5\n3,7\n');
    await expect.poll(() => textOf('#taken-for')).toMatch(/^other\.csv: its columns do not tell/);
    expect([await inputOf('#column-reference'), await inputOf('#column-reward')]).toEqual(['', '']);
    await page.selectOption('#column-reference', 'a');
    await page.waitForTimeout(300);
    expect([await textOf('#shown'), await isVisible('#problem')]).toEqual(['two.jsonl, mean over 3 prompts', false]);
    await page.selectOption('#column-reward', 'b');
    await expect.poll(() => textOf('#shown')).toBe('other.csv');
    // (1 · 5 + 3 · 7) / 4
    expect(await textOf('#facts')).toContain('mean reward6.5000');
  });

  it('of numbers without names, one of which is none, is explained where the reader looks', async () => {
    await open(UNIFORM_100);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await drop('bare.csv', '0.5,1\n0.5,two\n');
    await expect.poll(() => textOf('#problem')).toMatch(/^bare\.csv:2: "two" is no number/);
    const box = await page.locator('#problem').boundingBox();
    expect(box && box.y >= 0 && box.y + box.height <= 900).toBe(true);
    expect(await textOf('#shown')).toBe('uniform over 100');
  });

  it('of uneven samples: what the means are of, and no line over different prompts', async () => {
    await open('#n=4');
    await drop('uneven.jsonl', UNEVEN);
    await expect.poll(() => textOf('#means')).toMatch(/^At n = 4: 2 of the 3 prompts have so many samples\. Expected reward 1, /);
    const lines = page.locator('#reward .plot g[aria-label="line"] path, #reward .plot g[stroke="var(--exact)"] path');
    // n = 1 to 2, 3 to 4 and 5 to 6
    await expect.poll(() => lines.count()).toBe(3);
    await settled();
    const cells = (row: number) => page.locator(`#table tr:nth-child(${row}) > :nth-child(-n+2)`).allTextContents();
    expect(await cells(1)).toEqual(['n', 'prompts', '1', '3']);
    expect(await cells(3)).toEqual(['4', '2']);
  });
});

describe.skipIf(noChromium)('what fails', () => {
  it('a worker that does not start: a message, and a way on', async () => {
    await openEmpty();
    await page.route(/worker-[^/]*\.js$/, (route) => route.abort());
    await page.goto(explorer.site.url + UNIFORM_100);
    await expect.poll(() => textOf('#problem')).toMatch(/^The computations of this page have stopped/);
    await page.unroute(/worker-[^/]*\.js$/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => textOf('#shown')).toBe('uniform over 100');
    await settled();
    expect(await isVisible('#problem')).toBe(false);
    // and one that breaks off later, which is said when the reader next asks for something
    await Promise.all(
      page.workers().map((worker) =>
        worker.evaluate(
          () =>
            void setTimeout(() => {
              throw new Error('no memory');
            })
        )
      )
    );
    await page.waitForTimeout(200);
    await page.fill('#n-number', '5');
    await expect.poll(() => textOf('#problem')).toMatch(/^The computations of this page have stopped: .*no memory/);
    await page.getByRole('button', { name: 'Try again' }).click();
    const { kl } = Support.from({
      weights: new Float64Array(100).fill(1),
      rewards: Float64Array.from({ length: 100 }, (_, i) => i),
    }).metrics(5);
    await expect.poll(() => page.locator('#kl dd').first().textContent()).toBe(short(kl));
    faults.complaints = faults.complaints.filter((text) => !/ERR_FAILED|no memory/.test(text));
  });

  it('words and readers of files that cannot be loaded: a message, and what was shown stays', async () => {
    await open(UNIFORM_100);
    await context.route(/by-length-[^/]*\.json$|files-[^/]*\.js$/, (route) => route.fulfill({ status: 404, body: 'not found' }));
    await page.selectOption('#reference', 'words-length');
    await expect
      .poll(() => textOf('#problem'))
      .toBe('The words could not be loaded. Check the connection, and choose them again.');
    await drop('a.csv', 'prob,reward\n1,1\n');
    await expect.poll(() => textOf('#problem')).toMatch(/^The part of the page that reads files could not be loaded/);
    expect(await textOf('#shown')).toBe('uniform over 100');
    await context.unroute(/by-length-[^/]*\.json$|files-[^/]*\.js$/);
    await page.selectOption('#reference', 'uniform-10');
    await page.selectOption('#reference', 'words-length');
    await expect.poll(() => textOf('#shown')).toBe('words, reward −length');
    faults.complaints = faults.complaints.filter((text) => !/404/.test(text));
  });
});

describe.skipIf(noChromium)('the service worker', () => {
  it('answers for what it keeps and nothing else, and brings a new version', { timeout: 60_000 }, async () => {
    await allowServiceWorker();
    const copy = mkdtempSync(join(tmpdir(), 'best-of-n-version-'));
    cpSync(explorer.folder, copy, { recursive: true });
    const site = await serve(copy, { base: '/some/where/' });
    await open('', site);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.getByRole('link', { name: /Licences/ }).click();
    await expect.poll(() => textOf('body')).toContain('Permission is hereby granted');
    expect(await page.locator('#kl').count()).toBe(0);
    // in a page of its own, since Chromium shows an error in place of an answer of 404 without a text
    const lost = await context.newPage();
    await expect(lost.goto(`${site.url}nothing/here`)).rejects.toThrow(/RESPONSE_CODE_FAILURE/);
    await lost.close();

    await page.goto(site.url);
    await settled();
    const deploy = (title: string) => {
      const edit = (name: string, change: (text: string) => string) =>
        writeFileSync(join(copy, name), change(readFileSync(join(copy, name), 'utf8')));
      edit('index.html', (text) => text.replace(/<title.*<\/title>/, `<title data-built="${title}">${title}</title>`));
      edit('sw.js', (text) => text.replace(/(url"?: *"index.html",\s*"?revision"?: *")[^"]*/, `$1${title}`));
    };
    // a reader who is at work is asked
    deploy('second');
    await page.click('#theme');
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found?.update().then(() => {})));
    await page.locator('#new-version').waitFor();
    expect(await page.title()).toMatch(/best-of-n explorer$/);
    await page.click('#load-version');
    await expect.poll(() => page.locator('title').getAttribute('data-built')).toBe('second');
    // one who has just opened the page has it at once
    await page.waitForFunction(() => document.querySelector('#charts')?.getAttribute('aria-busy') === 'false');
    deploy('third');
    await page.goto('about:blank');
    let loads = 0;
    page.on('load', () => loads++);
    await page.goto(site.url);
    // whatever Playwright asks a page counts as an act of the reader, so that nothing is asked before it has been loaded again
    await expect.poll(() => loads, { timeout: 10_000 }).toBe(2);
    expect(await page.locator('title').getAttribute('data-built')).toBe('third');
    faults.complaints = faults.complaints.filter((text) => !/404/.test(text));
    faults.strayed = faults.strayed.filter((text) => !text.includes(site.url));
    await site.close();
    rmSync(copy, { recursive: true });
  });
});

it.skipIf(noChromium)('without JavaScript the reason stands before the controls', () => {
  const html = readFileSync(join(explorer.folder, 'index.html'), 'utf8');
  expect(html.indexOf('<noscript')).toBeGreaterThan(0);
  expect(html.indexOf('<noscript')).toBeLessThan(html.indexOf('<main'));
});
