// Texts of numbers without names, and the first rows of data, as the explorer reads what is pasted.

import { describe, expect, it } from 'vitest';
import { describeFile } from '../../site/files/describe';
import { describeFiles } from '../../site/files/describe-files';
import { readSource } from '../../site/files/file-source';
import { viewOf } from '../../site/files/file-view';
import { type NumberLayout, outcomesIn } from '../../site/files/number-layouts';
import { numbersIn } from '../../site/files/number-text';
import { fileOfText } from '../../site/files/pasted';
import type { FileColumns } from '../../site/references';

let id = 1e6;
const fileOf = (text: string, name = 'pasted text') => new File([text], name);

/** The rewards and weights that a text is taken for. */
function outcomes(text: string, layout?: Exclude<NumberLayout, 'prompts'>) {
  const found = numbersIn(text);
  if (!found) return undefined;
  const { rewards, weights } = outcomesIn(found, layout ?? (found.layout as 'rewards'));
  return [[...rewards], [...weights]];
}

describe('numbers without names', () => {
  it.each<[string, string, [number[], number[]]]>([
    [
      'one on each line',
      '1\n2.5\n-3e-1\n',
      [
        [1, 2.5, -0.3],
        [1, 1, 1],
      ],
    ],
    [
      'one line',
      ' 1 2, 3;4\t5 ',
      [
        [1, 2, 3, 4, 5],
        [1, 1, 1, 1, 1],
      ],
    ],
    [
      'a list',
      '[1, 2,\n 3]',
      [
        [1, 2, 3],
        [1, 1, 1],
      ],
    ],
    [
      'commas',
      '1,3\n2,5\n',
      [
        [1, 2],
        [3, 5],
      ],
    ],
    [
      'semicolons and decimal commas',
      '1,5;3\n2,25;5\n',
      [
        [1.5, 2.25],
        [3, 5],
      ],
    ],
    [
      'tabs, Windows line ends, a mark of UTF-8 and blank lines',
      '\ufeff1\t3\r\n\r\n2\t5\r\n',
      [
        [1, 2],
        [3, 5],
      ],
    ],
    [
      'pairs of JSON',
      '[[1, 3], [2, 5]]',
      [
        [1, 2],
        [3, 5],
      ],
    ],
    [
      'pairs of JSON on lines',
      '[1, 3]\n[2, 5]\n',
      [
        [1, 2],
        [3, 5],
      ],
    ],
    [
      'probabilities first',
      '0.25 7\n0.75 8\n',
      [
        [7, 8],
        [0.25, 0.75],
      ],
    ],
    [
      'weights first, since rewards alone may be negative',
      '3 -1\n5 -2\n',
      [
        [-1, -2],
        [3, 5],
      ],
    ],
    [
      'a name above',
      'reward\n1\n2\n',
      [
        [1, 2],
        [1, 1],
      ],
    ],
    [
      'names above, with blanks',
      'count reward\n3 1\n5 2\n',
      [
        [1, 2],
        [3, 5],
      ],
    ],
    [
      'infinities',
      '-inf\n1\n',
      [
        [Number.NEGATIVE_INFINITY, 1],
        [1, 1],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(outcomes(text)).toEqual(expected);
  });

  it('the reader may say otherwise: of 1,3 and 2,5 they are pairs, decimals, a prompt each, or four rewards', () => {
    const found = numbersIn('1,3\n2,5\n');
    expect(found?.layouts).toEqual(['rewards', 'rewardWeight', 'weightReward', 'prompts', 'decimals']);
    expect(outcomes('1,3\n2,5', 'rewards')?.[0]).toEqual([1, 3, 2, 5]);
    expect(outcomes('1,3\n2,5', 'weightReward')?.[0]).toEqual([3, 5]);
    expect(outcomes('1,3\n2,5', 'decimals')?.[0]).toEqual([1.3, 2.5]);
  });

  it('decimals keep their zeros, their sign and their exponent, and such are taken for decimals at once', async () => {
    expect(outcomes('1,05\n2,10\n-0,5\n1,5e-3\n7')?.[0]).toEqual([1.05, 2.1, -0.5, 0.0015, 7]);
    expect(outcomes('1,5e-3\n2,5', 'decimals')?.[0]).toEqual([0.0015, 2.5]);
    const { preview, guess } = await describeFile(fileOf('1,05\n2,10\n'));
    expect([guess, preview.rows]).toEqual([{ kind: 'numbers', layout: 'decimals' }, [['1.05'], ['2.1']]]);
  });

  it('with a minus sign of typography', () => {
    expect(outcomes('\u22125\n3\n1e\u22122\n\u2212∞')?.[0]).toEqual([-5, 3, 0.01, Number.NEGATIVE_INFINITY]);
  });

  it.each(['10 000\n20 000', '1,000\n2,500', '1,234,050\n17', '1 000,5\n2 000,5'])(
    'of thousands set apart, as in %j, no number is made',
    async (text) => {
      await expect(describeFile(fileOf(text))).rejects.toThrow(/^pasted text:1: ".*" seems to have something between thousands/);
    }
  );

  it.each(['NaN', 'null', 'None', 'NA', 'true'])('%s on the first line is no name, and is not left out', async (value) => {
    await expect(describeFile(fileOf(`${value}\n1\n2\n`))).rejects.toThrow(`pasted text:1: "${value}" is no number`);
  });

  it('two words above single numbers are a title', async () => {
    expect((await describeFile(fileOf('my rewards\n1\n2\n'))).guess).toEqual({ kind: 'numbers', layout: 'rewards' });
    expect(outcomes('my rewards\n1\n2\n')).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });

  it.each(['id reward\n1 0.5\n2 0.7\n', 'logprob reward\n-1.2 0.5\n-0.3 1\n'])(
    'names that are not those of a weight and a reward, as in %j, are not passed over',
    async (text) => {
      await expect(describeFile(fileOf(text))).rejects.toThrow(/put commas or tabs between them/);
    }
  );

  it('a line with more numbers than names is an error', async () => {
    await expect(describeFile(fileOf('reward weight\n1 2\n3 4 5\n'))).rejects.toThrow('pasted text:3: it has 3 numbers');
  });

  it('lists on lines are known by their lines, blank ones too', () => {
    expect(numbersIn('\n[1, 2]\n\n[3, 4]\n')?.lines.map(({ at }) => at)).toEqual([2, 4]);
  });

  it.each(['', 'a,b\n1,2\n', '{"reward":1}', '[{"reward":1}]', 'a b c\n1 2 3', 'hello', '[1, "a"]', 'x'])(
    '%s holds something else',
    (text) => {
      expect(numbersIn(text)).toBeUndefined();
    }
  );

  it('what is no number after numbers is named with its line', async () => {
    await expect(describeFile(fileOf('1\n2\nthree\n'))).rejects.toThrow('pasted text:3: "three" is no number');
  });

  it('lines of three and more are the samples of a prompt each', async () => {
    const file = fileOf('1 0 1\n0 0 0\n');
    const { guess, takenFor } = await describeFile(file);
    expect(takenFor).toBe('taken for numbers without names: the rewards of a prompt’s samples on each line');
    const view = viewOf(await readSource({ name: 'file', file, id: id++, columns: guess as FileColumns }));
    // 2/3 and 0; of two, all pairs of the first prompt have a 1
    expect([1, 2].map((n) => view.at(n).values.expectedReward)).toEqual([1 / 3, 1 / 2]);
  });
});

describe('what is pasted is told by its content', () => {
  it.each<[string, string, RegExp]>([
    ['records of JSON', '[{"prompt":"a","reward":1},{"prompt":"a","reward":0}]', /^taken for scored answers/],
    ['JSON lines', '{"prompt":"a","reward":1}\n{"prompt":"a","reward":0}\n', /^taken for scored answers/],
    [
      'CSV with semicolons',
      'prob;reward\n0,5;1\n0,5;2\n',
      /^taken for a reference policy: probs in prob.*semicolon.*decimal comma/,
    ],
    [
      'records with a reward alone',
      '[{"reward":1},{"reward":0}]',
      /^taken for outcomes that are equally likely: reward in reward$/,
    ],
  ])('%s', async (_, text, takenFor) => {
    expect((await describeFile(fileOf(text))).takenFor).toMatch(takenFor);
  });

  it('what is none of these is said without speaking of a name, which a text does not have', async () => {
    await expect(describeFile(fileOfText('some words', 'pasted text'))).rejects.toThrow(
      /^pasted text does not tell its format.*; paste numbers, JSON, or CSV/
    );
  });

  it('shows the first five rows, and offers columns of numbers where a number is needed', async () => {
    const row = (i: number) => ({
      text: `a${i}`.padEnd(90, '.'),
      score: i,
      flag: i % 2 === 0,
      list: [i],
      note: i === 1 ? null : '7',
      mixed: i ? 'x' : 1,
    });
    const lines = Array.from({ length: 9 }, (_, i) => JSON.stringify(row(i))).join('\n');
    const { preview, numeric, guess } = await describeFile(fileOf(lines));
    expect(preview.columns).toEqual(['text', 'score', 'flag', 'list', 'note', 'mixed']);
    expect(preview.rows.map((cells) => cells[1])).toEqual(['0', '1', '2', '3', '4']);
    expect(preview.rows[1].slice(2)).toEqual(['false', '[1]', '', 'x']);
    expect(preview.rows[0][0]).toHaveLength(49);
    expect(numeric).toEqual(['score', 'flag', 'list', 'note']);
    expect(guess).toBeUndefined();
    const wide = await describeFile(
      fileOf(JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`c${i}`, i]))))
    );
    expect([wide.preview.columns.length, wide.preview.allColumns]).toEqual([12, 20]);
  });
});

