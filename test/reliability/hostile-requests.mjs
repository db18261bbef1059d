// Requests to the service that a program makes up from a seed: valid ones, ones that differ from them in a few bytes or values, and ones that
// are as large, as deep or as costly as they may be, or more.

import { Table, tableFromArrays, tableToIPC, vectorFromArray } from 'apache-arrow';
import { randomFrom } from '../helpers/random.mjs';

const JSON_TYPE = 'application/json';
const ARROW_TYPE = 'application/vnd.apache.arrow.stream';
const MEBIBYTE = 2 ** 20;

const doubles = (random, length) => Array.from({ length }, () => Math.round(1000 * random()) / 1000);

/** A valid request of each route. */
const VALID = {
  metrics: (random, k) => ({ rewards: doubles(random, k), weights: doubles(random, k).map((x) => x + 0.1), n: 1 + 9 * random() }),
  curve: (random, k) => ({
    rewards: doubles(random, k),
    logits: doubles(random, k),
    ns: [1, 2.5, 'Infinity'],
    fields: ['kl', 'n'],
  }),
  policy: (random, k) => ({ rewards: doubles(random, k), logProbs: Array(k).fill(-Math.log(k)), n: 3, ties: 'index' }),
  samples: (random, k) => ({
    prompts: [k, 2, 3].map((size) => ({
      rewards: doubles(random, size),
      logProbs: Array(size).fill(-1),
      scores: { gold: doubles(random, size), 'sc"ö€re': doubles(random, size) },
    })),
    ns: [1, 2],
    confidence: 0.9,
    seed: 7,
    interval: 'bootstrap',
    resamples: 50,
  }),
  votes: (random, k) => ({
    prompts: [k, 2, 3].map((size) => ({
      rewards: doubles(random, size).map(Math.round),
      scores: { gold: doubles(random, size) },
      answers: doubles(random, size).map((x) => [null, 1, '1', `${x}`][Math.floor(4 * x) % 4]),
    })),
    clusters: ['a', 1, 'a'],
    estimates: ['majority.gold', 'weightedMajority.gold', 'topOf(2)', 'passHat', 'gPass(0.5)', 'oracle.gold'],
    ns: [1, 2, k],
    gold: 'gold',
    target: [{ target: 0.5 }, { target: 0.5, score: 'gold' }],
    extrapolate: [4, 2 ** 40],
  }),
  compare: (random, k) => ({
    first: ['a', 'b', 'c'].map((id, i) => ({ id, rewards: doubles(random, k + i), cluster: i % 2 })),
    second: ['b', 'ü', 'c'].map((id, i) => ({ id, rewards: doubles(random, k + i), scores: { gold: doubles(random, k + i) } })),
    ns: [1, 2],
    confidence: 0.9,
    estimates: ['expectedReward', 'worstOf', 'topOf(2)'],
  }),
  batch: (random, k) => ({
    rewards: [doubles(random, k), [1, 2]],
    weights: [Array(k).fill(1), [1, 3]],
    ns: [1, 4],
    metrics: ['kl'],
  }),
};
const ROUTES = Object.keys(VALID);
/** Requests of another kind to a route that has one of its name too. */
const pathOf = (route) => `/v1/${route === 'votes' ? 'samples' : route}`;

/** The same as Arrow tables, with the query of each. */
const TABLES = {
  metrics: (random, k) => [
    tableFromArrays({ rewards: Float64Array.from(doubles(random, k)), weights: new Float32Array(k).fill(1) }),
    'n=2',
  ],
  curve: (random, k) => [
    tableFromArrays({ rewards: Float32Array.from(doubles(random, k)), logits: new Float64Array(k) }),
    'ns=1,2.5&fields=kl',
  ],
  policy: (random, k) => [
    tableFromArrays({ rewards: Int32Array.from(doubles(random, k)), weights: new Uint8Array(k).fill(1) }),
    'n=2',
  ],
  samples: (random, k) => [
    tableFromArrays({ prompt: doubles(random, k).map((x) => `p${x > 0.5}`), reward: Float64Array.from(doubles(random, k)) }),
    'ns=1&interval=bootstrap&resamples=50&seed=3',
  ],
  votes: (random, k) => [
    tableFromArrays({
      prompt: doubles(random, k).map((x) => `p${x > 0.5}`),
      reward: Float64Array.from(doubles(random, k)),
      gold: Float64Array.from(doubles(random, k)),
      answer: vectorFromArray(doubles(random, k).map((x) => (x < 0.2 ? null : `a${Math.round(3 * x)}`))),
    }),
    'ns=1&estimates=majority.gold,topOf(1),oracle.gold&gold=gold&target={"target":0.5}',
  ],
  batch: (random, k) => [
    new Table({ rewards: vectorFromArray([doubles(random, k), [1, 2]]), weights: vectorFromArray([Array(k).fill(1), [1, 3]]) }),
    'ns=1,4&metrics=kl,winRate',
  ],
};

