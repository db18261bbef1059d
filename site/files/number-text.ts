// A text that holds numbers and no names: one on each line or several, between blanks, commas, semicolons or tabs, or lists of JSON.

import { RecordError } from '../../src/files/record-error';
import { showJson } from '../../src/format/value';
import { layoutOf, type NumberLayout, type NumberLine, type NumberText } from './number-layouts';

/** A text of numbers is no longer than this, in characters: larger data comes in a format with names. */
export const MAX_NUMBER_TEXT = 5e6;

/** With a minus sign of typography too, as it is copied from a page or a paper. */
const NUMBER = /^[+−-]?((\d+\.?\d*|\.\d+)(e[+−-]?\d+)?|inf(inity)?|∞)$/i;
const COMMA_NUMBER = /^[+−-]?\d+(,\d+)?(e[+−-]?\d+)?$/i;
/** A line that may name columns: words, none of which is a number. */
const NAMES = /^\p{L}[\p{L}\d_ .-]*$/u;
/** What stands in place of a number, and is no name. */
const VALUES = /^(nan|null|none|nil|na|true|false)$/i;
const WEIGHT_NAMES = /^(weights?|counts?|freq(uency)?|probs?|p|probability|probabilities)$/i;
const REWARD_NAMES = /^(rewards?|scores?|values?|utility)$/i;
/** Decimals that begin with a zero, or a minus before a zero: two numbers are not written so. */
const SURE_DECIMALS = /^[+−-]?\d+,0\d|^[−-]0,/;
/** A number whose digits stand in threes, as thousands do. */
const THOUSANDS = /^[+−-]?[1-9]\d{0,2}([ ,\u00a0\u202f]\d{3})+(,\d+)?$/;

/**
 * The numbers of a text; undefined if it holds something else.
 *
 * @throws RecordError with the line, if a text that begins with numbers goes on with something else.
 */
export function numbersIn(text: string): NumberText | undefined {
  const unmarked = text.replace(/^\ufeff/, '');
  const whole = unmarked.trim();
  if (whole === '' || whole.length > MAX_NUMBER_TEXT) return undefined;
  if (whole.startsWith('[')) return /^\[\s*[[\]\d.+-]/.test(whole) ? listsIn(unmarked) : undefined;
  if (whole.startsWith('{')) return undefined;
  const lines = unmarked
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ at: i + 1, line: line.trim() }))
    .filter(({ line }) => line !== '');
  const head = cellsOf(lines[0].line, false);
  const isNamed = lines.length > 1 && head.every((cell) => NAMES.test(cell) && !NUMBER.test(cell) && !VALUES.test(cell));
  // a table with names has its own readers, unless blanks or nothing at all stand between its cells
  if (isNamed && (head.length > 2 || /[,;\t]/.test(lines[0].line))) return undefined;
  const rows = isNamed ? lines.slice(1) : lines;
  checkThousands(rows);
  const comma = hasDecimalCommas(rows.map(({ line }) => line));
  const mayBeDecimals =
    !comma && rows.every(({ line }) => COMMA_NUMBER.test(line)) && rows.some(({ line }) => line.includes(','));
  const found: NumberLine[] = [];
  for (const { at, line } of rows) {
    const cells = cellsOf(line, comma);
    const bad = cells.find((cell) => !(comma ? COMMA_NUMBER : NUMBER).test(cell));
    if (bad === undefined)
      found.push({
        at,
        numbers: cells.map((cell) => numberFrom(comma ? cell.replace(',', '.') : cell)),
        ...(mayBeDecimals ? { decimal: numberFrom(line.replace(',', '.')) } : {}),
      });
    else if (found.length > 0)
      throw new RecordError(`${showJson(bad)} is no number, as those on the lines before it are`, { at });
    else if (cells.every((cell) => NUMBER.test(cell) || VALUES.test(cell)))
      throw new RecordError(`${showJson(bad)} is no number`, { at });
    else return undefined;
  }
  const areDecimals = mayBeDecimals && rows.some(({ line }) => SURE_DECIMALS.test(line));
  const said = areDecimals ? 'decimals' : isNamed && head.length === 2 ? pairsNamed(head, found) : undefined;
  return { ...layoutOf(found, said, mayBeDecimals), ...(comma ? { notice: 'its numbers have a decimal comma' } : {}) };
}

