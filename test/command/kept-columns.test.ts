// What outputs keep of their input: the columns of a support in its policy, and the names of prompts and groups.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Spool } from '../../src/cli/support/spool';
import { runIn } from '../helpers/command';

let folder: string;
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-kept-'));
  const files = {
    'tokens.csv': 'token_id,token,weight,reward\n9007199254740993,"a, b",1,0\n12,=elm,1,1\n',
    'tokens.jsonl':
      '{"token_id":9007199254740993,"weight":1,"reward":0,"at":{"list":[1]}}\n{"token_id":12,"weight":1,"reward":1,"late":"x\\ny"}\n',
    'clash.csv': 'weight,reward,n=2\n1,0,5\n1,1,6\n',
    'keys.jsonl':
      '{"book":"red","page":1,"n":"u","reward":0.5}\n{"book":"red","page":1,"n":"u","reward":1}\n{"book":"blue","page":2,"n":"v","reward":0.25}\n',
    'nearly.csv': 'p,l,exact,reward\n0.5,-0.6931471805599453,0.5,0\n0.5003,-0.6925473605,0.5,1\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (line: string, input?: string) => runIn(folder, line.split(' '), input);

describe('the policy of a support', () => {
  // the better of two equally likely outcomes is the best of two with probability 3/4
  const csv = 'token_id,token,weight,reward,n=1,n=2\n9007199254740993,"a, b",1,0,0.5,0.25\n12,=elm,1,1,0.5,0.75\n';

  it('has the columns of the file, with every digit', () => {
    expect(run('support tokens.csv --weight weight -r reward -n 1 2 --policy out.csv').status).toBe(0);
    expect(textOf('out.csv')).toBe(csv);
    run('support - -i csv --weight weight -r reward -n 1 2 --policy pipe.csv', textOf('tokens.csv'));
    expect(textOf('pipe.csv')).toBe(csv);
    run('support tokens.csv --weight weight -r reward -n 1 2 --policy safe.csv --safe-csv');
    expect(textOf('safe.csv')).toBe(csv.replace('=elm', "'=elm"));
  });

  it('has them from JSON lines too, with those that the first record lacks', () => {
    expect(run('support tokens.jsonl --weight weight -r reward -r weight -n 2 --policy out.jsonl').status).toBe(0);
    expect(
      textOf('out.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    ).toEqual([
      {
        token_id: '9007199254740993',
        weight: 1,
        reward: 0,
        at: { list: [1] },
        late: null,
        'reward n=2': 0.25,
        'weight n=2': 0.5,
      },
      { token_id: 12, weight: 1, reward: 1, at: null, late: 'x\ny', 'reward n=2': 0.75, 'weight n=2': 0.5 },
    ]);
    run('support tokens.jsonl --weight weight -r reward -n 2 --policy out.csv');
    expect(textOf('out.csv')).toBe(
      'token_id,weight,reward,at,late,n=2\n9007199254740993,1,0,"{""list"":[1]}",,0.25\n12,1,1,,"x\ny",0.75\n'
    );
  });

  it('is refused where a column of the file has the name of one of its own', () => {
    const { status, stderr } = run('support clash.csv --weight weight -r reward -n 2 --policy clash-out.csv');
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/clash\.csv: it has a column "n=2", and --policy would write another/),
    ]);
  });
});

it.each([
  ['--prob p', /the probabilities in p sum to 1\.0003, not 1: each is divided by that sum/],
  ['--logprob l', /the probabilities in l sum to 1\.0003, not 1/],
  ['--prob exact', /^$/],
])('says that probabilities do not sum to 1: %s', (option, message) => {
  expect(run(`support nearly.csv ${option} -r reward -n 2`)).toMatchObject({ status: 0, stderr: expect.stringMatching(message) });
});

it('texts that do not fit into memory come back from a file', () => {
  const spool = new Spool(1000);
  const texts = Array.from({ length: 3000 }, (_, i) => `${i} ${'é\n"'.repeat(100)}`);
  for (const text of texts) spool.push(text);
  expect([...spool]).toEqual(texts);
  expect([...spool]).toEqual(texts);
  spool.close();
});

describe('prompts and groups keep the names of their columns', () => {
  it('in the file of prompts', () => {
    run('samples keys.jsonl -p book page -r reward -n 1 --per-prompt prompts.csv');
    expect(textOf('prompts.csv')).toBe('book,page,samples,n,expectedReward,winRate\nred,1,2,1,0.75,0.5\nblue,2,1,1,0.25,\n');
    run('samples keys.jsonl -p page -r reward --group book -n 1 --per-prompt groups.jsonl');
    expect(JSON.parse(textOf('groups.jsonl').split('\n')[0])).toMatchObject({ book: 'red', prompt: '1', n: 1 });
  });

  it('also where the name is that of another column', () => {
    const { stdout } = run('samples keys.jsonl -p book page -r reward --group n -n 1 -f csv --per-prompt n.csv');
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^group\.n,n,answered/),
      expect.stringMatching(/^u,1,1/),
    ]);
    expect(textOf('n.csv').split('\n')[0]).toBe('group.n,book,page,samples,n,expectedReward,winRate');
    run('samples keys.jsonl -p book n -r reward -n 1 --per-prompt prompt-n.csv');
    expect(textOf('prompt-n.csv').split('\n')[1]).toMatch(/^red,u,2,1,0\.75/);
  });
});
