// Writes the pages of the documentation into one folder, as VitePress reads them: those of the repository with their links led to where the
// site has things, and the generated reference.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, plain } from './describe.mjs';
import { mapLinks, pictureOf } from './links.mjs';
import { listPages, partNames, ROOT } from './pages.mjs';
import { referencePages } from './reference/index.mjs';

/** The folder with the pages, and with the list of them. */
export const PAGES_FOLDER = `${ROOT}build/docs-pages`;
export const PAGES_LIST = `${PAGES_FOLDER}/pages.json`;

/**
 * @typedef {object} StagedPage
 * @property {string} part The part of the navigation that it is in.
 * @property {string} path Its path on the site, with the ending `.md`.
 * @property {string} title
 * @property {string} description
 */

/**
 * Writes all pages, and returns them in the order of the navigation.
 *
 * @returns {Promise<StagedPage[]>}
 */
export async function stagePages() {
  rmSync(PAGES_FOLDER, { recursive: true, force: true });
  const staged = [...stageRepository(), ...(await referencePages()).map(stageReference)];
  const pages = partNames.flatMap((part) => staged.filter((page) => page.part === part));
  writeFileSync(PAGES_LIST, JSON.stringify(pages, null, 2));
  return pages;
}

/** Writes those that are files of the repository. */
export function stageRepository() {
  const pages = listPages();
  const paths = new Map(pages.map(({ source, path }) => [source, path]));
  const summaries = summariesInList();
  return pages.map(({ part, source, path, title, summary }) => {
    const mapped = mapLinks(readFileSync(ROOT + source, 'utf8'), source, path, paths);
    for (const picture of mapped.pictures) copy(picture);
    return stage({ part, path, title }, mapped.text, summaries.get(source) ?? summary);
  });
}

/** What the list of pages says of each of them, by its path from the root of the repository. */
function summariesInList() {
  const rows = readFileSync(`${ROOT}docs/README.md`, 'utf8').matchAll(/^\| \[[^\]]*\]\(([^)]+)\) \| (.*) \|$/gm);
  return new Map([...rows].map(([, target, summary]) => [posix.join('docs', target), asSentence(plain(summary))]));
}

/** @param {string} text */
const asSentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

/** @param {{ path: string, text: string }} page */
const stageReference = ({ path, text }) => stage({ part: 'Reference', path, title: undefined }, text);

/** A shorter summary than this says no more than a title. */
const MIN_SUMMARY = 25;

/**
 * @param {{ part: string, path: string, title: string | undefined }} page
 * @param {string} markdown
 * @param {string} summary What the list of pages says of it, if anything.
 * @returns {StagedPage}
 */
function stage({ part, path, title: ownTitle }, markdown, summary = '') {
  const described = describe(markdown);
  const title = ownTitle ?? described.title;
  const description = summary.length < MIN_SUMMARY ? described.description : summary;
  write(path, `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(description)}\n---\n\n${markdown}`);
  return { part, path, title, description };
}

/**
 * @param {string} path
 * @param {string} content
 */
function write(path, content) {
  const file = join(PAGES_FOLDER, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** @param {string} picture */
function copy(picture) {
  const file = join(PAGES_FOLDER, pictureOf(picture));
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(ROOT + picture, file);
}
