// docs/errors.md says what is true: it has every code of src/errors.ts and no other, and its examples are what the package says. And every
// error that a user can see has a code.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// the built entries, since their threads run a built file
import { createPool } from '../../dist/pool.js';
import { createServer, type ServerOptions } from '../../dist/server.js';
import { write } from '../../src/cli/output/write';
import { matched } from '../../src/compared-runs';
import { type Kernel, WasmEngine } from '../../src/engine/wasm/index';
import type { Coded } from '../../src/errors';
import { Aggregate, compare, evaluateBatch, Samples, Support, type SupportInput, useEngine } from '../../src/index';
import { cleanInput } from '../../src/input/support';
import { checkVersion, importOptional } from '../../src/node/optional-packages';
import { inThisThread } from '../../src/sample-files/executor';
import { openFiles, runFiles } from '../../src/sample-files/run-files';

/** A row of a table, by the heads of its columns. */
type Row = Record<string, string>;

/** The rows of all tables whose first column is the code. */
function rowsOf(page: string): Row[] {
  const tables = page.match(/^\| code \|.*\n\|[ -|]+\n(?:\|.*\n)+/gm) ?? [];
  return tables.flatMap((table) => {
    const [heads, , ...rows] = table
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));
    return rows.map((cells) => Object.fromEntries(heads.map((head, i) => [head, cells[i]])));
  });
}

const rows = rowsOf(readFileSync('docs/errors.md', 'utf8'));
const codes = rows.map(({ code }) => code.replaceAll('`', ''));
const rowOf = (code: string): Row => rows[codes.indexOf(code)];
const exampleOf = (code: string) => rowOf(code)['for example'].replaceAll('`', '');

const unions = [...readFileSync('src/errors.ts', 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);

/** The sources, without what stands in comments. */
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .sort()
  .filter((name) => name.endsWith('.ts') && name !== 'errors.ts')
  .map((name) => ({
    file: `src/${name}`,
    text: readFileSync(join('src', name), 'utf8').replace(/\/\*\*[\s\S]*?\*\/|^ *\/\/.*$/gm, ''),
  }));

describe('the page and the sources', () => {
  it('the page has every code once, and no other', () => {
    expect(unions.length).toBeGreaterThan(30);
    expect([...codes].sort()).toEqual([...unions].sort());
  });

  it.each(unions)('%s is thrown', (code) => {
    expect(sources.filter(({ text }) => text.includes(`'${code}'`)).map(({ file }) => file)).not.toEqual([]);
  });

  it('every error of the sources has a code, but for these', () => {
    const without = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/new (?:Type|Range)?Error\(.*/g)].map(([call]) => `${file}: ${call}`)
    );
    expect(without).toEqual([
      // the reason why a signal aborts: the process then ends with the exit code of its signal
      "src/cli/samples/cluster.ts: new Error('interrupted'));",
      // the cause of NO_KERNEL, and the reason that `engine()` gives
      "src/engine/select.ts: new Error('this runtime has no WebAssembly');",
    ]);
  });

  it('every class of errors has a code, but for these', () => {
    const without = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/class (\w+) extends \w*Error\b[\s\S]*?(?:^}|{})/gm)]
        .filter(([body]) => !/\breadonly code\b/.test(body))
        .map(([, name]) => `${file}: ${name}`)
    );
    expect(without).toEqual([
      // becomes an error of the file or of the request, which says what the bytes were to be
      'src/files/arrow/damage.ts: ArrowDamage',
      // has the code that it is given by its parent
      'src/files/arrow/damage.ts: ArrowRefusal',
      // ends a reading, and is always caught
      'src/files/record-sink.ts: Enough',
      // has the code of the error whose prompt it names
      'src/sample-files/sample-reader.ts: SampleError',
      // there is no one to answer
      'src/server/refusal.ts: ClientGoneError',
      // has the code that it gives to its parent
      'src/server/request-error.ts: TooLargeError',
      'src/server/request-error.ts: NotAcceptableError',
      // a request that is run again, alone
      'src/server/respond.ts: TooLongError',
    ]);
  });
});

/** What a call throws, or a promise rejects with. */
async function errorOf(use: () => unknown): Promise<Error & Coded> {
  try {
    await use();
  } catch (error) {
    return error as Error & Coded;
  }
  throw new Error('nothing was thrown');
}

