// What is a run, a sample and a score: files and columns that are kept apart, samples that are given twice, labels, steps, missing scores.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';
import { type ColumnOptions, inferColumns } from '../../src/sample-files/sample-columns';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-runs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Fields = Record<string, unknown>;

function write(name: string, records: readonly Fields[]): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return file;
}

/** The labels of each curve with its means at n = 1 and n = 2, and what is said. */
async function run(files: readonly string[], options: ColumnOptions = {}, skipBad = false) {
  const opened = await openFiles(files, options, { skipBad });
  const { groups, notices } = await runFiles(opened, inThisThread(), {
    skipBad,
    ns: [1, 2],
    confidence: 0.95,
    seed: 1,
    resamples: 10,
  });
  const curves = groups.map(({ labels, result: { rows } }) => ({
    labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.replace(`${folder}/`, '')])),
    means: rows.map(({ expectedReward }) => expectedReward.mean),
  }));
  return { curves, columns: opened.columns, told: [...opened.notices, ...notices] };
}

/** Prompt a has these rewards in order, and so has prompt b. */
const samples = (a: readonly unknown[], b: readonly unknown[], more: Fields = {}): Fields[] => [
  ...a.map((reward) => ({ prompt: 'a', reward, ...more })),
  ...b.map((reward) => ({ prompt: 'b', reward, ...more })),
];

const named = { prompt: ['prompt'], reward: 'reward' };
const near = (...means: (number | null)[]) => means.map((mean) => (mean === null ? null : expect.closeTo(mean, 14)));

describe('files', () => {
  it('are runs with a curve each, or with pool parts of one run', async () => {
    const files = [write('one.jsonl', samples([1, 0], [0, 0])), write('two.jsonl', samples([1, 1], [1, 0]))];
    expect((await run(files, named)).curves).toEqual([
      { labels: { file: 'one.jsonl' }, means: near(1 / 4, 1 / 2) },
      { labels: { file: 'two.jsonl' }, means: near(3 / 4, 1) },
    ]);
    // prompt a passes 3 of 4 times and b once: 1 - C(1, 2) / C(4, 2) = 1 and 1 - C(3, 2) / C(4, 2) = 1/2
    expect((await run(files, { ...named, pool: true })).curves).toEqual([{ labels: {}, means: near(1 / 2, 3 / 4) }]);
  });

  it('of no prompt in common may be parts of one run, which is said', async () => {
    const files = [write('p.jsonl', [{ prompt: 'a', reward: 1 }]), write('q.jsonl', [{ prompt: 'b', reward: 0 }])];
    expect((await run(files, named)).told).toContain(
      'no prompt stands in two of the files: if they are parts of one run, give --pool'
    );
  });

  it('of a folder are parts of one run as long as no prompt stands in two of them', async () => {
    write('shards/part-0.jsonl', [{ prompt: 'a', reward: 1 }]);
    write('shards/part-1.jsonl', [{ prompt: 'b', reward: 0 }]);
    expect((await run([join(folder, 'shards')], named)).curves).toEqual([{ labels: {}, means: near(1 / 2, null) }]);
    write('models/x.jsonl', [{ prompt: 'a', reward: 1 }]);
    write('models/y.jsonl', [{ prompt: 'a', reward: 0 }]);
    expect((await run([join(folder, 'models')], named)).curves).toEqual([
      { labels: { file: 'models/x.jsonl' }, means: near(1, null) },
      { labels: { file: 'models/y.jsonl' }, means: near(0, null) },
    ]);
  });

  it('that lack a column are named with the columns they have, before anything is read', async () => {
    const files = [write('has.jsonl', samples([1], [0])), write('lacks.jsonl', [{ prompt: 'a', score: 1 }])];
    await expect(run(files, named)).rejects.toThrow(
      /lacks\.jsonl:1: there is no column "reward"; the columns are prompt, score; .*has\.jsonl was taken for samples, and every file/
    );
  });

  it('of one run are named only if the user asks for it', async () => {
    const file = write('alone.jsonl', samples([1, 0], [0, 0]));
    expect((await run([file], named)).curves[0].labels).toEqual({});
    expect((await run([file], { ...named, run: 'file' })).curves[0].labels).toEqual({ file: 'alone.jsonl' });
  });
});

