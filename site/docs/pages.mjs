// The pages of the documentation in the order of its navigation: which files of the repository they are, and where the site has them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The paths of pages of a folder.
 *
 * @param {string} folder
 * @param {string} names
 */
const within = (folder, names) => names.split(/\s+/).map((name) => `${folder}${name}.md`);

/** In the order of docs/questions.md and docs/theory.md. */
const QUESTIONS = `pass-at-k how-sure better how-many-prompts more-samples votes every-time over-optimised noisy-judge true-kl worth-of-draws
  training-weights`;
const THEORY = 'policy kl win-rate divergences frontier rules second-score cost samples';

/**
 * The parts of the navigation. A page is a path from the root of the repository, with its title where that is not its heading, and a summary
 * where docs/README.md has none and its first sentence is not one. A folder stands for all of its pages that are not named elsewhere, by their
 * headings, so that a new page appears by itself. The pages of `reference/` are generated.
 *
 * @type {{ name: string, pages: (string | [path: string, title: string, summary?: string])[] }[]}
 */
const PARTS = [
  {
    name: 'Start here',
    pages: [['README.md', 'First steps'], 'docs/start.md', ['docs/README.md', 'All pages'], 'docs/explorer.md'],
  },
  { name: 'Recipes', pages: ['docs/questions.md', ...within('docs/recipes/', QUESTIONS), 'docs/recipes/'] },
  { name: 'Files', pages: ['docs/files.md', 'docs/recipes/files/'] },
  {
    name: 'Theory',
    pages: ['docs/theory.md', ...within('docs/theory/', THEORY), 'docs/theory/', 'docs/intervals.md', 'docs/comparing.md'],
  },
  { name: 'Command', pages: ['docs/command.md'] },
  { name: 'Service and cluster', pages: ['docs/server.md', 'docs/cluster.md'] },
  { name: 'Library', pages: ['docs/library.md', 'docs/samples.md', 'docs/pool.md', 'docs/runtimes.md'] },
  { name: 'Reference', pages: ['reference/'] },
  { name: 'How it is tested', pages: ['test/README.md', 'docs/accuracy.md', 'docs/reliability.md'] },
  {
    name: 'Benchmarks',
    pages: [
      'bench/README.md',
      ['bench/results.md', 'Results', 'Times of metrics, batches and curves, beside numpy and C++.'],
      ['bench/results-laws.md', 'Results: rules and divergences', 'Times of what goes beyond the paper, beside numpy.'],
      ['bench/results-files.md', 'Results: files', 'Times of reading and evaluating large files of samples.'],
      ['bench/results-pool.md', 'Results: threads', 'Times with one thread and with several, of batches and of files.'],
      ['bench/results-server.md', 'Results: the service', 'Requests in a second, and how long they take, under load.'],
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
 * @property {string | undefined} summary What it is about, if neither the list of pages nor its first sentence says so.
 */

/**
 * All pages that are files of the repository, in the order of the navigation.
 *
 * @returns {Page[]}
 */
export function listPages() {
  const entries = PARTS.flatMap(({ name, pages }) => pages.map((page) => ({ part: name, entry: [page].flat() })));
  const named = new Set(entries.map(({ entry: [source] }) => source));
  return entries.flatMap(({ part, entry: [source, title, summary] }) => {
    const sources = source.endsWith('/') ? pagesIn(source).filter((path) => !named.has(path)) : [source];
    return sources.map((path) => ({ part, source: path, path: sitePath(path), title, summary }));
  });
}

/** The names of the parts, in order. */
export const partNames = PARTS.map(({ name }) => name);

/** @param {string} folder */
function pagesIn(folder) {
  if (!existsSync(ROOT + folder)) return [];
  const names = readdirSync(ROOT + folder).filter((name) => name.endsWith('.md'));
  return names.map((name) => folder + name).sort((a, b) => headingOf(a).localeCompare(headingOf(b), 'en'));
}

/** @param {string} path */
const headingOf = (path) => /^# (.*)$/m.exec(readFileSync(ROOT + path, 'utf8'))?.[1] ?? path;

/** @param {string} source */
function sitePath(source) {
  if (source === 'README.md') return 'index.md';
  if (source === 'docs/README.md') return 'pages.md';
  return source
    .replace(/^docs\//, '')
    .replace(/README\.md$/, 'index.md')
    .replace(/[A-Z]+\.md$/, (name) => name.toLowerCase());
}
