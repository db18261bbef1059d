// JSON requests, checked against the schemas of their routes.

import { isAscii, isUtf8 } from 'node:buffer';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { messageOf } from '../errors';
import { show } from '../input/show';
import { measureJson } from './json-measure';
import { findNoNumber, findRepeatedKey } from './json-place';
import { type CutText, cutVectors, MIN_SCANNED_BYTES } from './json-vectors';
import { MAX_NAME_LENGTH, MAX_QUOTED_LENGTH } from './limits';
import { RequestError } from './request-error';
import type { Query, Route } from './routes/route';
import { requestSchema } from './routes/schemas';

export const ajv = new Ajv({ verbose: true, strict: false });

const ANY_NUMBER = 'expected a number, "Infinity" or "-Infinity"';

/** The validators of the schemas. */
const validators = new Map<Route, ValidateFunction>();

/** @throws RequestError that names what does not fit the schema, with its value; TooLargeError if the text is over a limit. */
export function readJsonBody(route: Route, bytes: Uint8Array, query: Query): unknown {
  for (const name of Object.keys(query))
    throw new RequestError(`${name} stands in the query of the URL: a JSON request has everything in its body`);
  if (!isUtf8(bytes)) throw new RequestError('the body is not UTF-8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cut = text.length >= MIN_SCANNED_BYTES ? cutVectors(route, text) : undefined;
  return (cut && readCut(route, cut)) ?? readWhole(route, text);
}

/** Reads a request whose vectors were cut out; undefined if anything is wrong with it, which the whole text tells best. */
function readCut(route: Route, { rest, vectors }: CutText): object | undefined {
  let body: object;
  try {
    body = readWhole(route, rest);
  } catch {
    return undefined;
  }
  return Object.assign(body, Object.fromEntries(vectors));
}

function readWhole(route: Route, text: Buffer): object {
  const keys = measureJson(text);
  const body = parse(text);
  const validate = validatorOf(route);
  if (!validate(body)) throw faultOf(validate.errors ?? []);
  if (keys !== countKeys(body)) {
    const repeated = findRepeatedKey(text);
    throw new RequestError(`${shorten(repeated?.path ?? 'a key')} is given more than once`);
  }
  return body as object;
}

/** Compiled when it is first asked for, which takes some milliseconds. */
export function validatorOf(route: Route): ValidateFunction {
  let validate = validators.get(route);
  if (!validate) validators.set(route, (validate = ajv.compile(requestSchema(route))));
  return validate;
}

function parse(text: Buffer): unknown {
  try {
    // where a string of one byte for each character suffices, it stays outside of the heap
    return JSON.parse(text.toString(isAscii(text) ? 'latin1' : 'utf8'));
  } catch (error) {
    const { path, word, index } = findNoNumber(text) ?? {};
    if (path === undefined || word === undefined) throw new RequestError(`the body is not JSON: ${messageOf(error)}`);
    const advice = /nan/i.test(word) ? ANY_NUMBER : `${ANY_NUMBER} with the quotes`;
    throw new RequestError(`${shorten(path)} is ${word}, ${advice}`, index);
  }
}

/** The number of keys of all objects; a request has none in its lists of numbers. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return typeof value[0] === 'object' ? value.reduce((sum, entry) => sum + countKeys(entry), 0) : 0;
  const values = Object.values(value);
  return values.reduce((sum, entry) => sum + countKeys(entry), values.length);
}

/** The error of what a schema does not take. */
export function faultOf(errors: readonly ErrorObject[]): RequestError {
  // where no alternative of a schema fits, each reports an error, and the last error is that of the schema as a whole
  const error = errors[errors.length - 1];
  const [, index] = /\/(\d+)$/.exec(error.instancePath) ?? [];
  return new RequestError(describe(error), index === undefined ? undefined : Number(index));
}

function describe({ instancePath, keyword, params, message, data }: ErrorObject): string {
  const path = pathOf(instancePath);
  const nameOf = (property: string) => shorten(path ? `${path}.${property}` : property);
  if (keyword === 'required') return `${nameOf(params.missingProperty)} is missing`;
  if (keyword === 'additionalProperties') return `${nameOf(params.additionalProperty)} is not a field of this request`;
  if (keyword === 'propertyNames') return `${nameOf(params.propertyName)} is a name of more than ${MAX_NAME_LENGTH} characters`;
  return `${shorten(path) || 'the body'} is ${describeValue(data)}, ${expectation(keyword, params, message ?? '')}`;
}

/** A path or value as a message has it: a stranger chooses how long it is. */
function shorten(text: string): string {
  return text.length <= MAX_QUOTED_LENGTH ? text : `${text.slice(0, MAX_QUOTED_LENGTH)}…`;
}

/** A JSON pointer as a path of properties and indices: `/prompts/0/rewards` as `prompts[0].rewards`. */
function pathOf(pointer: string): string {
  const steps = pointer.slice(1).split('/');
  return steps
    .map((step, i) => {
      if (/^\d+$/.test(step)) return `[${step}]`;
      return `${i > 0 ? '.' : ''}${step.replaceAll('~1', '/').replaceAll('~0', '~')}`;
    })
    .join('');
}

/** What each type of JSON is called in a message. */
const TYPE_NAMES: Record<string, string> = { array: 'an array', object: 'an object', integer: 'an integer', null: 'null' };

function typeNames(types: readonly string[]): string {
  const names = types.map((type) => TYPE_NAMES[type] ?? `a ${type}`);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}` : names[0];
}

function expectation(keyword: string, params: Record<string, unknown>, message: string): string {
  // numbers are the only alternatives in the schemas
  if (keyword === 'anyOf') return ANY_NUMBER;
  if (keyword === 'enum') return `expected one of ${(params.allowedValues as string[]).join(', ')}`;
  if (keyword === 'type') return `expected ${typeNames([params.type].flat().map(String))}`;
  return message.replace(/^must/, 'which must');
}

/** A value that does not fit, as a message shows it. For an array or an object that is only its type and length, since requests are large. */
function describeValue(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : shorten(show(value));
}
