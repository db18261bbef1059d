// Small requests: which are answered at once, which wait for the next turn of the event loop, and which go to the threads; and the text of answers.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOf } from '../../src/server/json-answer';
import type { RespondAllTask, RespondTask } from '../../src/server/respond';
import { SmallRequests } from '../../src/server/small-requests';
import { TimeLimit } from '../../src/server/time-limit';
import { Turn } from '../../src/server/turn';

const JSON_TYPE = 'application/json';

function taskOf(body: object, route: RespondTask['route'] = 'metrics', accept: RespondTask['accept'] = JSON_TYPE): RespondTask {
  return { route, body: new TextEncoder().encode(JSON.stringify(body)), type: JSON_TYPE, accept, query: {} };
}

const easy = taskOf({ rewards: [0, 1], probs: [0.5, 0.5], n: 2 });
const heavy = taskOf({ prompts: Array(50).fill({ rewards: [0, 1] }), ns: [1] }, 'samples');

/** Requests, a turn of which has time for one, with threads that note what they are sent and say so in their answers. */
function open() {
  const sent: RespondTask[] = [];
  const answer = () => ({ status: 299, type: JSON_TYPE, body: new Uint8Array(0) });
  const run = async (name: string, input: unknown) => {
    const tasks = name === 'respondAll' ? (input as RespondAllTask).tasks : [input as RespondTask];
    sent.push(...tasks);
    return name === 'respondAll' ? tasks.map(answer) : answer();
  };
  const requests = new SmallRequests({ size: 1, run: run as never }, new Turn(Number.MIN_VALUE));
  return { sent, respond: (task: RespondTask, limit = new TimeLimit(60_000)) => requests.respond(task, limit) };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('those that fill a turn wait, and all else goes on between them', async () => {
  const { sent, respond } = open();
  let answered = 0;
  const all = Array.from({ length: 10 }, () => respond(easy).then(() => answered++));
  const seen: number[] = [];
  while (answered < 10) {
    await nextTurn();
    seen.push(answered);
  }
  await Promise.all(all);
  expect(seen.length).toBeGreaterThanOrEqual(9);
  for (const [i, count] of seen.entries()) expect(count).toBeLessThanOrEqual(i + 2);
  expect(sent).toEqual([]);
});

it('more than a few turns hold are sent to the threads', async () => {
  const { sent, respond } = open();
  const answers = await Promise.all(Array.from({ length: 50 }, () => respond(easy)));
  expect(sent.length).toBeGreaterThanOrEqual(1);
  expect(answers.filter(({ status }) => status === 299)).toHaveLength(sent.length);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(50 - sent.length);
  expect(sent.length).toBeLessThan(50);
});

it('votes among many samples are left to a thread, and those among few are answered at once', async () => {
  const { sent, respond } = open();
  const votes = (size: number, family: string) => {
    const numbers = Array.from({ length: size }, (_, i) => i);
    const prompts = [{ rewards: numbers, answers: numbers, scores: { a: numbers } }];
    return taskOf({ prompts, ns: [Math.ceil(size / 3)], estimates: [`${family}.a`] }, 'samples');
  };
  const [many, weighted] = [votes(300, 'majority'), votes(300, 'weightedMajority')];
  expect(many.body.length).toBeLessThan(4096);
  expect((await respond(many)).status).toBe(299);
  expect((await respond(weighted)).status).toBe(299);
  expect(sent).toEqual([many, weighted]);
  expect((await respond(votes(8, 'majority'))).status).toBe(200);
  const flags = Array(4).fill({ rewards: [0, 1, 1], scores: { a: [0, 1, 0] } });
  expect((await respond(taskOf({ prompts: flags, extrapolate: [9] }, 'samples'))).status).toBe(299);
  expect((await respond(taskOf({ prompts: flags, gold: 'a', target: { target: 1 } }, 'samples'))).status).toBe(200);
  const run = (reward: number) => Array.from({ length: 16 }, (_, i) => ({ id: `${i}`, rewards: [reward * i] }));
  // all patterns of the signs of 16 differences
  expect((await respond(taskOf({ first: run(1.5), second: run(0.3) }, 'compare'))).status).toBe(299);
  expect((await respond(taskOf({ first: run(1.5).slice(10), second: run(0.3).slice(10) }, 'compare'))).status).toBe(200);
});

it('one that takes many steps, or an Arrow table, is left to a thread', async () => {
  const { sent, respond } = open();
  const table = taskOf({ rewards: [0, 1], probs: [0.5, 0.5], n: 2 }, 'metrics', 'application/vnd.apache.arrow.stream');
  expect((await respond(heavy)).status).toBe(299);
  await nextTurn();
  expect((await respond(table)).status).toBe(299);
  expect(sent).toEqual([heavy, table]);
});

it('one whose time is over while it waits is not answered', async () => {
  const { respond } = open();
  const limit = new TimeLimit(60_000);
  const first = respond(easy);
  const second = respond(easy, limit);
  limit.end(() => new Error('over'));
  expect((await first).status).toBe(200);
  await expect(second).rejects.toThrow('over');
});

it('an answer has the text that JSON.stringify writes', () => {
  const replace = (_: string, part: unknown) => {
    if (part instanceof Float64Array) return Array.from(part);
    if (typeof part !== 'number' || Number.isFinite(part)) return part;
    return Number.isNaN(part) ? null : String(part);
  };
  const number = fc.oneof(fc.double(), fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 1e21, 5e-324));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      number,
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.constantFrom(null),
      fc.array(number).map((list) => Float64Array.from(list)),
      fc.array(tie('value')),
      fc.dictionary(fc.string({ unit: 'binary' }), fc.oneof(tie('value'), fc.constant(undefined)))
    ),
  }));
  fc.assert(
    fc.property(value, (value) => {
      expect(textOf(value)).toBe(JSON.stringify(value, replace));
    })
  );
});
