// The licences of the packages that a bundle holds, with the notices that must go along with them.

import { readdirSync, readFileSync } from 'node:fs';

/**
 * Returns the licences of all packages as one text.
 *
 * @param {ReturnType<typeof import('./bundled.mjs').bundledPackages>} packages
 */
export function licencesOf(packages) {
  const texts = packages.map(({ folder, manifest: { name, version, license } }) => {
    const files = readdirSync(folder).sort();
    // licences before notices, and each kind whole: a package may have several of either
    const held = [/^(licen[cs]e|copying)/i, /^notice/i].flatMap((pattern) => files.filter((file) => pattern.test(file)));
    const hasLicence = held.some((file) => !/^notice/i.test(file));
    const parts = held.map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
    if (!hasLicence) parts.unshift(`See https://spdx.org/licenses/${license}.html\n`);
    return `${name} ${version} (${license})\n\n${parts.join('\n')}`;
  });
  return together(texts);
}

const SEPARATOR = `\n${'-'.repeat(80)}\n\n`;

/**
 * The texts of packages as one.
 *
 * @param {string[]} texts
 */
export const together = (texts) => texts.join(SEPARATOR);

/**
 * The reverse of `together`.
 *
 * @param {string} text
 */
export const separate = (text) => text.split(SEPARATOR);
