// The route `weights`: weights worked out by hand, in JSON and Arrow, and requests that it refuses.

import { Field, Float64, List, Table, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ARROW_TYPE, post, services } from '../helpers/service';

const { serve, closeAll } = services();
let url: string;
beforeAll(async () => {
  url = `${await serve()}/v1/weights`;
});
afterAll(closeAll);

async function ask(body: object, status = 200) {
  const response = await post(url, body);
  const json = await response.json();
  expect(response.status, JSON.stringify(json)).toBe(status);
  return json;
}

function expectRows(found: number[][], expected: number[][]) {
  expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  expected.flat().forEach((x, i) => {
    expect(found.flat()[i]).toBeCloseTo(x, 14);
  });
}

const REWARDS = [
  [0, 1, 3],
  [1, 0],
];

it('gives the weights of every row', async () => {
  // the pairs of 0, 1, 3 have maxima 1, 3, 3
  expectRows((await ask({ rewards: REWARDS, k: 2 })).weights, [
    [4 / 3, 4 / 3, 2],
    [1, 1],
  ]);
  const { weights, values } = await ask({ rewards: REWARDS, k: 2, baseline: 'leave-one-out-of-k-minus-one' });
  expectRows(weights, [
    [0, 1 / 3, 5 / 3],
    [1, 0],
  ]);
  expect(values).toBeUndefined();
});

it('with ratios, those of the new policy and its mean', async () => {
  const answer = await ask({
    rewards: REWARDS,
    ratios: [
      [1, 2, 0.5],
      [2, 2],
    ],
    k: 2,
  });
  // 1 * 2, 3 * 0.5 and 3 * 1 for the pairs of the first row, 1 * 4 for that of the second
  expectRows(answer.weights, [
    [3.5 / 3, 5 / 3, 4.5 / 3],
    [4, 4],
  ]);
  expectRows([answer.values], [[6.5 / 3, 4]]);
});

it('takes and answers Arrow', async () => {
  const table = new Table({
    rewards: vectorFromArray(REWARDS, new List(new Field('item', new Float64()))),
    ratios: vectorFromArray(
      [
        [1, 1, 1],
        [2, 2],
      ],
      new List(new Field('item', new Float64()))
    ),
  });
  const response = await post(`${url}?k=2`, tableToIPC(table, 'stream'), { 'content-type': ARROW_TYPE });
  expect(response.status, await response.clone().text()).toBe(200);
  const answer = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  const column = (name: string) => [...(answer.getChild(name)?.toArray() ?? [])];
  expect(column('row')).toEqual([0, 0, 0, 1, 1]);
  expectRows([column('weight')], [[4 / 3, 4 / 3, 2, 4, 4]]);
  expectRows([column('value')], [[7 / 3, 7 / 3, 7 / 3, 4, 4]]);
});

it.each([
  [{ rewards: [[1]], k: 2 }, 400, 'row 0 has 1 sample, expected at least 2'],
  [{ rewards: [[1, 2], [1]], ratios: [[1, 1], [1]], k: 2 }, 400, 'row 1: n is 2'],
  [{ rewards: [[1, 2]], ratios: [[1, -1]], k: 2 }, 400, 'row 0: ratios[1] is -1'],
  [{ rewards: [[1, 2]], ratios: [[1]], k: 2 }, 400, 'ratios[0] has length 1 and rewards[0] has 2'],
  [{ rewards: [[1, 2]], ratios: [[1, 1]], k: 1, baseline: 'leave-one-out' }, 400, 'weights with ratios have none'],
  [{ rewards: [[1, 2]], k: 1, baseline: 'mean' }, 400, 'baseline'],
])('refuses %j', async (body, status, message) => {
  expect((await ask(body, status)).detail).toContain(message);
});

it('refuses tables that are too large before it makes them', async () => {
  const row = new Array(10_000).fill(1);
  expect((await ask({ rewards: [row], ratios: [row], k: 5000 }, 413)).detail).toContain('cells');
});
