// What each route computes, of a request that fits its schema.

import {
  type AggregateOptions,
  aggregate,
  evaluateBatch,
  type MetricName,
  Samples,
  type SamplesInput,
  Support,
  type SupportInput,
} from '../index';
import { flatAggregate } from '../sample-files/flat-rows';
import { RequestError } from './request-error';

type Columns = Record<string, ArrayLike<number> | ArrayLike<string>>;

/** An answer as JSON, and as the columns of a table for Arrow. */
export interface Answer {
  json: object;
  columns(): Columns;
}

/** Numbers as JSON holds them, with infinities as strings, or a column of an Arrow table. */
type List = readonly (number | string)[] | Float64Array | Float32Array;

interface SupportRequest {
  rewards: List;
  probs?: List;
  weights?: List;
  logProbs?: List;
  logits?: List;
  ties?: 'random' | 'index';
  fields?: MetricName[];
}

const DEFAULT_CURVE: MetricName[] = ['kl', 'klBound', 'winRate', 'winRateBound', 'expectedReward'];

export const ROUTES = {
  metrics({ n, ...request }: SupportRequest & { n: number | string }): Answer {
    return withSupport(request, (support) => {
      const json = support.metrics(Number(n), request.fields as MetricName[]);
      return {
        json,
        columns: () => Object.fromEntries(Object.entries(json).map(([name, value]) => [name, Float64Array.of(value)])),
      };
    });
  },

  curve({ ns, ...request }: SupportRequest & { ns: List }): Answer {
    return withSupport(request, (support) => {
      const grid = doubles(ns);
      const curve = support.curve(grid, request.fields ?? DEFAULT_CURVE);
      const json = Object.assign({ n: grid }, curve);
      return { json, columns: () => json };
    });
  },

  policy({ n, ...request }: SupportRequest & { n: number | string }): Answer {
    return withSupport(request, (support) => {
      const policy = support.policy(Number(n));
      return { json: { policy }, columns: () => ({ policy }) };
    });
  },

  samples({ prompts, ...options }: { prompts: Record<keyof SamplesInput, never>[] } & AggregateOptions): Answer {
    const samples = prompts.map(({ rewards, logProbs, scores }, i) =>
      placed(`prompts[${i}]`, () =>
        Samples.from({
          rewards: doubles(rewards),
          ...(logProbs ? { logProbs: doubles(logProbs) } : {}),
          ...(scores
            ? { scores: Object.fromEntries(Object.entries(scores).map(([name, list]) => [name, doubles(list as List)])) }
            : {}),
        })
      )
    );
    const json = aggregate(samples, options);
    return { json, columns: () => columnsOf(flatAggregate(json)) };
  },

  batch({ rewards, weights, ns, metrics }: { rewards: List[]; weights?: List[]; ns: List; metrics?: MetricName[] }): Answer {
    if (weights && weights.length !== rewards.length)
      throw new RequestError(`weights has ${weights.length} rows and rewards has ${rewards.length}; they must be equal`);
    weights?.forEach(({ length }, row) => {
      if (length !== rewards[row].length)
        throw new RequestError(
          `weights[${row}] has length ${length} and rewards[${row}] has ${rewards[row].length}; they must be equal`
        );
    });
    const grid = doubles(ns);
    const values = evaluateBatch({
      rewards: packed(rewards),
      rows: Uint32Array.from(rewards, ({ length }) => length),
      ...(weights ? { weights: packed(weights) } : {}),
      ns: grid,
      ...(metrics ? { metrics } : {}),
    });
    const entries = rewards.length * grid.length;
    return {
      json: { rows: rewards.length, ns: grid, ...values },
      columns: () => ({
        row: Uint32Array.from({ length: entries }, (_, i) => Math.floor(i / grid.length)),
        n: Float64Array.from({ length: entries }, (_, i) => grid[i % grid.length]),
        ...(values as Columns),
      }),
    };
  },
};

function withSupport<T>({ rewards, probs, weights, logProbs, logits, ties }: SupportRequest, use: (support: Support) => T): T {
  const given = Object.entries({ probs, weights, logProbs, logits }).filter(([, list]) => list !== undefined);
  const input = {
    rewards: doubles(rewards),
    ...Object.fromEntries(given.map(([name, list]) => [name, doubles(list as List)])),
    ...(ties ? { ties } : {}),
  };
  const support = Support.from(input as SupportInput);
  try {
    return use(support);
  } finally {
    support.dispose();
  }
}

function doubles(list: List): Float64Array {
  if (list instanceof Float64Array) return list;
  const values = new Float64Array(list.length);
  // 50 times quicker than Float64Array.from with a function
  for (let i = 0; i < values.length; i++) values[i] = Number(list[i]);
  return values;
}

function packed(rows: readonly List[]): Float64Array {
  const all = new Float64Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(doubles(row), at);
    at += row.length;
  }
  return all;
}

function columnsOf(rows: Record<string, number | null>[]): Columns {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? Number.NaN)]));
}

function placed<T>(place: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new RequestError(`${place}: ${(error as Error).message}`);
  }
}
