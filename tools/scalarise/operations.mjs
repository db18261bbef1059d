// How the names and types of assembly/lanes.ts are written for one number.

/** Types of the kernel as types of TypeScript. */
export const TYPES = {
  f64: 'number',
  u32: 'number',
  i32: 'number',
  v128: 'number',
  bool: 'boolean',
  Mask: 'boolean',
  void: 'void',
  Doubles: 'Float64Array',
  Rows: 'Float64Array',
  Row: 'Float64Array',
  Sums: 'Float64Array',
  Coefficients: 'Float64Array',
  Indices: 'Uint32Array',
};

const binary = (operator) => (a, b) => `(${a} ${operator} ${b})`;
const indexed = (array, index) => `${array}[${index}]`;
const assigned = (array, index, value) => `${array}[${index}] = ${value}`;
const unchanged = (value) => value;

/** The functions of lanes.ts: each makes the text of the operation on one number from the texts of its arguments. */
export const OPERATIONS = {
  splat: unchanged,
  add: binary('+'),
  sub: binary('-'),
  mul: binary('*'),
  div: binary('/'),
  neg: (a) => `(-${a})`,
  abs: (a) => `Math.abs(${a})`,
  sqrt: (a) => `Math.sqrt(${a})`,
  lesser: (a, b) => `Math.min(${a}, ${b})`,
  greater: (a, b) => `Math.max(${a}, ${b})`,
  min: (a, b) => `Math.min(${a}, ${b})`,
  max: (a, b) => `Math.max(${a}, ${b})`,
  horner: (sum, x, c) => `(${sum} * ${x} + ${c})`,
  less: binary('<'),
  lessPair: binary('<'),
  isBelow: binary('<'),
  atMost: binary('<='),
  above: binary('>'),
  atLeast: binary('>='),
  same: binary('==='),
  choose: (mask, a, b) => `(${mask} ? ${a} : ${b})`,
  keep: (mask, a) => `(${mask} ? ${a} : 0)`,
  both: binary('&&'),
  either: binary('||'),
  zeroIfNaN: (a) => `(Number.isNaN(${a}) ? 0 : ${a})`,
  any: unchanged,
  all: unchanged,
  maxOfLanes: unchanged,
  first: unchanged,
  pair: indexed,
  at: indexed,
  indexAt: indexed,
  rowsAt: indexed,
  rowAt: indexed,
  setPair: assigned,
  setAt: assigned,
  setRowsAt: assigned,
  setRowAt: assigned,
  gather: (array, indices, k) => `${array}[${indices}[${k}]]`,
  clearDoubles: (array, length) => `${array}.fill(0, 0, ${length})`,
  before: (_end, _j, x) => x,
};

/** Calls that take one number of each lane to where it belongs. */
export const SINKS = new Set(['accumulate', 'accumulateInline', 'keepLanes']);