describe('columns that tell runs apart', () => {
  const rows = [...samples([1, 0], [0, 0], { step: 10 }), ...samples([1, 1], [1, 0], { step: 20 })];

  it('are found by their names, also after the first thousand records', async () => {
    const many = Array.from({ length: 500 }, () => samples([1], [0], { step: 10 })).flat();
    const { curves } = await run([write('late.jsonl', [...many, ...samples([1], [1], { step: 20 })])], named);
    expect(curves.map(({ labels, means }) => [labels, means[0]])).toEqual([
      [{ step: '10' }, 1 / 2],
      [{ step: '20' }, 1],
    ]);
  });

  it('are shown only where they have several values, and left alone with pool or another run', async () => {
    const file = write('steps.jsonl', rows);
    expect((await run([file], named)).curves.map(({ labels }) => labels)).toEqual([{ step: '10' }, { step: '20' }]);
    expect((await run([file], { ...named, pool: true })).curves).toEqual([{ labels: {}, means: near(1 / 2, 3 / 4) }]);
    const single = write('single.jsonl', samples([1, 0], [0, 0], { step: 10 }));
    expect((await run([single], named)).curves.map(({ labels }) => labels)).toEqual([{}]);
    expect((await run([single], { ...named, run: 'step' })).curves.map(({ labels }) => labels)).toEqual([{ step: '10' }]);
  });

  it.each([
    ...['model', 'gen_model', 'responseModel', 'model_version', 'policy_version', 'ckpt_step', 'llm', 'weight_version'],
    ...['reward_model', 'judge', 'metric', 'criterion', 'reward_name'],
  ])('may be called %s', (name) => {
    const [row, other] = samples([1, 0], [], { [name]: 'x' });
    expect(inferColumns([row, { ...other, [name]: 'y' }]).columns.runs).toEqual([name]);
  });

  it('may stand in structs, but a struct is none', async () => {
    const rows = samples([1, 0], [0, 0]).map((row, i) => ({
      ...row,
      meta: { model: `m${i % 2}` },
      reward_model: { style: 'rule' },
    }));
    const { curves, columns } = await run([write('structs.jsonl', rows)], named);
    expect(columns.runs).toEqual(['meta.model']);
    // m0 has 1 and 0, m1 has 0 and 0
    expect(curves).toEqual([
      { labels: { 'meta.model': 'm0' }, means: near(1 / 2, null) },
      { labels: { 'meta.model': 'm1' }, means: near(0, null) },
    ]);
  });

  it('are those of judges only where words differ for one prompt', () => {
    const runs = (...values: unknown[]) =>
      inferColumns(values.map((judge, i) => ({ prompt: `p${i >> 1}`, reward: i, judge }))).columns.runs;
    expect(runs('x', 'y', 'x', 'y')).toEqual(['judge']);
    expect(runs('x', 'x', 'y', 'y')).toBeUndefined();
    expect(runs(0.5, 0.25, 1, 0)).toBeUndefined();
    expect(runs('1', '0', '1', '0')).toBeUndefined();
    expect(
      inferColumns([0.5, 0.25].map((reward_model) => ({ prompt: 'p', reward: 1, reward_model }))).columns.runs
    ).toBeUndefined();
  });

  it.each(['weight', 'steps', 'agents_used', 'remodel'])('are not those that are only called alike: %s', (name) => {
    expect(inferColumns(samples([1, 0], [], { [name]: 1 })).columns.runs).toBeUndefined();
  });

  it.each(['version', 'turn', 'step_idx', 'annotator'])('%s is doubted also where each row has its own', async (name) => {
    const rows = samples([1, 0], [0, 1]).map((row, i) => ({ ...row, [name]: i % 2 }));
    const said = `${name} has several values for one prompt, and its rows are counted as samples: --run ${name} keeps them apart`;
    expect((await run([write(`${name}.jsonl`, rows)], named)).told).toContain(said);
  });

  it('are doubted under any name where each prompt has the same words equally often', async () => {
    const told = async (engines: readonly string[], name = 'engine') => {
      const rows = engines.map((engine, i) => ({ prompt: `p${Math.floor(i / 4)}`, reward: i % 2, [name]: engine }));
      return (await run([write('engines.jsonl', rows)], named)).told.filter((said) => said.startsWith(name));
    };
    const said = 'engine has several values for one prompt, and its rows are counted as samples: --run engine keeps them apart';
    expect(await told([...'uuvv', ...'vvuu', ...'uvuv'])).toEqual([said]);
    expect(await told([...'uvwx', ...'xwvu', ...'vuwx', 'u'])).toEqual([said]);
    // a property of the samples comes out uneven, that of a prompt is the same for all of its rows, and numbers may count samples
    expect(await told([...'uuuv', ...'vvuu', ...'uuvv'])).toEqual([]);
    expect(await told([...'uuuu', ...'vvvv', ...'uuuu'])).toEqual([]);
    expect(await told([...'1122', ...'1122', ...'1122'])).toEqual([]);
    expect(await told([...'uuvv', ...'vvuu', ...'uvuv'], 'verdict')).toEqual([]);
  });

  it('of another name are only doubted', async () => {
    const seeded = rows.map(({ step, ...row }) => ({ ...row, seed: step }));
    const { curves, told } = await run([write('seeds.jsonl', seeded)], named);
    expect(curves.length).toBe(1);
    expect(told).toContain(
      'seed has several values for one prompt, and its rows are counted as samples: --run seed keeps them apart'
    );
    const own = samples([1, 0], [0, 1]).map((row, i) => ({ ...row, seed: i }));
    expect((await run([write('own-seeds.jsonl', own)], named)).told).toEqual([]);
  });
});

