// `best-of-n support` beyond the table over n: metrics by name, rules, second scores, targets, costs, policies and pictures.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Support, winRateFrontier } from '../../src/index';
import { type Ended, runIn, unwrapped } from '../helpers/command';

let folder: string;
let support: Support;

const INPUT = { weights: [5, 3, 2], rewards: [1, 2, 3], scores: { gold: [0, 1, -2] } };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'best-of-n-rules-'));
  writeFileSync(join(folder, 'words.csv'), 'word,count,likes,gold\nyes,5,1,0\nno,3,2,1\nmaybe,2,3,-2\n');
  writeFileSync(join(folder, 'infinite.csv'), 'word,count,likes\nyes,5,-inf\nno,3,2\nmaybe,2,3\n');
  const records = [
    '{"meta":{"id":9007199254740993},"count":5,"likes":1,"list":[{"id":12345678901234567891}]}',
    '{"meta":{"id":9007199254740992},"count":3,"likes":2,"list":[]}',
    '{"meta":{"id":"x"},"count":2,"likes":3,"list":[0.5]}',
  ];
  writeFileSync(join(folder, 'ids.jsonl'), `${records.join('\n')}\n`);
  support = Support.from(INPUT);
});
afterAll(() => {
  support.dispose();
  rmSync(folder, { recursive: true });
});

const run = (args: string, file = 'words.csv'): Ended =>
  runIn(folder, ['support', file, '--weight', 'count', '-r', 'likes', ...args.split(' ').filter(Boolean)], undefined, {
    NO_COLOR: '1',
  });