describe('several files', () => {
  const run = (name: string, rewards: number[]) =>
    fileOf(rewards.map((reward) => JSON.stringify({ prompt: 'p', reward })).join('\n'), name);
  const opened = async (files: File[]) => {
    const { guess, takenFor } = await describeFiles(files);
    const [file, ...others] = files;
    const source = await readSource({ name: 'file', file, others, id: id++, columns: guess as FileColumns });
    return { view: viewOf(source), takenFor };
  };

  it('are a run each, called by the file, also where their kinds differ', async () => {
    const files = [
      run('a.jsonl', [0, 1]),
      fileOf('prompt,score\np,3\np,5\n', 'b.csv'),
      fileOf('1 2 6\n', 'c.txt'),
      run('a.jsonl', [1, 1]),
    ];
    const { view, takenFor } = await opened(files);
    expect(takenFor).toMatch(/^4 files, a run each: a\.jsonl: taken for .*; b\.csv: taken for .*; c\.txt: taken for numbers/);
    const { others = [], title } = view.overview(1);
    expect(title).toBe('4 files, a.jsonl: mean over 1 prompt');
    expect(others.map(({ name }) => name)).toEqual(['b.csv', 'c.txt', 'a.jsonl (2)']);
    const { values, others: beside = [] } = view.at(1);
    expect([values, ...beside].map(({ expectedReward }) => expectedReward)).toEqual([0.5, 4, 3, 1]);
  });

  it('which lack an answer or a gold score of the first are read by the reward that was chosen all the same', async () => {
    const lines = (rewards: number[], more: object) =>
      rewards.map((other) => JSON.stringify({ prompt: 'p', reward: 0, other, ...more })).join('\n');
    const others = [fileOf(lines([30, 40], {}), 'b.jsonl')];
    for (const more of [{ answer: 'x' }, { gold_score: 1 }, { logprob: -1 }]) {
      const file = fileOf(lines([10, 20], more), 'a.jsonl');
      const columns = {
        kind: 'samples',
        prompt: ['prompt'],
        reward: 'other',
        ...('answer' in more ? { answer: 'answer' } : 'logprob' in more ? { logProb: 'logprob' } : { gold: 'gold_score' }),
      } as const;
      const view = viewOf(
        await readSource({ name: 'file', file, others, id: id++, columns: { ...columns, prompt: ['prompt'] } })
      );
      const { values, others: beside = [] } = view.at(1);
      expect([values, ...beside].map(({ expectedReward }) => expectedReward)).toEqual([15, 35]);
      expect((await view.more?.())?.map((chart) => chart.id)).toContain('comparison');
    }
  });

  it('of which one holds a whole reference are not shown together', async () => {
    const whole = fileOf('prob,reward\n0.5,1\n0.5,2\n', 'whole.csv');
    await expect(describeFiles([run('a.jsonl', [0, 1]), whole])).rejects.toThrow(/whole\.csv seems to hold a whole reference/);
  });
});