const HOSTILE_VALUES = [
  null,
  true,
  '',
  'NaN',
  '-Infinity',
  -1,
  0,
  1e308,
  5e-324,
  2 ** 53,
  1e21,
  [],
  {},
  [[]],
  [null],
  'x'.repeat(5000),
];
const HOSTILE_TOKENS = [
  'NaN',
  '-Infinity',
  '1e400',
  '0x10',
  'null',
  '{',
  ']',
  '"',
  '\\u0000',
  '\\ud800',
  ',',
  '\u0000',
  '\ufeff',
  '"n":1,',
  '-',
];
const HOSTILE_QUERIES = [
  'n=0x10',
  'n=2&n=3',
  'n=1e3x',
  'ns=',
  'ns=1,,2',
  'resamples=1e12',
  'fields=a',
  'x=1',
  '__proto__=1',
  'n=1e400',
  'seed=0.5',
];

const pick = (random, list) => list[Math.floor(random() * list.length)];

/** Replaces, removes or adds a value somewhere in an object or array. */
function changeValue(random, value) {
  let parent = value;
  for (;;) {
    const key = pick(random, Object.keys(parent));
    const child = parent[key];
    if (typeof child === 'object' && child !== null && Object.keys(child).length > 0 && random() < 0.7) parent = child;
    else {
      const kind = Array.isArray(parent) ? 1 : random();
      if (kind < 0.2) delete parent[key];
      else if (kind < 0.4) parent[pick(random, ['__proto__', 'constructor', 'extra', '0'])] = 1;
      else parent[key] = pick(random, HOSTILE_VALUES);
      return value;
    }
  }
}

