// The words of SUBTLEX-US by how long they are and how often they occur, which is all that the numbers on the page depend on (tools/words.mjs makes
// the files). They are fetched when they are first needed, from where the page itself came from.

import byCountUrl from '../../build/words/by-count.json?url';
import byLengthUrl from '../../build/words/by-length.json?url';
import type { LengthRun } from '../../tools/words.mjs';
import type { SupportSource } from './support-source';

const loading = new Map<string, Promise<unknown>>();

async function load(url: string): Promise<unknown> {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.json();
  } catch {
    // said below
  }
  throw new Error('The words could not be loaded. Check the connection, and choose them again.');
}

function loaded<T>(url: string): Promise<T> {
  const promise = loading.get(url) ?? load(url);
  loading.set(url, promise);
  // a later call tries again
  promise.catch(() => loading.delete(url));
  return promise as Promise<T>;
}

/** Every word's count and length, the shortest first, and of one length the most frequent. */
export function expandWords(runs: readonly LengthRun[]): { counts: Float64Array; lengths: Float64Array } {
  const counts: number[] = [];
  const lengths: number[] = [];
  for (const { length, counts: coded } of runs) {
    let times = 1;
    for (const number of coded) {
      if (number < 0) {
        times = -number;
        continue;
      }
      for (; times > 0; times--) {
        counts.push(number);
        lengths.push(length);
      }
      times = 1;
    }
  }
  return { counts: Float64Array.from(counts), lengths: Float64Array.from(lengths) };
}

export async function wordsByLength(): Promise<SupportSource> {
  const runs = await loaded<LengthRun[]>(byLengthUrl);
  const { counts, lengths } = expandWords(runs);
  const examples = new Map(runs.map(({ length, example }) => [length, example]));
  return {
    title: 'words, reward −length',
    input: { weights: counts, rewards: lengths.map((length) => -length) },
    // the page names the likeliest outcome of a bin, which is the likeliest of its length
    labels: Array.from(lengths, (length) => examples.get(length) ?? ''),
  };
}

export async function wordsByLikelihood(): Promise<SupportSource> {
  const [runs, names] = await Promise.all([loaded<LengthRun[]>(byLengthUrl), loaded<[number, string][]>(byCountUrl)]);
  const { counts } = expandWords(runs);
  const examples = new Map(names);
  return {
    title: 'words, reward log count',
    input: { weights: counts, rewards: counts.map(Math.log) },
    labels: Array.from(counts, (count) => examples.get(count) ?? ''),
  };
}
