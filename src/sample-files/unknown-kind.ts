// What is said of records that are of no known kind: what their fields are, and why likely ones do not serve.

import { RecordError } from '../files/record-error';
import type { Row } from '../files/record-sink';
import { showJson } from '../format/value';
import { fieldsOf, numberFields, valuesOf } from './kinds/kind';
import { rewardsByName } from './kinds/plain';
import { isArrayLike } from './paths';
import { hintFor, numberIn } from './scoring';
import { isStruct } from './structs';

/** More fields than this are not listed. */
const MAX_FIELDS = 40;

export function unknownKind(rows: readonly Row[]): RecordError {
  const why = reasonIn(rows);
  const fields = pathsIn(rows);
  const more = fields.length - MAX_FIELDS;
  const listed = fields.slice(0, MAX_FIELDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const said =
    fields.length === 0 ? 'the record has no fields' : `the fields ${listed} are of no kind of sample file that is known`;
  return new RecordError(`${said}: ${why ?? 'give --prompt COLUMN and --reward COLUMN'}`, {}, 'UNKNOWN_COLUMNS');
}

/** The fields as columns are named, those inside of structs by their paths. */
function pathsIn(rows: readonly Row[]): string[] {
  return fieldsOf(rows).flatMap((name) => {
    const values = valuesOf(rows, name);
    if (values.length === 0 || !values.every(isStruct)) return [name];
    return fieldsOf(values).map((inner) => `${name}.${inner}`);
  });
}

/** Why a likely column is none; undefined if none is likely. */
function reasonIn(rows: readonly Row[]): string | undefined {
  const fields = fieldsOf(rows);
  if (fields.length === 1 && rows.every((row) => typeof row[fields[0]] === 'string') && /[^\w"'. -]/.test(fields[0]))
    return 'there is one column, and cells are separated by a comma, a semicolon, a tab or "|"';
  if (
    fields.length > 1 &&
    fields.every((name) => name.trim() !== '') &&
    fields.some((name) => Number.isFinite(Number(name))) &&
    areTexts(rows)
  )
    return 'the first line holds values, and it should hold the names of the columns';
  const numbers = numberFields(rows);
  for (const name of rewardsByName(rows)) {
    const values = valuesOf(rows, name);
    if (numbers.includes(name) || values.length === 0) continue;
    if (values.every(isArrayLike)) {
      const other = fields.find((field) => field !== name && rows.every((row) => lengthOf(row[field]) === lengthOf(row[name])));
      return other && `${other} and ${name} are lists: if each record is a table by columns, write a record for each of its rows`;
    }
    const texts = values.filter((value) => typeof value === 'string');
    const odd = texts.find((value) => Number.isNaN(numberIn(value)) && !/^(true|false)$/i.test(value.trim()));
    if (odd !== undefined) return `${name} is ${showJson(odd)}, expected a finite number, true or false${hintFor(odd)}`;
    if (texts.length > 0)
      return `${name} holds texts such as ${showJson(texts[0])}: if these are the rewards, give --prompt COLUMN and --reward ${name}`;
  }
  return undefined;
}

const lengthOf = (value: unknown) => (isArrayLike(value) ? value.length : -1);

const areTexts = (rows: readonly Row[]) => rows.every((row) => Object.values(row).every((value) => typeof value === 'string'));
