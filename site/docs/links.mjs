// Links of a page of the repository, as they are on the site.

import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { ROOT } from './pages.mjs';

/** Blocks and pieces of code, which are kept, or a link or a picture. */
const PARTS = /^( *)```[\s\S]*?^\1```|(`+)(?!`)[\s\S]*?[^`]\2(?!`)|(!?)\[((?:`[^`]*`|[^`\]])*)\]\(([^)\s]+)\)/gm;

/**
 * Returns the text of a page with its links to files of the repository led to what the site has instead: another page or a picture. Where it
 * has neither, the text of the link remains without the link.
 *
 * @param {string} text
 * @param {string} source The page's path from the root of the repository.
 * @param {string} path Its path on the site.
 * @param {ReadonlyMap<string, string>} paths The paths on the site of all pages, by their sources.
 * @returns {{ text: string, pictures: string[] }} With the pictures that it shows, as paths from the root of the repository.
 */
export function mapLinks(text, source, path, paths) {
  /** @type {string[]} */
  const pictures = [];
  const mapped = text.replaceAll(PARTS, (whole, _indent, _ticks, picture, label, target) => {
    if (target === undefined || target.startsWith('#') || /^[a-z]+:/.test(target)) return whole;
    const [file, anchor] = target.split('#');
    const wanted = posix.join(posix.dirname(source), file);
    if (picture) {
      pictures.push(wanted);
      return `![${label}](${relative(path, pictureOf(wanted))})`;
    }
    const page = paths.get(asPage(wanted));
    if (page === undefined) return label;
    return `[${label}](${relative(path, page)}${anchor === undefined ? '' : `#${anchor}`})`;
  });
  return { text: mapped, pictures };
}

/**
 * Where the site has a picture of the repository.
 *
 * @param {string} file
 */
export const pictureOf = (file) => `pictures/${file}`;

/**
 * The page that a link to a folder means.
 *
 * @param {string} wanted
 */
function asPage(wanted) {
  const isFolder = existsSync(ROOT + wanted) && statSync(ROOT + wanted).isDirectory();
  return isFolder ? posix.join(wanted, 'README.md') : wanted;
}

/**
 * @param {string} from
 * @param {string} to
 */
function relative(from, to) {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
