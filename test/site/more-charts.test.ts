// The further charts of samples in the explorer: prompts at each n, runs compared, votes, and a proxy against gold.

import { describe, expect, it } from 'vitest';
import { describeFiles } from '../../site/files/describe-files';
import { readSource } from '../../site/files/file-source';
import { viewOf } from '../../site/files/file-view';
import type { FileColumns } from '../../site/references';
import { compare, goldCurve, Samples } from '../../src/index';

let id = 2e6;

/** The further charts of files that each hold rows. */
async function chartsOf(files: Record<string, object[]>, choice?: string, change: Partial<FileColumns> = {}) {
  const [file, ...others] = Object.entries(files).map(
    ([name, rows]) => new File([rows.map((row) => JSON.stringify(row)).join('\n')], name)
  );
  const { guess } = await describeFiles([file, ...others]);
  const columns = { ...guess, ...change } as FileColumns;
  const view = viewOf(await readSource({ name: 'file', file, others, id: id++, columns, choice }));
  const charts = (await view.more?.()) ?? [];
  return { guess, charts, chart: (id: string) => charts.find((each) => each.id === id) };
}

const rowsOf = (rewards: readonly number[][]) => rewards.flatMap((own, i) => own.map((reward) => ({ prompt: `p${i}`, reward })));

describe('prompts with n samples', () => {
  it('are counted where not all have as many', async () => {
    const { chart } = await chartsOf({ 'a.jsonl': rowsOf([[1, 0], [1, 0, 1, 1], [0, 1, 0, 0], [1]]) });
    const { series = [], text } = chart('prompts') ?? {};
    expect([[...(series[0]?.n ?? [])], [...(series[0]?.values ?? [])]]).toEqual([
      [1, 2, 4],
      [4, 3, 2],
    ]);
    expect(text).toMatch(/^Up to n = 1 all 4 prompts have n samples; at n = 4, the most, 2 have\./);
  });

  it('of two sizes, the smaller 1, too', async () => {
    const { chart } = await chartsOf({ 'a.jsonl': rowsOf([[1, 0], [1]]) });
    expect(chart('prompts')?.text).toMatch(/^Up to n = 1 all 2 prompts have n samples; at n = 2, the most, 1 has\./);
  });

  it('are not shown where all have as many', async () => {
    const { charts } = await chartsOf({
      'a.jsonl': rowsOf([
        [1, 0],
        [1, 0],
      ]),
    });
    expect(charts).toEqual([]);
  });
});

describe('runs compared', () => {
  it('of several files with several models each: those of the model that is open, once', async () => {
    const of = (base: number, models: readonly string[]) =>
      models.flatMap((model, i) =>
        rowsOf([
          [base + 10 * i, base + 10 * i + 1],
          [0, 1],
          [3, 5],
        ]).map((row) => ({ model, ...row }))
      );
    const files = { 'a.jsonl': of(0, ['m1', 'm2']), 'b.jsonl': of(7, ['m1', 'm2']) };
    const first = (await chartsOf(files, 'all-0')).chart('comparison');
    const second = (await chartsOf(files, 'all-1')).chart('comparison');
    // the looks are those of the places: a m1, a m2, b m1, b m2
    expect(first?.series.map(({ label, look }) => [label, look])).toEqual([['a.jsonl less b.jsonl', 2]]);
    expect(second?.series.map(({ label, look }) => [label, look])).toEqual([['a.jsonl less b.jsonl', 3]]);
    const alone = await chartsOf({ 'a.jsonl': of(0, ['m1', 'm2']), 'b.jsonl': of(7, ['m2', 'm3']) }, 'all-0');
    expect(alone.chart('comparison')).toMatchObject({ text: expect.stringMatching(/^No other run differs/), series: [] });
  });

  const runs = {
    'north.jsonl': [
      [1, 1, 0],
      [1, 0, 0],
      [1, 1, 1],
      [0, 1, 1],
    ],
    'south.jsonl': [
      [1, 0, 0],
      [0, 0, 0],
      [1, 1, 0],
      [0, 1, 0],
    ],
  };
  const samplesOf = (rewards: number[][]) => rewards.map((own, i) => [`p${i}`, Samples.from({ rewards: own })] as const);

  it('the difference at each n with its interval is that of the library, and the verdict is a sentence', async () => {
    const { chart } = await chartsOf(Object.fromEntries(Object.entries(runs).map(([name, rewards]) => [name, rowsOf(rewards)])));
    const { series = [], text } = chart('comparison') ?? {};
    const { rows } = compare(samplesOf(runs['north.jsonl']), samplesOf(runs['south.jsonl']), { ns: [1, 2, 3] });
    expect(series[0]?.label).toBe('north.jsonl less south.jsonl');
    expect([...(series[0]?.n ?? [])]).toEqual([1, 2, 3]);
    expect([...(series[0]?.values ?? [])]).toEqual(rows.map(({ expectedReward }) => expectedReward.difference));
    expect([...(series[0]?.band?.low ?? [])]).toEqual(
      rows.map(({ expectedReward }) => expectedReward.interval?.[0] ?? Number.NaN)
    );
    expect(text).toMatch(
      /^No difference between north\.jsonl and south\.jsonl is certain at n = 3: north\.jsonl is higher by .* points?,/
    );
  });

  it('the run that is chosen stands first', async () => {
    const { chart } = await chartsOf(
      Object.fromEntries(Object.entries(runs).map(([name, rewards]) => [name, rowsOf(rewards)])),
      'all-1'
    );
    expect(chart('comparison')?.series[0].label).toBe('south.jsonl less north.jsonl');
  });

  it('without a prompt in common, that is said', async () => {
    const other = rowsOf([[1, 0]]).map((row) => ({ ...row, prompt: 'other' }));
    const { chart } = await chartsOf({ 'a.jsonl': rowsOf([[1, 0]]), 'b.jsonl': other });
    expect(chart('comparison')?.series).toEqual([]);
    expect(chart('comparison')?.text).toMatch(/^The runs cannot be compared: .*common/);
  });
});

