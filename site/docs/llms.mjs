// The documentation for language models: `llms.txt` lists all pages with a line for each, `llms-full.txt` has their text.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES_FOLDER } from './stage.mjs';

/**
 * Writes both files at the root of the site.
 *
 * @param {string} folder Where the site is.
 * @param {import('./stage.mjs').StagedPage[]} pages
 * @param {{ name: string, description: string }} manifest The package.json.
 */
export function writeLlms(folder, pages, { name, description }) {
  const parts = [...new Set(pages.map(({ part }) => part))].map((part) => {
    const lines = pages
      .filter((page) => page.part === part)
      .map((page) => `- [${page.title}](${addressOf(page)}): ${page.description}`);
    return `## ${part}\n\n${lines.join('\n')}\n`;
  });
  const head = `# ${name}\n\n> ${description}\n`;
  const more = 'The text of all pages is in [llms-full.txt](llms-full.txt).\n';
  writeFileSync(join(folder, 'llms.txt'), [head, more, ...parts].join('\n'));

  const texts = pages.map((page) => `<!-- ${addressOf(page)} -->\n\n${textOf(page)}`);
  writeFileSync(join(folder, 'llms-full.txt'), [head, ...texts].join('\n'));
}

/** @param {import('./stage.mjs').StagedPage} page */
const addressOf = ({ path }) => `docs/${path.replace(/\.md$/, '.html')}`;

/** @param {import('./stage.mjs').StagedPage} page */
function textOf({ path }) {
  const text = readFileSync(join(PAGES_FOLDER, path), 'utf8');
  return text.replace(/^---\n[\s\S]*?\n---\n\n/, '').replaceAll(/^(#+ .*) \{:#\S+\}$/gm, '$1');
}
