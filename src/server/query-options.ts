// The options of an Arrow request, which stand in the query of its URL. The schemas that check them are those of a JSON request.

import type { ValidateFunction } from 'ajv';
import { splitNames } from '../input/call-names';
import { ajv, faultOf } from './json-body';
import { RequestError } from './request-error';
import type { Query, Route, Schema } from './routes/route';

/** Decimal, as JSON has it, with or without digits before and behind the point. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The validators of the options of the routes, each compiled with the first request of its route. */
const validators = new Map<Route, ValidateFunction>();

/** @throws RequestError that names the option, with its value. */
export function readOptions(route: Route, query: Query): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(query)) {
    if (!Object.hasOwn(route.options, name)) throw new RequestError(`${name} is not a parameter of this request`);
    if (typeof text !== 'string') throw new RequestError(`${name} is given more than once`);
    given[name] = readOption(route.options[name], text);
  }
  for (const name of route.required) {
    if (name in route.options && given[name] === undefined)
      throw new RequestError(`${name} is missing: give it in the query, ?${name}=…`);
  }
  let validate = validators.get(route);
  if (!validate) validators.set(route, (validate = ajv.compile({ type: 'object', properties: route.options })));
  if (!validate(given)) throw faultOf(validate.errors ?? []);
  return given;
}

/**
 * Reads the text of an option as its schema says: a list, with commas between its entries but not in parentheses, a text or a number, or an object as JSON. What is none is
 * left to the schema.
 */
function readOption({ type, items }: Schema, text: string): unknown {
  if (Array.isArray(type)) return asJson(text);
  if (type === 'array' && items) return splitNames(text).map((entry) => readOption(items, entry));
  return type !== 'string' && DECIMAL.test(text) ? Number(text) : text;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
