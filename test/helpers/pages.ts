// The pages of the documentation, and the programs that they show.

import { readdirSync, readFileSync } from 'node:fs';

/** Every page, by its path from the root of the repository. All of them are in the package, so that links between them work there. */
export const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
  ...['README.md', 'results.md', 'results-files.md', 'results-laws.md', 'results-pool.md', 'results-server.md'].map(
    (name) => `bench/${name}`
  ),
  'test/README.md',
];

/** A block of code of a page. */
export interface Example {
  page: string;
  /** Where it starts. */
  line: number;
  language: string;
  program: string;
  /** What it prints: the block without a language that follows it, if one does. */
  output: string | undefined;
}

export function examplesOf(page: string): Example[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```\n(?:\n```\n(.*?)^```$)?/gms)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1],
    program: match[2],
    output: match[3],
  }));
}

/** All but the pages of files: what these show is made, and tested, by files-page.test.ts. */
export const WRITTEN_PAGES = PAGES.filter((page) => !page.startsWith('docs/recipes/files/'));

/** All of their blocks that have a language. */
const allExamples = () => WRITTEN_PAGES.flatMap(examplesOf);

/** The programs with the output that is shown below them. */
export const shownExamples = () => allExamples().filter(({ output }) => output !== undefined);

/** Those without. */
export const unshownExamples = () => allExamples().filter(({ output }) => output === undefined);

export const titled = (list: readonly Example[]) => list.map((example) => [`${example.page}:${example.line}`, example] as const);
