// Every link of the documentation leads somewhere, in the repository and in the package.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { slug } from '../../site/docs/slug.mjs';
import { PAGES } from '../helpers/pages';

interface Link {
  page: string;
  /** What it leads to, by its path from the root of the repository. */
  path: string;
  /** The name of a heading; empty without one. */
  anchor: string;
}

/** A page without what looks like links or headings and is code. */
const proseOf = (page: string) =>
  readFileSync(page, 'utf8')
    .replace(/^```.*?^```/gms, '')
    .replace(/(?<!\[)`[^`\n]*`(?!\])/g, (code) => code.replace(/[[\]]/g, ''));

/** The links of a page to files of the repository. */
function linksOf(page: string): Link[] {
  const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
  return targets
    .filter((target) => !/^https?:/.test(target))
    .map((target) => {
      const [file, anchor = ''] = target.split('#');
      return { page, path: file === '' ? page : posix.join(posix.dirname(page), file), anchor };
    });
}

/** The names that GitHub gives the headings of a page. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const name = slug(heading);
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name}-${times}`;
  });
}

const links = PAGES.flatMap(linksOf);

it('there are links', () => {
  expect(links.length).toBeGreaterThan(50);
});

it.each(PAGES)('the links of %s lead to files and headings', (page) => {
  for (const { path, anchor } of links.filter((link) => link.page === page)) {
    expect(existsSync(path), path).toBe(true);
    if (anchor !== '') expect(anchorsOf(path), path).toContain(anchor);
  }
});

it('every promise of accuracy names tests that there are, and what was seen', () => {
  const rows = [...readFileSync('docs/accuracy.md', 'utf8').matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row.split(' | '));
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows.slice(2)) {
    expect(row).toHaveLength(4);
    const files = [...row[2].matchAll(/`([^`]+)`/g)].map(([, file]) => file);
    expect(files.length, row[0]).toBeGreaterThan(0);
    for (const file of files) expect(existsSync(file), file).toBe(true);
  }
});

it('the package holds every page, and all that its pages lead to', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
  const files = new Set<string>(JSON.parse(packed)[0].files.map(({ path }: { path: string }) => path));
  for (const page of PAGES) expect(files).toContain(page);
  const missing = links.filter(({ path }) => !files.has(path)).map(({ page, path }) => `${page} leads to ${path}`);
  expect(missing).toEqual([]);
});