describe('the library', () => {
  const rewards = [1, 2, 3];
  const support = Support.from({ rewards: [0, 1, 2], probs: [0.5, 0.3, 0.2] });
  const from = (input: unknown) => Support.from(input as SupportInput);
  afterAll(() => {
    support.dispose();
    useEngine('wasm');
  });

  const examples: Record<string, { use: () => unknown; index?: number }> = {
    WRONG_TYPE: { use: () => from({ rewards: [1, '2', 3], weights: rewards }), index: 1 },
    WRONG_LENGTH: { use: () => from({ rewards, weights: [1, 1] }) },
    UNKNOWN_NAME: { use: () => support.tilted(1, 'rewards' as 'reward') },
    NO_REFERENCE: { use: () => from({ rewards }) },
    SEVERAL_REFERENCES: { use: () => from({ rewards, probs: rewards, weights: rewards }) },
    NOT_A_NUMBER: { use: () => from({ rewards: [1, Number.NaN, 3], weights: rewards }), index: 1 },
    OUT_OF_RANGE: { use: () => from({ rewards, weights: [1, -2, 1] }), index: 1 },
    EMPTY: { use: () => from({ rewards: [], weights: [] }) },
    NO_MASS: { use: () => from({ rewards, weights: [0, 0, 0] }) },
    NOT_NORMALISED: { use: () => from({ rewards, probs: [0.1, 0.2, 0.3] }) },
    INFINITE_REWARD: { use: () => from({ rewards: [1, Infinity], probs: [0.5, 0.5] }).tilted(1) },
    UNREACHABLE: { use: () => support.threshold(3) },
    NO_LOG_PROBS: { use: () => Samples.from({ rewards }).klEstimate(2) },
    NO_ANSWERS: { use: () => Samples.from({ rewards: [1], scores: { correct: [1] } }).majority(1, 'correct') },
    NO_ESTIMATE: { use: () => Samples.from({ rewards: [1] }).winRate(1) },
    OUT_OF_MEMORY: { use: () => Support.allocate(2 ** 29) },
    DISPOSED: {
      use: () => {
        const disposed = from({ rewards, weights: rewards });
        disposed.dispose();
        disposed.metrics(2);
      },
    },
    DIFFERENT_NS: { use: () => new Aggregate({ ns: [1, 2] }).merge(new Aggregate({ ns: [1] })) },
    DIFFERENT_ESTIMATES: { use: () => new Aggregate().merge(new Aggregate({ estimates: ['passHat'] })) },
    MERGED_WITH_ITSELF: {
      use: () => {
        const all = new Aggregate();
        return all.merge(all);
      },
    },
    NO_ID: {
      use: () => {
        const all = new Aggregate().add(Samples.from({ rewards }));
        return compare(all, all);
      },
      index: 0,
    },
    DUPLICATE_PROMPT: {
      use: () => {
        const prompt = ['t1', Samples.from({ rewards })] as const;
        return compare([prompt, prompt], [prompt]);
      },
      index: 1,
    },
    NO_COMMON_PROMPT: {
      use: () => {
        const samples = Samples.from({ rewards });
        return compare([['t1', samples]], [['t2', samples]]);
      },
    },
    DIFFERENT_CLUSTERS: {
      use: () => {
        const [north, south] = ['a', 'b'].map((cluster, i) => ({
          name: `${['north', 'south'][i]}.jsonl`,
          ids: ['t1'],
          clusters: [cluster],
        }));
        return matched(north, south);
      },
    },
    BAD_STATE: { use: () => Aggregate.fromJSON({ prompts: [] } as never) },
    NO_KERNEL: { use: () => useEngine('wasm', Uint8Array.of(1, 2, 3, 4)) },
    KERNEL_FAILED: {
      use: () => {
        const create = () => {
          throw new WebAssembly.RuntimeError('memory access out of bounds');
        };
        const kernel = { coefficients: () => 0, results: () => 0, create } as unknown as Kernel;
        return new WasmEngine(kernel).prepare(cleanInput({ rewards, weights: rewards }));
      },
    },
  };

  it('every code has an example', () => {
    const inTable = rows.filter((row) => 'index' in row).map(({ code }) => code.replaceAll('`', ''));
    expect(Object.keys(examples)).toEqual(inTable);
  });

  it.each(Object.entries(examples))('%s', async (code, { use, index }) => {
    const error = await errorOf(use);
    expect([error.code, error.message, error.index]).toEqual([code, exampleOf(code), index]);
    expect(rowOf(code).class.split(' or ')).toContain(error.name);
    if (index !== undefined) expect(rowOf(code).index).not.toBe('');
    expect(Object.keys(error)).toEqual([]);
  });

  it.each<[string, number, () => unknown]>([
    ['WRONG_TYPE', 2, () => support.curve([1, 2, '3' as unknown as number])],
    ['UNKNOWN_NAME', 1, () => support.metrics(2, ['kl', 'perplexity' as 'kl'])],
    ['OUT_OF_RANGE', 1, () => support.curve([1, 0.5])],
    ['OUT_OF_RANGE', 0, () => Samples.from({ rewards, logProbs: [0.5, -1, -1] })],
    ['OUT_OF_RANGE', 1, () => new Aggregate({ ns: [1, 1.5] })],
    ['NOT_A_NUMBER', 2, () => evaluateBatch({ rewards: Float64Array.of(1, 2, Number.NaN, 4), rows: 2, ns: [1] })],
    ['NO_MASS', 1, () => evaluateBatch({ rewards: new Float64Array(4), weights: Float64Array.of(1, 0, 0, 0), rows: 2, ns: [1] })],
  ])('%s has the index %d', async (code, index, use) => {
    const error = await errorOf(use);
    expect([error.code, error.index]).toEqual([code, index]);
    expect(rowOf(code).index).not.toBe('');
  });
});

