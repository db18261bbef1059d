// Makes a built site work from any path. VitePress wants to know its path when it builds; it is given a path that stands nowhere else, and
// everywhere in what it has built that path is replaced: in pages and style sheets by a relative one, and in scripts, of which each file
// knows how deep it lies, by what the browser says of the file's own address.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';

/** The path for which VitePress builds. */
export const PLACEHOLDER = '/__base-of-the-site__/';

/**
 * @param {string} folder Where the site is.
 * @param {string[]} files Its files, by their paths in the folder.
 */
export function makeRelative(folder, files) {
  for (const file of files) {
    const rewrite = /\.html$/.test(file) ? inText : /\.css$/.test(file) ? inText : /\.js$/.test(file) ? inScript : undefined;
    if (rewrite === undefined) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    if (text.includes(PLACEHOLDER)) writeFileSync(join(folder, file), rewrite(text, upFrom(file)));
  }
}

/**
 * The relative path from a file to the root of the site.
 *
 * @param {string} file
 */
const upFrom = (file) => '../'.repeat(file.split('/').length - 1) || './';

/**
 * @param {string} text
 * @param {string} up
 */
const inText = (text, up) => text.replaceAll(PLACEHOLDER, up);

/**
 * @param {string} script
 * @param {string} up
 */
function inScript(script, up) {
  // decoded, since VitePress decodes paths before it takes the base off them
  const base = `decodeURI(new URL(${JSON.stringify(up)},import.meta.url).pathname)`;
  /** @type {[start: number, end: number, text: string][]} */
  const edits = [];
  visit(parseAst(script), (node) => {
    const text = script.slice(node.start, node.end);
    if (node.type === 'Literal' && typeof node.value === 'string' && text.includes(PLACEHOLDER)) {
      edits.push([node.start, node.end, ` ${text}.replaceAll(${JSON.stringify(PLACEHOLDER)},${base})`]);
    } else if (node.type === 'TemplateElement' && text.includes(PLACEHOLDER)) {
      edits.push([node.start, node.end, text.replaceAll(PLACEHOLDER, `\${${base}}`)]);
    }
  });
  let rewritten = '';
  let from = 0;
  for (const [start, end, text] of edits.sort((a, b) => a[0] - b[0])) {
    rewritten += script.slice(from, start) + text;
    from = end;
  }
  return rewritten + script.slice(from);
}

/**
 * @param {any} node
 * @param {(node: any) => void} see
 */
function visit(node, see) {
  if (typeof node?.type === 'string') see(node);
  for (const child of Object.values(node)) {
    if (typeof child === 'object' && child !== null) visit(child, see);
  }
}
