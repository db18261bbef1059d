// The licences of the packages that a bundle holds.

import { readdirSync, readFileSync } from 'node:fs';

/**
 * Returns the licences of all packages as one text, from the paths of the modules that were bundled.
 *
 * @param {Iterable<string>} paths
 */
export function licencesOf(paths) {
  const folders = [...paths].flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(`${folder}/${file}`, 'utf8') : `See https://spdx.org/licenses/${license}.html\n`;
    return `${name} ${version} (${license})\n\n${text}`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