/** Flips, cuts, repeats or writes over some bytes. */
function changeBytes(random, bytes) {
  const at = Math.floor(random() * bytes.length);
  const end = Math.min(bytes.length, at + 1 + Math.floor(random() * 16));
  const kind = random();
  if (kind < 0.5) {
    const changed = Buffer.from(bytes);
    for (let i = 0; i < 1 + 3 * random(); i++) changed[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(8 * random());
    return changed;
  }
  if (kind < 0.65) return bytes.subarray(0, at);
  if (kind < 0.75) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
  if (kind < 0.85) return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
  const changed = Buffer.from(bytes);
  for (let i = at; i < Math.min(at + 8, bytes.length); i++) changed[i] = pick(random, [0, 0x7f, 0x80, 0xff]);
  return changed;
}

const repeated = (piece, bytes, last) => piece.repeat(Math.max(0, Math.floor(bytes / piece.length))) + last;
function unique(bytes, piece, perObject) {
  const objects = [];
  for (let i = 0, length = 0; length < bytes; ) {
    const keys = Array.from({ length: perObject }, () => piece((i++).toString(36)));
    objects.push(`{${keys.join()}}`);
    length += objects.at(-1).length + 1;
  }
  return `[${objects.join()}]`;
}

/** JSON values of about so many bytes whose parsing takes as much memory as possible. */
const BOMBS = {
  objects: (bytes) => `[${repeated('{},', bytes, '{}')}]`,
  arrays: (bytes) => `[${repeated('[],', bytes, '[]')}]`,
  pairs: (bytes) => `[${repeated('[1,0.5],', bytes, '[]')}]`,
  ones: (bytes) => `[${repeated('1,', bytes, '1')}]`,
  mixed: (bytes) => `[${repeated('1e9,0.5,"",', bytes, '1')}]`,
  texts: (bytes) => `["€",${repeated('"abcdefghijk",', bytes, '1')}]`,
  escapes: (bytes) => `["${repeated('\\u20ac', bytes, '')}"]`,
  long: (bytes) => `["${repeated('x', bytes, '€')}"]`,
  deep: (bytes) => repeated('[', bytes / 2, '') + repeated(']', bytes / 2, ''),
  deepObjects: (bytes) => `${repeated('{"a":', (5 * bytes) / 6, '1')}${repeated('}', bytes / 6, '')}`,
  open: (bytes) => repeated('[', bytes, ''),
  keys: (bytes) => unique(bytes, (name) => `"${name}":1`, 1),
  wideKeys: (bytes) => unique(bytes, (name) => `"${name}":1`, 16),
  listKeys: (bytes) => unique(bytes, (name) => `"${name}":[1e9,0.5,""]`, 8),
  oneObject: (bytes) => unique(bytes, (name) => `"${name}":1`, 2 ** 30 > bytes ? Math.ceil(bytes / 12) : 1),
  prompts: (bytes) => `[${repeated('{"rewards":[1]},', bytes, '{"rewards":[1]}')}]`,
  blanks: (bytes) => `[${repeated(' ', bytes, '"€"')}]`,
};

/** Where a bomb stands in a request of each route. */
const FRAMES = {
  metrics: (value) => `{"n":2,"rewards":${value}}`,
  curve: (value) => `{"ns":${value},"rewards":[1],"probs":[1]}`,
  policy: (value) => `{"n":2,"rewards":[1],"probs":${value}}`,
  samples: (value) => `{"prompts":${value}}`,
  votes: (value) => `{"prompts":[{"rewards":[1],"answers":${value}}]}`,
  compare: (value) => `{"first":[{"id":"a","rewards":[1]}],"second":${value}}`,
  batch: (value) => `{"ns":[1],"rewards":${value}}`,
};

const list = (item, times) => Array(times).fill(item).join();

function voted(samples, ns) {
  const numbers = Array.from({ length: samples }, (_, i) => i);
  return `{"ns":[${ns}],"estimates":["majority.a","weightedMajority.a"],"prompts":[{"rewards":[${numbers}],"answers":[${numbers}],"scores":{"a":[${numbers}]}}]}`;
}

/** Requests whose computation or answer is as large as a short body can make it. */
const COSTLY = [
  ['batch', () => `{"metrics":["kl"],"rewards":[${list('[1]', 7500)}],"ns":[${list(3, 7500)}]}`],
  ['batch', () => `{"metrics":["kl"],"rewards":[${list('[1]', 2000)}],"ns":[${list(3, 1000)}]}`],
  ['batch', () => `{"rewards":[${list('[1]', 262_144)}],"ns":[1,2]}`],
  ['curve', () => `{"rewards":[0,1],"probs":[0.5,0.5],"ns":[${list(3, 10_000)}]}`],
  [
    'curve',
    () => `{"rewards":[${list(1, 100_000)}],"weights":[${list(1, 100_000)}],"ns":[${list(3, 10_000)}],"fields":["reverseKl"]}`,
  ],
  [
    'samples',
    () =>
      `{"interval":"bootstrap","resamples":100000,"ns":[${list('1,2,3,4', 100)}],"prompts":[${list('{"rewards":[0,1,2,3]}', 120)}]}`,
  ],
  [
    'samples',
    () =>
      `{"interval":"bootstrap","resamples":100000,"ns":[${list('1,2', 27)}],"prompts":[${list('{"rewards":[0,1,2,3]}', 100)}]}`,
  ],
  [
    'samples',
    () => `{"interval":"bootstrap","resamples":100,"ns":[${list('1,2', 5000)}],"prompts":[${list('{"rewards":[0,1]}', 100)}]}`,
  ],
  [
    'samples',
    () =>
      `{"resamples":1,"ns":[1],"prompts":[{"rewards":[1],"scores":{${Array.from({ length: 300 }, (_, i) => `"s${i}":[1]`)}}}]}`,
  ],
  [
    'samples',
    () =>
      `{"resamples":1,"ns":[${list(1, 9000)}],"prompts":[{"rewards":[1],"scores":{"${'x'.repeat(1000)}":[1],"${'y'.repeat(1000)}":[1]}}]}`,
  ],
  // votes: as many answers as samples, among many; estimates and targets of nothing
  ['samples', () => voted(400, [100, 200, 300])],
  ['samples', () => voted(900, [450])],
  ['samples', () => voted(3000, [1500])],
  ['samples', () => voted(20_000, [2])],
  [
    'samples',
    () => `{"ns":[1],"prompts":[{"rewards":[1]}],"estimates":[${Array.from({ length: 250 }, (_, i) => `"topOf(${i + 1})"`)}]}`,
  ],
  ['samples', () => `{"target":[${list('{"target":0.5}', 16)}],"prompts":[{"rewards":[${list('0,1', 30_000)}]}]}`],
  [
    'samples',
    () => `{"extrapolate":[${list(2 ** 50, 10_000)}],"prompts":[{"rewards":[${list('0,1', 200_000)}]},{"rewards":[1,1]}]}`,
  ],
  // comparisons by all patterns of signs
  [
    'compare',
    () => {
      const run = `[${Array.from({ length: 16 }, (_, i) => `{"id":"${i}","rewards":[${i}.5,${i * i},0.25]}`)}]`;
      return `{"ns":[${list('1,2', 1300)}],"first":${run},"second":${run}}`;
    },
  ],
  // the largest honest ones
  [
    'samples',
    () =>
      `{"interval":"bootstrap","resamples":100,"ns":[1,2],"prompts":[${list('{"rewards":[0.25,1,2,3.5],"logProbs":[-1,-2,-3,-4],"scores":{"gold":[1,0,1,0]}}', 100_000)}]}`,
  ],
  [
    'policy',
    () =>
      `{"n":16,"rewards":[${Array.from({ length: 1e6 }, (_, i) => (i * 7919) % 1000)}],"logits":[${Array.from({ length: 1e6 }, (_, i) => -((i * 31) % 97) / 7)}]}`,
  ],
];

/** A request to try: path, headers and body. */
function jsonRequest(random, route, body) {
  const accept = random() < 0.1 ? { accept: ARROW_TYPE } : {};
  return { path: pathOf(route), headers: { 'content-type': JSON_TYPE, ...accept }, body: Buffer.from(body) };
}

/**
 * The request with a given index of those of a seed.
 *
 * @param largest - the size of the largest bombs, in bytes; without it there are none, and no costly requests either.
 */
export function requestOf(seed, index, largest = 0) {
  const random = randomFrom(seed * 1_000_003 + index);
  const route = ROUTES[index % ROUTES.length];
  const k = 1 + Math.floor(40 * random());
  // one in forty is large
  if (largest > 0 && index % 40 === 0) {
    const names = Object.keys(BOMBS);
    const turn = index / 40;
    if (turn % 3 === 0) {
      const [costlyRoute, body] = COSTLY[(turn / 3) % COSTLY.length];
      return { ...jsonRequest(() => 1, costlyRoute, body()), name: `costly ${(turn / 3) % COSTLY.length}` };
    }
    const name = names[turn % names.length];
    const size = pick(random, [MEBIBYTE, 7.9 * MEBIBYTE, largest / 4, largest * 0.99]);
    const framed = pick(random, ROUTES);
    return {
      ...jsonRequest(random, framed, FRAMES[framed](BOMBS[name](size))),
      name: `${name} of ${Math.round(size / MEBIBYTE)} MiB in ${framed}`,
    };
  }
  const kind = random();
  if (kind < 0.1) return jsonRequest(random, route, JSON.stringify(VALID[route](random, k)));
  if (kind < 0.35) return jsonRequest(random, route, JSON.stringify(changeValue(random, VALID[route](random, k))));
  if (kind < 0.5) return jsonRequest(random, route, changeBytes(random, Buffer.from(JSON.stringify(VALID[route](random, k)))));
  if (kind < 0.6) {
    const text = JSON.stringify(VALID[route](random, k));
    const at = Math.floor(random() * text.length);
    return jsonRequest(random, route, text.slice(0, at) + pick(random, HOSTILE_TOKENS) + text.slice(at));
  }
  // a route without tables gets those of another
  const [table, query] = (TABLES[route] ?? TABLES.samples)(random, k);
  const bytes = Buffer.from(tableToIPC(table, 'stream'));
  return {
    path: `${pathOf(route)}?${kind < 0.7 ? pick(random, HOSTILE_QUERIES) : query}`,
    headers: { 'content-type': ARROW_TYPE, ...(random() < 0.5 ? { accept: JSON_TYPE } : {}) },
    body: kind < 0.75 ? bytes : changeBytes(random, bytes),
  };
}
