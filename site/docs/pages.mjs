// The pages of the documentation in the order of its navigation: which files of the repository they are, and where the site has them.

import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The parts of the navigation. A page is a path from the root of the repository, with its title where that is not its heading. A
 * folder stands for all of its pages that are not named elsewhere, so that a new page appears by itself. The pages of `reference/` are
 * generated.
 *
 * @type {{ name: string, pages: (string | [path: string, title: string])[] }[]}
 */
const PARTS = [
  {
    name: 'Start here',
    pages: [['README.md', 'First steps'], 'docs/start.md', ['docs/README.md', 'All pages'], 'docs/explorer.md'],
  },
  { name: 'Recipes', pages: ['docs/questions.md', 'docs/recipes/'] },
  { name: 'Files', pages: ['docs/files.md', 'docs/recipes/files/'] },
  { name: 'Theory', pages: ['docs/theory.md', 'docs/theory/', 'docs/intervals.md', 'docs/comparing.md'] },
  { name: 'Command', pages: ['docs/command.md'] },
  { name: 'Service and cluster', pages: ['docs/server.md', 'docs/cluster.md'] },
  { name: 'Library', pages: ['docs/library.md', 'docs/samples.md', 'docs/pool.md', 'docs/runtimes.md'] },
  { name: 'Reference', pages: ['reference/'] },
  { name: 'How it is tested', pages: ['test/README.md', 'docs/accuracy.md', 'docs/reliability.md'] },
  {
    name: 'Benchmarks',
    pages: [
      'bench/README.md',
      ['bench/results.md', 'Results'],
      ['bench/results-laws.md', 'Results: rules and divergences'],
      ['bench/results-files.md', 'Results: files'],
      ['bench/results-pool.md', 'Results: threads'],
      ['bench/results-server.md', 'Results: the service'],
      'bench/',
    ],
  },
  { name: 'More', pages: ['docs/'] },
  { name: 'Project', pages: ['docs/architecture.md', 'docs/errors.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'] },
];

/**
 * @typedef {object} Page
 * @property {string} part The part of the navigation that it is in.
 * @property {string} source Its path from the root of the repository.
 * @property {string} path Its path on the site, with the ending `.md`.
 * @property {string | undefined} title Its title, if that is not its heading.
 */

/**
 * All pages that are files of the repository, in the order of the navigation.
 *
 * @returns {Page[]}
 */
export function listPages() {
  const entries = PARTS.flatMap(({ name, pages }) => pages.map((page) => ({ part: name, entry: [page].flat() })));
  const named = new Set(entries.map(({ entry: [source] }) => source));
  return entries.flatMap(({ part, entry: [source, title] }) => {
    const sources = source.endsWith('/') ? pagesIn(source).filter((path) => !named.has(path)) : [source];
    return sources.map((path) => ({ part, source: path, path: sitePath(path), title }));
  });
}

/** The names of the parts, in order. */
export const partNames = PARTS.map(({ name }) => name);

/** @param {string} folder */
function pagesIn(folder) {
  if (!existsSync(ROOT + folder)) return [];
  const names = readdirSync(ROOT + folder).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => folder + name);
}

/** @param {string} source */
function sitePath(source) {
  if (source === 'README.md') return 'index.md';
  if (source === 'docs/README.md') return 'pages.md';
  return source
    .replace(/^docs\//, '')
    .replace(/README\.md$/, 'index.md')
    .replace(/[A-Z]+\.md$/, (name) => name.toLowerCase());
}