describe('samples', () => {
  const resumed = [...samples([0, 1], [0, 0]).map((row, i) => ({ ...row, trial: i % 2 })), { prompt: 'a', reward: 1, trial: 0 }];

  it('given twice are an error that names them, unless the later one counts', async () => {
    const file = write('resumed.jsonl', resumed);
    const options = { ...named, sampleId: 'trial' };
    await expect(run([file], options)).rejects.toThrow(
      `${file}:5: the sample is given twice: prompt a, trial 0; the other one is ${file}:1; --last lets the later`
    );
    expect((await run([file], { ...options, last: true })).curves[0].means).toEqual(near(1 / 2, 1 / 2));
  });

  it('given twice are found in two files, behind blank lines and records that are left out', async () => {
    const [first, second] = [join(folder, 'first.csv'), join(folder, 'second.csv')];
    writeFileSync(first, 'prompt,reward,trial\n\na,bad,0\n"a",1,0\n');
    writeFileSync(second, 'prompt,reward,trial\na,1,1\na,"1",2\na,1,"0"\n');
    await expect(run([first, second], { ...named, pool: true, sampleId: 'trial' }, true)).rejects.toMatchObject({
      code: 'DUPLICATE_SAMPLE',
      message: expect.stringMatching(/second\.csv:4: the sample is given twice: .* the other one is .*first\.csv:4; --last/),
    });
  });

  it('given twice in lists have the lines of the lists', async () => {
    const rows = ['a', 'b', 'b'].map((prompt) => ({ prompt, reward: [1, 2], trial: 7 }));
    await expect(run([write('lists.jsonl', rows)], { ...named, sampleId: 'trial' })).rejects.toThrow(
      /lists\.jsonl:3: the sample is given twice: prompt b, trial 7\[0\]; the other one is .*lists\.jsonl:2;/
    );
  });

  it('with an empty id are said', async () => {
    const file = join(folder, 'empty-ids.csv');
    writeFileSync(file, 'prompt,reward,gold\n,1,0\nb,2,0\n,3,1\n');
    const options = { prompt: ['prompt'], rewards: ['reward', 'gold'] };
    expect((await run([file], options)).told).toContain('prompt is empty in 2 samples, and an empty id counts as a prompt');
    expect((await run([write('ids-there.jsonl', samples([1, 0], [0, 1]))], named)).told.join()).not.toContain('empty');
  });

  it('of two prompts or runs may have the same id', async () => {
    const rows = [1, 2].flatMap((step) => samples([1], [0], { step, trial: 0 }));
    expect((await run([write('ids.jsonl', rows)], { ...named, sampleId: 'trial' })).curves.length).toBe(2);
  });

  it('whose id stands twice for one prompt are said', async () => {
    const rows = samples([1, 0], [0, 1]).map((row, i) => ({ ...row, sample_idx: i % 2 }));
    const said =
      'sample_idx has the same value several times for one prompt: if the same samples were written twice, --sample-id sample_idx finds them';
    expect((await run([write('twice.jsonl', [...rows, rows[0]])], named)).told.join()).toContain(said);
    expect((await run([write('once.jsonl', rows)], named)).told).toEqual([]);
  });

  it('that were answered once and judged twice are said', async () => {
    const rows = ['x', 'y'].flatMap((response) => samples([1, 0], [0, 1], { response }));
    expect((await run([write('judged.jsonl', rows)], named)).told).toContain(
      'every response stands at least 2 times beside its prompt: if one answer was judged several times, name what differs with --run COLUMN'
    );
  });

  it('single ones are said, with the column that repeats', async () => {
    const rows = samples([1, 0], [0, 0]).map((row, i) => ({ key: i, pair: [row.prompt, i], ...row }));
    const file = write('single-samples.jsonl', rows);
    const single = (by: string) => `every prompt, told by ${by}, has one sample only, so nothing can be said beyond n = 1`;
    expect((await run([file], { prompt: ['key'], reward: 'reward' })).told).toEqual([
      `${single('key')}; the values of prompt repeat: try --prompt 'prompt'`,
    ]);
    expect((await run([file], { prompt: ['pair'], reward: 'reward' })).told).toEqual([
      `${single('pair')}; the values of pair[0] repeat: try --prompt 'pair[0]'`,
    ]);
  });
});

