// What harnesses write around their samples: tasks, models and judgements that are no repeats, files without samples, seeds in files of their own.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';
import { type ColumnOptions, inferColumns } from '../../src/sample-files/sample-columns';
import { summaryOf } from '../../src/sample-files/summaries';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-harness-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Fields = Record<string, unknown>;

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const lines = (records: readonly Fields[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function run(files: readonly string[], options: ColumnOptions = {}) {
  const opened = await openFiles(files, options);
  const settings = { skipBad: false, ns: [1, 2], confidence: 0.95, seed: 1, resamples: 10 };
  const { groups, notices } = await runFiles(opened, inThisThread(), settings);
  const curves = groups.map(({ labels, result: { rows } }) => [labels, rows.map(({ expectedReward }) => expectedReward.mean)]);
  return { curves, told: [...opened.notices, ...notices].join('\n') };
}

const document = (doc_id: number, resps: string, exact_match: unknown, more: Fields = {}): Fields => ({
  doc_id,
  resps: [[resps]],
  filtered_resps: [resps],
  filter: 'none',
  exact_match,
  ...more,
});

describe('the log of an evaluation harness', () => {
  it('has documents of two tasks, which share their numbers', async () => {
    const records = [
      document(0, 'a', 1, { doc: { q: 'x' } }),
      document(0, 'b', 0, { doc: { q: 'y' } }),
      document(1, 'a', 1, { doc: { q: 'z' } }),
    ];
    expect((await run([write('tasks.jsonl', lines(records))])).curves).toEqual([
      [{ filter: 'none' }, [expect.closeTo(2 / 3, 14), null]],
    ]);
    const named = ['s', 't'].map((task_name, i) => document(0, 'a', i, { task_name, doc_hash: 'h' }));
    expect(inferColumns(named).columns.prompt).toEqual(['task_name', 'doc_id', 'doc_hash']);
  });

  it('is refused where one answer was judged twice, unless the user says what tells the judgements apart', () => {
    const twice = [document(0, 'a', 1, { judge: 1 }), document(0, 'a', 0, { judge: 2 })];
    expect(() => inferColumns(twice)).toThrow('document 0 stands there twice with the same resps');
    expect(() => inferColumns(twice, { prompt: ['doc_id'], reward: 'exact_match' })).toThrow('--run COLUMN');
    expect(inferColumns(twice, { run: 'judge' }).columns.by).toEqual(['filter', 'judge']);
    expect(inferColumns(twice, { pool: true }).columns.by).toEqual(['filter']);
    expect(inferColumns([document(0, 'a', 1), document(0, 'b', 0)]).columns.reward).toBe('exact_match');
  });

  it('has a value of a metric for each response where that is a list as long as the responses', async () => {
    const listed = (doc_id: number, values: number[]) => ({ ...document(doc_id, '', values), resps: [['a', 'b']] });
    const file = write('lists.jsonl', lines([listed(0, [1, 0]), listed(1, [0, 0])]));
    expect((await run([file])).curves).toEqual([[{ filter: 'none' }, [1 / 4, 1 / 2]]]);
  });

  it('stands beside a summary, which is left out of its folder and refused by itself', async () => {
    write('harness/samples_t_1.jsonl', lines([document(0, 'a', 1), document(0, 'b', 0)]));
    const summary = write('harness/results_1.json', JSON.stringify({ results: {}, configs: {}, versions: {} }));
    const { curves, told } = await run([join(folder, 'harness')]);
    expect(curves).toEqual([[{ filter: 'none' }, [1 / 2, 1]]]);
    expect(told).toContain('results_1.json is left out: this is a summary of lm-evaluation-harness, without samples');
    await expect(run([summary])).rejects.toThrow('run it with --log_samples, and give the files samples_TASK_DATE.jsonl');
  });
});

describe('a log of Inspect', () => {
  const log = (model: string, task: string, ids: string[], value: unknown) => ({
    version: 2,
    status: 'success',
    eval: { task, model },
    samples: ids.flatMap((id) => [1, 2].map((epoch) => ({ id, epoch, scores: { match: { value } } }))),
  });

  it('in a folder with logs of other tasks and models has a curve of its own, although no sample stands in two of them', async () => {
    write('logs/a.json', JSON.stringify(log('m/a', 'sums', ['1'], 'C'), null, 2));
    write('logs/b.json', JSON.stringify(log('m/b', 'code', ['x'], 'I'), null, 2));
    expect((await run([join(folder, 'logs')])).curves).toEqual([
      [{ task: 'sums', model: 'm/a' }, [1, 1]],
      [{ task: 'code', model: 'm/b' }, [0, 0]],
    ]);
  });

  it('counts words for yes and numbers as text as Inspect does, and the labels that the user lists', async () => {
    const yes = write('yes.json', JSON.stringify(log('m', 't', ['1'], 'yes'), null, 2));
    const half = write('half.json', JSON.stringify(log('m', 't', ['1'], '0.5'), null, 2));
    const good = write('good.json', JSON.stringify(log('m', 't', ['1'], 'good'), null, 2));
    expect((await run([yes])).curves).toEqual([[{}, [1, 1]]]);
    expect((await run([half])).curves).toEqual([[{}, [0.5, 0.5]]]);
    await expect(run([good])).rejects.toThrow('give --reward match with --pass LABEL=NUMBER');
    expect((await run([good], { reward: 'match', pass: 'good=1,bad=0' })).curves).toEqual([[{}, [1, 1]]]);
  });
});

describe('files', () => {
  it('of one sample for each of the same prompts may be the seeds of one run, which is said', async () => {
    const seeds = [1, 0].map((reward, i) => write(`seed-${i}.jsonl`, lines(['a', 'b'].map((prompt) => ({ prompt, reward })))));
    expect((await run(seeds)).told).toContain('if the files are samples of one run, such as its seeds, give --pool');
    expect((await run(seeds, { pool: true })).curves).toEqual([[{}, [1 / 2, 1]]]);
  });

  it('with a list that is null everywhere have no score in it', () => {
    const record = { question: 'q', code: ['a', 'b'], report: [null, null], score: [true, false] };
    expect(inferColumns([record]).columns).toMatchObject({ reward: 'score', scores: [], wide: true });
  });

  it.each<[string, Fields, string]>([
    ['evaluations', { eval_id: 'e', total_samples: 4, score_headline_value: 0.5 }, 'samples_df'],
    ['a header', { version: 2, status: 'success', eval: {}, stats: {} }, 'inspect log dump'],
    ['untested code', { task_id: 'HumanEval/0', completion: 'x' }, 'run the tests'],
    ['patches', { instance_id: 'a', model_patch: 'x' }, 'report'],
    ['ungraded answers', { question_id: 'a', output_list: [], code_list: [] }, '_eval_all.json'],
    ['statistics', { name: {}, count: 1, sum: 1, sum_squared: 1 }, 'per_instance_stats.json'],
    ['predictions by number', { key: '0', value: { origin_prompt: 'x', prediction: 'y' } }, '--dump-eval-details'],
    ['a table', { version: 2, results: { table: {} } }, 'promptfoo eval -o results.json'],
    ['a batch', { custom_id: 'a', response: {}, error: null }, 'score the answers'],
  ])('without scored samples are refused with the name of what to give: %s', (_, record, hint) => {
    expect(summaryOf([record])).toContain(hint);
    expect(() => inferColumns([record])).toThrow(hint);
  });

  it('with scores are none of those', () => {
    expect(summaryOf([{ task_id: 'a', completion: 'x', passed: true }])).toBeUndefined();
    expect(summaryOf([{ question_id: 'a', output_list: [], graded_list: [true] }])).toBeUndefined();
    expect(summaryOf([{ prompt: 'a', reward: 1 }])).toBeUndefined();
  });
});
