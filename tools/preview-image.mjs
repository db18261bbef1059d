// Draws the picture that other sites show of a link to the explorer, from the built page: node tools/preview-image.mjs [folder of the page]

import { fileURLToPath } from 'node:url';
import { launchChromium, serve } from '../test/helpers/chromium.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

const site = await serve(process.argv[2] ?? path('../build/site'));
const browser = await launchChromium();
// small text would not be read in a preview: 1200 by 630 pixels show 800 by 420 of the page
const page = await browser.newPage({ viewport: { width: 800, height: 420 }, deviceScaleFactor: 1.5, colorScheme: 'light' });
await page.goto(`${site.url}#reference=words-length&n=32&embed=kl`);
await page.locator('#charts[aria-busy="false"]').waitFor({ state: 'attached' });
await page.addStyleTag({
  content:
    '.card .buttons, .card .text, #embed-back { display: none !important } .card { padding: 16px 24px } .card h2, .card .legend { font-size: 1.15rem } .legend { display: block }',
});
await page.evaluate(() => {
  document.querySelector('#kl h2').textContent = 'best-of-n explorer: KL divergence, exactly';
});
await page.screenshot({ path: path('../site/public/preview.png') });
await browser.close();
await site.close();