describe('votes and gold', () => {
  /** The reward likes long answers, the gold score only up to a point. */
  const rows = [1, 2, 3].flatMap((shift) =>
    [1, 2, 3, 4].map((x) => ({
      prompt: `p${shift}`,
      reward: x,
      gold_score: x * (5 - x) + shift * (x % 2),
      answer: x < 3 ? 'A' : x === 3 ? 'B' : 'C',
    }))
  );

  it('a column of answers that differ is taken for those that vote, and each way to choose has a curve', async () => {
    const { guess, chart } = await chartsOf({ 'a.jsonl': rows });
    expect(guess).toMatchObject({ answer: 'answer', gold: 'gold_score' });
    const { series = [], title } = chart('votes') ?? {};
    expect(title).toBe('gold_score, by how one of n answers is chosen');
    expect(series.map(({ label }) => label)).toEqual(['mean', 'best by reward', 'majority', 'weighted majority', 'oracle']);
    const at = (label: string, n: number) => {
      const line = series.find((each) => each.label === label);
      return line?.values[line.n.indexOf(n)];
    };
    // the best by reward of all four is x = 4; A has half of the votes, with gold 4 + shift and 6
    expect(at('best by reward', 4)).toBeCloseTo(4, 12);
    expect(at('majority', 4)).toBeCloseTo((5 + 6 + 6 + 6 + 7 + 6) / 6, 12);
  });

  it('the right answer, which is the same for all samples, does not vote', async () => {
    const same = rows.map((row) => ({ ...row, answer: row.prompt }));
    const { guess, chart } = await chartsOf({ 'a.jsonl': same });
    expect(guess).toMatchObject({ answer: undefined });
    expect(chart('votes')).toBeUndefined();
  });

  it('gold stands beside the proxy, with its peak marked where the library has it', async () => {
    const { chart } = await chartsOf({ 'a.jsonl': rows });
    const { series = [], text } = chart('gold') ?? {};
    const prompts = [1, 2, 3].map((shift) => {
      const own = rows.filter(({ prompt }) => prompt === `p${shift}`);
      return Samples.from({
        rewards: own.map(({ reward }) => reward),
        scores: { gold: own.map(({ gold_score }) => gold_score) },
      });
    });
    const { peak, points } = goldCurve(prompts, { score: 'gold' });
    expect(series.map(({ label }) => label)).toEqual(['reward, which chooses', 'gold_score', `highest at n = ${peak.n}`]);
    expect([...series[2].n]).toEqual([peak.n]);
    // in proportion to the gains, whatever the unit
    const gains = points.map(({ gain }) => gain);
    const last = gains.length - 1;
    series[1].values.forEach((value, i) => {
      expect(value / series[1].values[last]).toBeCloseTo(gains[i] / gains[last], 12);
    });
    expect(text).toContain(`gold_score is highest at n = ${peak.n}`);
  });

  it('without a gold score there is none', async () => {
    const { chart } = await chartsOf({ 'a.jsonl': rows }, undefined, { gold: undefined } as Partial<FileColumns>);
    expect(chart('gold')).toBeUndefined();
    expect(chart('votes')?.title).toBe('reward, by how one of n answers is chosen');
  });
});