describe('rewards', () => {
  it('that are the log-probability as well are not counted by a rule', async () => {
    const file = write('logprobs.jsonl', [
      { prompt: 'a', lp: -1 },
      { prompt: 'a', lp: -3 },
    ]);
    const both = { prompt: ['prompt'], reward: 'lp', logprob: 'lp' };
    expect((await run([file], both)).curves[0].means).toEqual(near(-2, -1));
    for (const rule of [{ pass: '>=-2' }, { pass: '-1=1,-3=0' }, { steps: 'min' as const }])
      await expect(run([file], { ...both, ...rule })).rejects.toThrow(
        /lp is the reward and the log-probability as well, and (pass|steps)/
      );
  });

  it('named twice count once', async () => {
    const file = write('twice-named.jsonl', samples([1, 0], [0, 0], { gold: 0.5 }));
    const { curves } = await run([file], { prompt: ['prompt'], rewards: ['reward', 'reward'], score: ['gold'], pass: '>=1' });
    expect(curves.map(({ means }) => means)).toEqual([near(1 / 4, 1 / 2)]);
  });

  it('several ones choose among the same samples', async () => {
    const rows = [
      { prompt: 'a', x: 1, y: 0 },
      { prompt: 'a', x: 0, y: 3 },
    ];
    expect((await run([write('judges.jsonl', rows)], { prompt: ['prompt'], rewards: ['x', 'y'] })).curves).toEqual([
      { labels: { reward: 'x' }, means: near(1 / 2, 1) },
      { labels: { reward: 'y' }, means: near(3 / 2, 3) },
    ]);
  });

  it('may be labels, and one that is not listed is named', async () => {
    const file = write('labels.jsonl', samples(['passed', 'failed'], ['timed out', 'passed']));
    const pass = 'passed=1,failed=0,timed out=0';
    expect((await run([file], { ...named, pass })).curves[0].means).toEqual(near(1 / 2, 1));
    await expect(run([file], { ...named, pass: 'passed=1,failed=0' })).rejects.toThrow(
      'labels.jsonl:3: reward is "timed out", which --pass does not list; the labels are passed, failed'
    );
  });

  it('may have to reach a threshold', async () => {
    const file = write('shares.jsonl', samples([0.7, 0.2], [0.69, 0.1]));
    expect((await run([file], { ...named, pass: '>=0.7' })).curves[0].means).toEqual(near(1 / 4, 1 / 2));
  });

  it.each([
    ['last', (0.5 + 0.25) / 2],
    ['min', (0.5 + 0.25) / 2],
    ['mean', (0.75 + 0.375) / 2],
    ['product', (0.5 + 0.125) / 2],
    ['sum', (1.5 + 0.75) / 2],
  ] as const)('of steps: the %s', async (steps, mean) => {
    const file = write(`steps-${steps}.jsonl`, samples([[1, 0.5]], [[0.5, 0.25]]));
    expect((await run([file], { ...named, steps })).curves[0].means).toEqual(near(mean, null));
  });

  it('that are missing stop the run, are left out, or count 0, and are counted', async () => {
    const file = write('missing.jsonl', samples([1, null], [null, null]));
    await expect(run([file], named)).rejects.toThrow(
      'missing.jsonl:2: reward is null, expected a finite number, true or false; --missing skip leaves such answers out'
    );
    const left = await run([file], { ...named, missing: 'skip' });
    expect(left.curves[0].means).toEqual(near(1, null));
    expect(left.told).toEqual([
      '3 samples of known prompts were left out',
      '1 of 2 prompts lost all samples and counts in no row',
      '1 of 2 prompts lost some of its samples',
    ]);
    const zero = await run([file], { ...named, missing: '0' });
    expect(zero.curves[0].means).toEqual(near(1 / 4, 1 / 2));
    expect(zero.told).toEqual(['3 scores are missing and count as 0']);
    const label = await run([file], { ...named, pass: '1=1,null=0' });
    expect(label.curves[0].means).toEqual(near(1 / 4, 1 / 2));
    expect(label.told).toEqual(['3 scores are missing and count as 0, as null=0 says']);
  });

  it.each([
    [{ missing: 'ignore' }, 'missing is "ignore", expected error, skip, 0'],
    [{ steps: 'max' }, 'steps is "max", expected last, min, mean, product, sum'],
    [{ last: true }, '--last needs --sample-id'],
  ])('%j is refused', async (options, message) => {
    const file = write('refused.jsonl', samples([1], [0]));
    await expect(run([file], { ...named, ...(options as ColumnOptions) })).rejects.toThrow(message);
  });

  it('that are missing in the first records do not decide for the file', async () => {
    const file = write('first.jsonl', [{ prompt: 'a', error: 'died' }, ...samples([1, 0], [0, 0])]);
    await expect(run([file], named)).rejects.toThrow('first.jsonl:1: there is no column "reward"; the columns are prompt, error');
    expect((await run([file], named, true)).curves[0].means).toEqual(near(1 / 4, 1 / 2));
  });
});

