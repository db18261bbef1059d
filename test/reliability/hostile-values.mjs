// Values of every wrong kind, for arguments.

/** A generator that is the same everywhere, in [0, 1). */
export function generator(seed) {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(1664525, s) + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
}

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function detached() {
  const array = Float64Array.of(1, 2, 3);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

function shared(...values) {
  const array = new Float64Array(new SharedArrayBuffer(8 * values.length));
  array.set(values);
  return array;
}

/** A view of a buffer that was cut off under it. */
function cutOff() {
  const buffer = new ArrayBuffer(32, { maxByteLength: 64 });
  const array = new Float64Array(buffer, 8, 2);
  buffer.resize?.(8);
  return array;
}

const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('no reading');
    },
    has() {
      throw new Error('no looking');
    },
    ownKeys() {
      throw new Error('no listing');
    },
  }
);

class OddArray extends Float64Array {
  get length() {
    throw new Error('no length');
  }
  set() {
    throw new Error('no setting');
  }
}

/** Values of every kind; functions make those that a call may use up. */
const VALUES = [
  ...[undefined, null, true, false, 0, -0, 1, 2, 3, 2.5, -1, Number.NaN, Infinity, -Infinity, 1e308, 2 ** 53, 2 ** 32, 5e-324],
  ...[
    '',
    'kl',
    'weights',
    'rewards',
    '2',
    '\u0000',
    'x'.repeat(1000),
    '__proto__',
    1n,
    10n ** 500n,
    Symbol('s'),
    Symbol.iterator,
  ],
  ...[
    () => ({}),
    () => [],
    () => [1],
    () => [1, 2, 3],
    () => [1, Number.NaN],
    () => ['1', 2],
    () => Object.assign([], { 1: 1 }),
    () => [null, undefined],
  ],
  ...[
    () => new Array(2 ** 32 - 1),
    () => Object.assign(() => 1),
    () => class {},
    () => new Date(0),
    () => /x/,
    () => new Map([['a', [1]]]),
  ],
  ...[() => Float64Array.of(), () => Float64Array.of(1, 2, 3), () => Float32Array.of(3, 2, 1), () => Int32Array.of(1, 2, 3)],
  ...[
    () => Uint32Array.of(1, 2),
    () => new DataView(new ArrayBuffer(8)),
    () => new ArrayBuffer(8),
    () => Float64Array.of(1, Number.NaN, 2),
  ],
  ...[detached, cutOff, () => shared(1, 2, 3), () => shared(Number.NaN, 1), () => throwing, () => revoked({}), () => revoked([])],
  ...[
    () => new Proxy(Float64Array.of(1, 2), {}),
    () => new Proxy([1, 2, 3], {}),
    () => new Proxy([], throwing),
    () => OddArray.of(1, 2, 3),
  ],
  ...[
    () => Object.create(null),
    () => Object.create(Float64Array.prototype),
    () => Object.create(Array.prototype),
    () => [[1, 2], [3]],
  ],
  ...[
    () => JSON.parse('{"__proto__": [1, 2, 3], "constructor": 5}'),
    () => ({ length: 3, 0: 1, 1: 2, 2: 3 }),
    () => Promise.resolve([1]),
  ],
  ...[() => ({ toString: () => 'kl' }), () => ({ [Symbol.toPrimitive]: () => 2 }), () => [{ toString: () => 'kl' }]],
];

/** One of them. */
export function draw(next) {
  const value = VALUES[Math.floor(next() * VALUES.length)];
  const isMaker = typeof value === 'function';
  return isMaker ? value() : value;
}
