// How smoothly the explorer follows a drag of the slider over 262,144 outcomes, in the real browser: frames drawn while the mouse moves, and how
// many of them show a new n. Builds nothing: `npm run bench:site` does. CHROMIUM names another browser than Debian's.

import { fileURLToPath } from 'node:url';
import { launchChromium, STRICT_POLICY, serve } from '../test/helpers/chromium.mjs';

const SECONDS = 5;
const folder = fileURLToPath(new URL('../build/site', import.meta.url));

/** @param {string} beside - what the link has beside the reference. */
async function measure(headers, beside = '') {
  const site = await serve(folder, { headers });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${site.url}#reference=softmax&n=2${beside}`);
  // the longer computations are over then
  await page.locator('#charts[aria-busy="false"]').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(5000);

  const slider = await page.locator('#n').boundingBox();
  await page.evaluate(() => {
    globalThis.frames = [];
    const values = document.querySelectorAll('#kl dd');
    const times = document.getElementById('engine');
    const frame = (at) => {
      frames.push([at, values[0].textContent, times.textContent]);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const y = slider.y + slider.height / 2;
  await page.mouse.move(slider.x + 20, y);
  await page.mouse.down();
  const began = performance.now();
  let moves = 0;
  const sent = [];
  for (let part = 0; part < 1; moves++) {
    part = (performance.now() - began) / 1000 / SECONDS;
    // to and fro, as fast as a mouse reports: no move waits for the one before to be drawn
    const at = Math.abs(((4 * part) % 2) - 1);
    sent.push(page.mouse.move(slider.x + 20 + (slider.width - 40) * at, y));
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  await Promise.all(sent);
  await page.mouse.up();
  const frames = await page.evaluate(() => globalThis.frames);
  await browser.close();
  await site.close();

  const intervals = frames.slice(1).map(([at], i) => at - frames[i][0]);
  const sorted = intervals.toSorted((a, b) => a - b);
  const quantile = (q) => sorted[Math.floor(q * (sorted.length - 1))];
  const changed = frames.filter(([, kl], i) => i > 0 && kl !== frames[i - 1][1]).length;
  const last = frames.map(([, , text]) => Number(/in ([\d.]+) ms/.exec(text)?.[1])).sort((a, b) => a - b);
  return {
    engine: frames.at(-1)[2].split(/[ (]/)[0],
    beside,
    'frames a second': (1000 / (intervals.reduce((a, b) => a + b) / intervals.length)).toFixed(1),
    'median frame, ms': quantile(0.5).toFixed(1),
    '95 %': quantile(0.95).toFixed(1),
    longest: quantile(1).toFixed(1),
    'frames with a new n': `${changed} of ${frames.length}`,
    'one n in the worker, ms': last[Math.floor(last.length / 2)],
    'moves of the mouse': moves,
  };
}

// a second reference has a worker of its own, and pins have marks in every chart
const SECOND = '&b=softmax&bTemperature=1.5&pin=8,64,512';
console.table([await measure({}), await measure({}, SECOND), await measure(STRICT_POLICY)]);