describe('a word or an infinite number among the rewards of a small file', () => {
  it.each(['oops', 'inf'])('%s is a fault of its record', async (word) => {
    const file = join(folder, 'words.csv');
    writeFileSync(file, `prompt,reward\na,1\na,${word}\nb,2\nb,0.5\n`);
    await expect(run([file])).rejects.toThrow(`${file}:3: reward is "${word}", expected a finite number`);
    expect((await run([file], {}, true)).curves[0].means).toEqual(near(1.125, 2));
    const json = write(
      'words.jsonl',
      [1, word, 2, 0.5].map((reward, i) => ({ prompt: i < 2 ? 'a' : 'b', reward }))
    );
    await expect(run([json])).rejects.toThrow(`${json}:2: reward is "${word}", expected a finite number`);
  });

  it('an infinite number is no label', async () => {
    const file = join(folder, 'infinite.csv');
    for (const infinite of ['inf', '-Infinity', '+INF', ' Infinity ']) {
      writeFileSync(file, `prompt,reward\na,1\na,${infinite}\na,2\n`);
      await expect(run([file])).rejects.toThrow(/finite number, true or false; --skip-bad leaves such records out$/);
    }
  });

  it('as many words as numbers are labels, which somebody has to explain', () => {
    const rows = [1, 'bad', 'good', 0].map((reward) => ({ prompt: 'a', reward }));
    expect(() => inferColumns(rows)).toThrow('reward holds words');
  });
});

it('what is wrong with a record names --skip-bad, unless there is better advice', async () => {
  const file = join(folder, 'faults.jsonl');
  writeFileSync(file, '{"prompt":"a","reward":1}\n{"prompt":"a","reward":1');
  await expect(run([file], named)).rejects.toThrow(
    /faults\.jsonl:2:\d+: not JSON: the line ends too early; --skip-bad leaves such records out$/
  );
  writeFileSync(file, '{"prompt":"a","reward":1}\n{"prompt":"a","reward":null}');
  await expect(run([file], named)).rejects.toThrow(/--missing 0 counts them as 0$/);
  // where records end cannot be told, none can be left out
  const table = join(folder, 'faults.csv');
  writeFileSync(table, 'prompt,reward\na,1\n"a"b,2\n');
  await expect(run([table], named)).rejects.toThrow(/none of them can be left out$/);
});

it('a score without a value in the first records is said', async () => {
  const rows = samples([1, 0], [0, 1], { judge_score: null, note: null });
  expect((await run([write('empty.jsonl', rows)])).told).toEqual([
    'these have no value in the first records and are left out: judge_score',
  ]);
  expect((await run([write('empty.jsonl', rows)], named)).told).toEqual([]);
});

it.each(['nan', 'None', 'NULL', 'n/a', '<NA>'])('%s in a table says that there is no score', async (text) => {
  const file = join(folder, 'missing.csv');
  writeFileSync(file, `prompt,reward\na,1\na,${text}\nb,0\nb,0\n`);
  await expect(run([file])).rejects.toThrow(/missing\.csv:3: reward is ".*--missing skip leaves such answers out/);
  expect((await run([file], { missing: '0' })).curves[0].means).toEqual(near(1 / 4, 1 / 2));
});

it('a list of log-probabilities is refused', async () => {
  const file = write('logprobs.jsonl', samples([1, 0], [], { logprobs: [-1, -2] }));
  await expect(run([file], { ...named, logprob: 'logprobs' })).rejects.toThrow(
    "logprobs is a list of 2, expected one number: the sum of the log-probabilities of the answer's tokens"
  );
});
