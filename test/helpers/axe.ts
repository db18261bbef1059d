// What axe finds wrong with a page.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** The rules that a page breaks, each with the beginnings of the elements that do. */
export async function brokenRules(page: Page): Promise<unknown[]> {
  // it stays on the page until that is left
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 200))]))`
  ) as Promise<unknown[]>;
}
