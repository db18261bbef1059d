// A table to read, no wider than the terminal.

import { brokenAnywhere, brokenName } from '../../format/columns';
import { oneLine } from '../../format/visible';
import { type Sheet as Drawn, drawn, FRAME, OPEN, openWidth, sum, widthsOf } from './draw-table';

type Rows = readonly (readonly string[])[];

export interface TableOptions {
  /** The columns that are set to the left, as text is; numbers are set to the right. */
  left?: readonly number[];
  /** How many of the first columns say what a row is about. @default 1 */
  keys?: number;
  /** The columns that stay beside the one before them, as an interval beside its mean. */
  beside?: readonly number[];
  /** The most characters of a line. @default no limit */
  width?: number;
}

/** A table with what is known of its columns. */
interface Sheet extends Drawn {
  keys: number;
  beside: readonly number[];
}

/**
 * The table in a frame; where that is too wide, without the lines between columns, then without the spaces around `±` and with heads in several lines;
 * where that is too wide too, in several tables below one another, each with the first columns. Nothing is cut.
 */
export function textTable(
  head: readonly string[],
  rows: Rows,
  { left = [], keys = 1, beside = [], width = Infinity }: TableOptions = {}
): string {
  const sheet = { head: head.map(oneLine), rows: rows.map((row) => row.map(oneLine)), left, keys, beside };
  const all = head.map((_, i) => i);
  const widths = widthsOf(sheet);
  // a space on both sides of each cell, and lines between and around them
  if (sum(widths) + 3 * all.length + 1 <= width) return drawn(sheet, all, FRAME);
  if (openWidth(widths, all) <= width) return drawn(sheet, all, OPEN);
  const closed = withClosedErrors(sheet);
  const narrow = withBrokenHeads(closed);
  const whole = [closed, narrow].find((one) => openWidth(widthsOf(one), all) <= width);
  if (whole) return drawn(whole, all, OPEN);
  const texts = withBrokenTexts(narrow, width);
  // each of the tables is as readable as its width allows
  const readable = (shown: number[]) => [sheet, closed, narrow].find((one) => openWidth(widthsOf(one), shown) <= width) ?? texts;
  return folded(texts, width)
    .map((shown) => drawn(readable(shown), shown, OPEN))
    .join('\n');
}

function withClosedErrors(sheet: Sheet): Sheet {
  return {
    ...sheet,
    rows: sheet.rows.map((row) => row.map((cell, i) => (i < sheet.keys ? cell : cell.replaceAll(' ± ', '±')))),
  };
}

/** Heads are broken between words where their columns are narrower, but not into pieces that nobody reads, and anywhere where a word is longer. */
const MIN_HEAD = 8;
const MAX_HEAD = 24;

function withBrokenHeads(sheet: Sheet): Sheet {
  const cells = widthsOf({ ...sheet, head: sheet.head.map(() => '') });
  return { ...sheet, head: sheet.head.map((name, i) => headOf(name, cells[i])) };
}

const headOf = (name: string, cells: number) =>
  brokenAnywhere(brokenName(name, Math.max(MIN_HEAD, cells)), Math.max(MAX_HEAD, cells));

/** The columns of several tables, each with as many as fit beside the first ones. */
function folded(sheet: Sheet, width: number): number[][] {
  const { head, keys, beside } = sheet;
  const first = Array.from({ length: keys }, (_, i) => i);
  const units: number[][] = [];
  for (let i = keys; i < head.length; i++) {
    if (i > keys && beside.includes(i)) units[units.length - 1].push(i);
    else units.push([i]);
  }
  const widths = widthsOf(sheet);
  const isWide = (shown: readonly number[]) => openWidth(widths, shown) > width;
  const rooms = units.flatMap((unit) => (isWide([...first, ...unit]) ? unit.map((i) => [i]) : [unit]));
  const tables: number[][] = [];
  for (const room of rooms) {
    const last = tables[tables.length - 1];
    if (last === undefined || isWide([...last, ...room])) tables.push([...first, ...room]);
    else last.push(...room);
  }
  return tables.length > 0 ? tables : [first];
}

/** The least room for a text that says what a row is about. */
const MIN_TEXT = 8;

/** Texts in the first columns that would leave no room for any other, and heads that would be too wide alone, in several lines. */
function withBrokenTexts(sheet: Sheet, width: number): Sheet {
  const { head, rows, keys, left } = sheet;
  const cells = widthsOf({ ...sheet, head: head.map(() => '') });
  const room = Math.min(width >> 1, width - Math.max(...cells.slice(keys)) - 2 * keys);
  const texts = left.filter((i) => i < keys);
  const own = widthsOf(sheet);
  const others = sum(own.slice(0, keys).filter((_, i) => !texts.includes(i)));
  // short texts keep their width, long ones share the rest
  let most = Math.max(MIN_TEXT, ...texts.map((i) => own[i]));
  const taken = () => others + sum(texts.map((i) => Math.min(own[i], most)));
  while (most > MIN_TEXT && taken() > room) most--;
  const broken = (cell: string, i: number) => (texts.includes(i) ? brokenAnywhere(cell, most) : cell);
  const forHead = width - Math.min(taken(), room) - 2 * keys;
  return {
    ...sheet,
    head: head.map((name, i) => (i < keys ? broken(name, i) : brokenAnywhere(name, Math.max(MIN_HEAD, cells[i], forHead)))),
    rows: rows.map((row) => row.map(broken)),
  };
}