/**
 * What two names above the numbers say of them; undefined if they are no names of weights and rewards, as two words of a title.
 *
 * @throws RecordError if there are not two numbers below two names, or one that is neither.
 */
function pairsNamed([first, second]: readonly string[], lines: readonly NumberLine[]): NumberLayout | undefined {
  const isTitle = lines.every(({ numbers }) => numbers.length === 1);
  if (isTitle) return undefined;
  const uneven = lines.find(({ numbers }) => numbers.length !== 2);
  if (uneven !== undefined)
    throw new RecordError(`it has ${uneven.numbers.length} numbers, and the first line has two names`, { at: uneven.at });
  if (WEIGHT_NAMES.test(first)) return 'weightReward';
  if (WEIGHT_NAMES.test(second)) return 'rewardWeight';
  if (![first, second].some((name) => REWARD_NAMES.test(name))) return undefined;
  throw new RecordError(
    `its columns are ${first} and ${second}, with blanks between them; put commas or tabs between them, and they are read by their names`
  );
}

/**
 * @throws RecordError if all lines seem to have something between thousands, and one of them surely: three digits that begin with a zero are no number of
 * their own.
 */
function checkThousands(rows: readonly { at: number; line: string }[]): void {
  if (!rows.every(({ line }) => THOUSANDS.test(line) || /^[+−-]?\d{1,3}$/.test(line))) return;
  const sure = rows.find(({ line }) => /[ ,\u00a0\u202f]0\d\d(?!\d)/.test(line));
  if (sure === undefined) return;
  throw new RecordError(
    `${showJson(sure.line)} seems to have something between thousands: write nothing there, and a point before decimals`,
    { at: sure.at }
  );
}

/** The numbers of a list of JSON, of a list of lists, or of lists one on each line. */
function listsIn(text: string): NumberText | undefined {
  const parse = (json: string): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      return undefined;
    }
  };
  const value = parse(text);
  const entries: { at: number; entry: unknown }[] = Array.isArray(value)
    ? value.map((entry, i) => ({ at: i + 1, entry }))
    : text
        .split(/\r\n|\n|\r/)
        .map((line, i) => ({ at: i + 1, line }))
        .filter(({ line }) => line.trim() !== '')
        .map(({ at, line }) => ({ at, entry: parse(line) }));
  if (entries.length === 0) return undefined;
  const isNumber = ({ entry }: { entry: unknown }) => typeof entry === 'number';
  const isList = ({ entry }: { entry: unknown }) =>
    Array.isArray(entry) && entry.length > 0 && entry.every((x) => typeof x === 'number');
  if (!entries.every(isNumber) && !entries.every(isList)) return undefined;
  return layoutOf(entries.map(({ at, entry }) => ({ at, numbers: typeof entry === 'number' ? [entry] : (entry as number[]) })));
}

/** Whether commas can only stand before decimals: something else stands between the numbers, and at least one has a comma. */
function hasDecimalCommas(lines: readonly string[]): boolean {
  const text = lines.join('\n');
  if (!/\d,\d/.test(text) || text.includes('.')) return false;
  const rows = lines.map((line) => cellsOf(line, true));
  return rows.some((cells) => cells.length > 1) && rows.every((cells) => cells.every((cell) => COMMA_NUMBER.test(cell)));
}

function cellsOf(line: string, decimalComma: boolean): string[] {
  const between = decimalComma ? /\s*[;\t|]\s*|\s+/ : /\s*[,;\t|]\s*|\s+/;
  return line
    .replace(/[,;\s]+$/, '')
    .split(between)
    .map((cell) => cell.replace(/^"(.*)"$/, '$1'));
}

function numberFrom(text: string): number {
  const cell = text.replaceAll('−', '-');
  const infinite = /^([+-]?)(inf|∞)/i.exec(cell);
  return infinite ? (infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number(cell);
}