/** The only table of a run as JSON. */
function jsonOf(args: string, file?: string) {
  const { stdout, stderr, status } = run(`${args} --format json`, file);
  expect([stderr, status]).toEqual(['', 0]);
  return JSON.parse(stdout)[0];
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('metrics', () => {
  it('are the columns that are asked for, with numbers in parentheses or after colons', () => {
    const { stdout, status } = run(
      '-n 1,4 --metric kl,renyi:2 hockeyStick(1.5) quantile:0.5,winRateAgainst:16 entropy --format csv'
    );
    expect(status).toBe(0);
    const [head, ...lines] = stdout.trim().split('\n');
    expect(head).toBe('reward,n,kl,renyi(2),hockeyStick(1.5),quantile(0.5),winRateAgainst(16),entropy');
    expect(lines).toEqual(
      [1, 4].map((n) => {
        const { kl, entropy } = support.metrics(n);
        const own = [support.renyi(n, 2), support.hockeyStick(n, 1.5), support.quantile(n, 0.5), support.winRateAgainst(n, 16)];
        return ['likes', n, kl, ...own, entropy].join(',');
      })
    );
  });

  it('have the ratio and its sentence only beside formula and truth', () => {
    expect(run('-n 4 --metric winRate').stdout).not.toMatch(/ratio|formula/);
    expect(run('-n 4 --metric klBound,kl').stdout).toMatch(/klBound │ +kl │ +ratio.*The formula/s);
  });
});

describe('rules', () => {
  it('have a row each, and so has best-of-n at every n that is given', () => {
    const { laws, rows } = jsonOf('-n 4 --law topFraction:4,bestOfPoisson(3) topOf:8:2,tilted:1:winRate --gold gold');
    expect(rows).toBeUndefined();
    const policies = [
      { ...support.metrics(4), policy: support.policy(4) },
      support.topFraction(4),
      support.bestOfPoisson(3),
      support.topOf(8, 2),
      support.tilted(1, 'winRate'),
    ];
    const names = ['bestOf(4)', 'topFraction(4)', 'bestOfPoisson(3)', 'topOf(8,2)', 'tilted(1,winRate)'];
    expect(laws.map(({ law }: { law: string }) => law)).toEqual(names);
    policies.forEach(({ kl, winRate, expectedReward, policy }, i) => {
      expect(laws[i]).toMatchObject({ kl, winRate, expectedReward });
      expect(laws[i].shortfall).toBeCloseTo(winRateFrontier(kl) - winRate, 14);
      expect(laws[i]['score.gold']).toBeCloseTo(policy[1] - 2 * policy[2], 14);
    });
  });

  it('write their policies, with the id and the probability under the reference', () => {
    expect(run('--law topFraction:4,worstOf:2 --policy rules.csv --id word').status).toBe(0);
    const [top, worst, reference] = [support.topFraction(4).policy, support.worstOf(2).policy, support.policy(1)];
    expect(read('rules.csv').trim().split('\n')).toEqual([
      'word,probability,topFraction(4),worstOf(2)',
      ...['yes', 'no', 'maybe'].map((word, i) => [word, reference[i], top[i], worst[i]].join(',')),
    ]);
  });

  it('stand side by side at the divergence of best-of-n', () => {
    const { equalKl } = jsonOf('-n 2,4 --equal-kl --policy equal.jsonl');
    expect(equalKl.map(({ n }: { n: number }) => n)).toEqual([2, 4]);
    const [{ kl, rules }] = equalKl;
    expect(kl).toBe(support.metrics(2).kl);
    const of = (rule: string) => rules.find((row: { rule: string }) => row.rule === rule);
    expect(of('best-of-n')).toMatchObject({ law: 'bestOf(2)', kl, winRate: support.metrics(2).winRate });
    const { beta, winRate } = support.matchKl(kl, 'winRate');
    expect(of('tilted by win rate')).toMatchObject({ law: `tilted(${beta},winRate)`, parameter: 'beta', value: beta, winRate });
    expect(of('frontier')).toMatchObject({ law: null, kl, winRate: winRateFrontier(kl) });
    for (const rule of ['best-of-Poisson', 'top fraction', 'soft best-of-n', 'pessimistic'])
      expect(Math.abs(of(rule).kl - kl)).toBeLessThanOrEqual(1e-12 * kl);
    const [first] = read('equal.jsonl').split('\n');
    expect(Object.keys(JSON.parse(first))).toEqual(
      expect.arrayContaining(['word', 'bestOf(2)', 'bestOf(4)', of('pessimistic').law])
    );
  });

  it('that cannot have the divergence have a dash and a reason', () => {
    const { stdout, status } = run('--equal-kl', 'infinite.csv');
    expect(status).toBe(0);
    expect(stdout).toMatch(/tilted by reward +– +– +– +– +–/);
    expect(unwrapped(stdout)).toMatch(/tilted by reward: a support with infinite rewards can be tilted by "winRate" only\./);
    const { stdout: csv } = run('--equal-kl --format csv', 'infinite.csv');
    expect(csv).toMatch(/^likes,16,tilted by reward,,,,,,,,"?a support with infinite rewards/m);
  });

  it('fit into 80 columns', () => {
    for (const args of [
      '-n 16 --equal-kl --gold gold',
      '-n 4,16 --law softBestOf:16:0.123456789,topOf:100:10 --gold gold',
      '--gold gold --cost 0.1',
    ])
      for (const line of run(args).stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('a second score, targets and costs', () => {
  it('are answered as the library answers them', () => {
    const table = jsonOf(
      '-n 1,4 --gold gold --target winRate=0.8 --target likes=2.5 --target gold=-1.99 --target expectedReward=4 --cost 0.1'
    );
    expect(table.rows.map((row: Record<string, number>) => row['score.gold'])).toEqual(
      [1, 4].map((n) => support.expectedScore('gold', n))
    );
    expect(table.gold).toMatchObject({
      score: 'gold',
      peak: support.peak('gold'),
      pairwiseDisagreement: support.pairwiseDisagreement('gold'),
      limit: -2,
    });
    expect(table.targets.map(({ n }: { n: number }) => n)).toEqual([
      support.smallestN({ winRate: 0.8 }),
      support.smallestN({ expectedReward: 2.5 }),
      1,
      'Infinity',
    ]);
    expect(table.stopping).toEqual({ cost: 0.1, ...support.stopping(0.1) });
  });

  it('are said in sentences', () => {
    const text = unwrapped(run('--gold gold --target gold=5 --target winRate=0.8 --cost 0.1').stdout);
    expect(text).toMatch(/gold is highest at n = 1, where its mean is -0\.10000: choosing by likes does it no good at any n/);
    expect(text).toMatch(/Of two draws, likes and gold put another one first in 32 % of cases/);
    expect(text).toMatch(/gold reaches 5 at no n: its highest value is -0\.10000, at n = 1\./);
    expect(text).toMatch(/winRate reaches 0\.8 at n = 5, where it is 0\.80558\./);
    expect(text).toMatch(
      /Where a draw costs 0\.1, stop at the first whose likes is at least 2\.5000: that takes 5 draws on average/
    );
  });
});

describe('ids', () => {
  it('inside of objects and lists keep every digit', () => {
    expect(run('-n 2 --policy all.jsonl', 'ids.jsonl').status).toBe(0);
    const [first, second, third] = read('all.jsonl').trim().split('\n');
    expect(first).toContain('"meta":{"id":"9007199254740993"}');
    expect(first).toContain('"list":[{"id":"12345678901234567891"}]');
    expect(second).toContain('"meta":{"id":"9007199254740992"}');
    expect(third).toContain('"list":[0.5]');
  });

  it('are found by a path', () => {
    expect(run('-n 2 --policy id.csv --id meta.id', 'ids.jsonl').status).toBe(0);
    expect(read('id.csv')).toMatch(/^meta\.id,probability,n=2\n9007199254740993,0\.5,.*\n9007199254740992,0\.3,.*\nx,0\.2,/);
    expect(run('-n 2 --policy id.jsonl --id meta.id', 'ids.jsonl').status).toBe(0);
    expect(read('id.jsonl')).toMatch(/^\{"meta\.id":"9007199254740993","probability":0\.5,"n=2":/);
  });

  it('that are not there are said to be missing', () => {
    expect(run('--policy id.csv --id nothing', 'ids.jsonl')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/there is no column "nothing"/),
    });
  });
});

describe('pictures', () => {
  const titlesOf = (name: string) => {
    const { document } = parseHTML(`<body>${read(name)}</body>`);
    return [...document.querySelectorAll('.head')].map((head) => head.querySelector('text')?.textContent);
  };

  it.each<[string, string[]]>([
    ['-n 1,4,16', ['kl', 'klGap', 'klEstimate', 'winRate', 'expectedReward']],
    ['-n 4 --metric winRate,renyi:2', ['winRate', 'renyi(2)']],
    ['-n 4 --equal-kl', ['win rate of every rule', 'what each rule lacks to the frontier, at 0.55975 nats and elsewhere']],
    ['--law topFraction:4,tilted:1 --gold gold', ['win rate of the rules', 'gold where likes chooses']],
    ['-n 4 --metric kl --gold gold', ['kl', 'gold', 'gold where likes chooses']],
  ])('of %s', (args, titles) => {
    expect(run(`${args} --plot rules.svg`).status).toBe(0);
    expect(titlesOf('rules.svg')).toEqual(titles);
  });

  it('of no finite n says so', () => {
    expect(run('-n inf --plot none.svg').status).toBe(0);
    expect(read('none.svg')).toContain('There is no finite n to draw.');
  });
});

describe('bad usage', () => {
  it.each<[string, RegExp]>([
    ['--metric kl,entropi', /a name is "entropi"; did you mean entropy\? The names are n, kl, /],
    ['--metric renyi:0', /a name is "renyi:0", where ALPHA is 0, expected a number > 0/],
    ['--law topFracton:4', /did you mean topFraction\(M\)\? The names are bestOf\(N\), /],
    ['--law topOf:4', /a name is "topOf:4", expected topOf\(N,J\)/],
    ['--law bestOf:2 --metric kl', /'--law <list>' cannot be used with option '--metric <list>'/],
    ['--law bestOf:2 --equal-kl', /cannot be used with/],
    ['--target nothing=1', /--target nothing=1: expected one of winRate, expectedReward, likes$/m],
    ['--target expectedScore=1', /expected one of winRate, expectedReward, likes; --gold names the score/],
    ['--target winRate', /expected a column and a number, as in passed=0\.8/],
    ['--cost 0', /expected a number > 0/],
    ['--id word', /--id names a column of --policy, which is not given/],
    ['--plot x.png', /--plot x\.png: expected a name that ends in \.svg/],
    ['-o x.svg', /--plot x\.svg writes such a file/],
  ])('%s', (args, message) => {
    expect(run(args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(message) });
  });
});
