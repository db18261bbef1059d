// The content security policy of the pages of the documentation: they load from their own origin only, and run and show nothing that was not
// there when they were built.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Scripts inside of a page, and attributes of style, in pages and in the scripts that draw them. */
const INLINE_SCRIPT = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;
const STYLE_IN_PAGE = /\sstyle="([^"]*)"/g;
const STYLE_IN_SCRIPT = /\sstyle=(?:\\"([^"\\]*)\\"|"([^"]*)")/g;

/**
 * Puts the policy into every page. It is the same in all of them, since the page that is loaded first draws the others.
 *
 * @param {string} folder Where the site is.
 * @param {string[]} files Its files, by their paths in the folder.
 */
export function addPolicy(folder, files) {
  /** @param {string} file */
  const read = (file) => readFileSync(join(folder, file), 'utf8');
  const pages = files.filter((file) => file.endsWith('.html'));
  const texts = pages.map(read);
  const scripts = texts.flatMap((text) => matches(text, INLINE_SCRIPT));
  const styles = [
    ...texts.flatMap((text) => matches(text, STYLE_IN_PAGE)),
    ...files.filter((file) => file.endsWith('.js')).flatMap((file) => matches(read(file), STYLE_IN_SCRIPT)),
  ];
  const content = [
    "default-src 'none'",
    `script-src 'self' ${hashes(scripts)}`,
    "style-src 'self'",
    `style-src-attr 'unsafe-hashes' ${hashes(styles)}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const tag = `<meta http-equiv="Content-Security-Policy" content="${content}">`;
  for (const [i, page] of pages.entries())
    writeFileSync(join(folder, page), texts[i].replace('<meta charset="utf-8">', `$&\n    ${tag}`));
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
const matches = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]);

/** @param {string[]} texts */
function hashes(texts) {
  const unescaped = texts.map((text) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
  return [...new Set(unescaped)].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}
