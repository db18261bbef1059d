// What a route is: all that the service, the threads that answer, and the OpenAPI document need to know of it.

import type { Doubles } from '../../input/numbers';
import type { RequestSize } from '../request-limits';

export type Library = typeof import('../../index');

/** The parameters of a URL; one that it has several times is an array. */
export type Query = Record<string, string | string[]>;

/** A JSON schema. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly items?: Schema;
  readonly [keyword: string]: unknown;
}

export interface Route {
  /** One line of the OpenAPI document. */
  readonly summary: string;
  /** The limits of a request that no schema can state, in words. */
  readonly limits: string;
  /** The properties of the request that hold vectors: an Arrow request has them in the columns of its table. */
  readonly vectors: Readonly<Record<string, Schema>>;
  /** The other properties: an Arrow request has them in the query of its URL. */
  readonly options: Readonly<Record<string, Schema>>;
  /** The properties that every request must have. */
  readonly required: readonly string[];
  /** A request that the route answers. */
  readonly example: object;
  /** The columns of an Arrow request; absent where requests and answers are JSON only. */
  readonly columns?: RequestColumns;
  /** The schema of the JSON answer. */
  readonly answer: Schema;
  /** How large a request is that fits the schema: what is counted is checked before `compute` is called. */
  size(request: never): RequestSize;
  /**
   * Computes the answer to a request that fits the schema, in a worker thread. The library is an argument because the thread that accepts
   * requests imports this file too, for paths and schemas, and should not load the library for that.
   */
  compute(request: never, library: Library): RouteAnswer;
}

/** An answer as JSON, and as the columns of a table for Arrow where its route has them. */
export interface RouteAnswer {
  json: object;
  columns?(): AnswerColumns | Promise<AnswerColumns>;
}

export type AnswerColumns = Record<string, ArrayLike<number>>;

/** The columns of the table of an Arrow request. */
export interface RequestColumns {
  readonly required: readonly string[];
  /** The names of further columns; without them, further columns may have any name. */
  readonly optional?: readonly string[];
  /** Reads the vectors of the request. */
  read(table: RequestTable): Readonly<Record<string, unknown>>;
}

/** The table of an Arrow request; its methods throw RequestErrors that name column and row. */
export interface RequestTable {
  /** The names of its columns. */
  readonly names: readonly string[];
  /** A column of numbers, without a copy if it holds 64-bit floats. */
  numbers(name: string): Doubles;
  /** A column of lists of numbers. */
  lists(name: string): Doubles[];
  /** Visits a column of any values but null, each as a text, row after row. */
  eachId(name: string, visit: (id: string, row: number) => void): void;
  /** The same for a column that may hold nulls. */
  eachText(name: string, visit: (text: string | null, row: number) => void): void;
}

/** Numbers as a JSON request holds them, with infinities as strings, or as an Arrow request does. */
export type NumberList = readonly (number | string)[] | Doubles;

export function toDoubles(list: NumberList): Float64Array {
  if (list instanceof Float64Array) return list;
  const values = new Float64Array(list.length);
  // 50 times quicker than Float64Array.from with a function
  for (let i = 0; i < values.length; i++) values[i] = Number(list[i]);
  return values;
}