describe('with Node.js', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'best-of-n-errors-'));
    const files = {
      'runs.jsonl': '{"prompt": "a", "reward": 1}\n{"prompt": "a", "reward": null}\n',
      'runs.txt': 'I saw, and then, he ran.',
      'cut.parquet': 'PAR1 no',
      'empty.jsonl': '',
      'no-start.mjs':
        "import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) throw new Error('no start today');\n",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const input = { rewards: [0, 1], probs: [0.5, 0.5] };
  async function withPool(options: Parameters<typeof createPool>[0], use: (pool: ReturnType<typeof createPool>) => unknown) {
    const pool = createPool({ threads: 1, ...options });
    try {
      await use(pool);
    } finally {
      await pool.close({ force: true });
    }
  }
  const columns = { prompt: ['prompt'], reward: 'reward' };
  const run = async (name: string, given: typeof columns = columns) => {
    const files = await openFiles([join(folder, name)], given);
    await runFiles(files, inThisThread(), { skipBad: false, confidence: 0.95, seed: 1, resamples: 1 });
  };

  it.each<[string, () => unknown]>([
    [
      'MISSING_PACKAGE',
      () =>
        importOptional('best-of-n/pool', 'piscina', () => {
          throw Object.assign(new Error("Cannot find package 'piscina'"), { code: 'ERR_MODULE_NOT_FOUND' });
        }),
    ],
    ['WRONG_VERSION', () => checkVersion('best-of-n/pool', 'piscina', '3.2.0')],
    ['QUEUE_FULL', () => withPool({ maxQueue: 0 }, (pool) => Promise.all([pool.policy(input, 2), pool.policy(input, 2)]))],
    ['POOL_CLOSED', () => withPool({}, (pool) => Promise.all([pool.close(), pool.policy(input, 2)]))],
    ['THREAD_FAILED', () => withPool({ execArgv: ['--import', join(folder, 'no-start.mjs')] }, (pool) => pool.policy(input, 2))],
    ['BAD_RECORD', () => run('runs.jsonl')],
    ['BAD_FILE', () => run('cut.parquet')],
    ['UNKNOWN_FORMAT', () => run('runs.txt')],
    ['UNKNOWN_COLUMNS', () => run('runs.jsonl', { ...columns, prompt: ['promt'] })],
    ['DUPLICATE_FILE', () => openFiles([join(folder, 'runs.jsonl'), join(folder, 'runs.jsonl')], columns)],
    ['NO_FILE', () => run('runs-*.jsonl')],
    ['NO_RECORDS', () => run('empty.jsonl')],
    ['NOT_WRITTEN', () => write('', join(folder, 'none/out.csv'))],
  ])('%s', async (code, use) => {
    const error = await errorOf(use);
    expect([error.code, error.message.replaceAll(`${folder}/`, '')]).toEqual([code, exampleOf(code)]);
    if (rowOf(code).class) expect(error.name).toBe(rowOf(code).class);
  });
});

describe('the service', () => {
  const apps: FastifyInstance[] = [];
  afterAll(() => Promise.all(apps.map((app) => app.close())));

  async function ask(request: object, options: ServerOptions = {}) {
    const app = await createServer({ threads: 1, ...options });
    apps.push(app);
    return app.inject({ method: 'POST', url: '/v1/metrics', ...request });
  }
  const support = { rewards: [0, 1, 2], weights: [5, 3, 2] };

  it.each<[string, object, ServerOptions]>([
    ['BAD_REQUEST', { payload: support }, {}],
    ['UNAUTHORIZED', { payload: support }, { token: 'secret' }],
    ['UNKNOWN_ROUTE', { method: 'GET', url: '/v2/metrics' }, {}],
    ['UNKNOWN_METHOD', { method: 'GET' }, {}],
    ['UNKNOWN_HOST', { payload: support, headers: { host: 'elsewhere' } }, { allowedHosts: ['here'] }],
    ['UNKNOWN_ENCODING', { payload: support, headers: { 'content-encoding': 'gzip' } }, {}],
    ['BODY_TOO_LARGE', { payload: support }, { bodyLimit: 10 }],
    ['UNKNOWN_MEDIA_TYPE', { payload: 'n=2', headers: { 'content-type': 'text/plain' } }, {}],
  ])('%s', async (code, request, options) => {
    const answer = await ask(request, options);
    expect(answer.json()).toMatchObject({ status: Number(rowOf(code).status), code, detail: exampleOf(code) });
    expect(answer.statusCode).toBe(Number(rowOf(code).status));
  });

  it.each<[object, string, number | undefined]>([
    [{ ...support, weights: [5, -3, 2], n: 2 }, 'OUT_OF_RANGE', 1],
    [{ ...support, weights: [5, null, 2], n: 2 }, 'BAD_REQUEST', 1],
    [{ ...support, probs: [1, 0, 0], n: 2 }, 'SEVERAL_REFERENCES', undefined],
  ])('%j is answered with the code %s and the index %s', async (payload, code, index) => {
    const problem = (await ask({ payload })).json();
    expect([problem.code, problem.index]).toEqual([code, index]);
  });
});
