// The title and the legend of a chart, as SVG.

import { printable } from '../format/visible';
import { escaped } from './markup';
import { INK, MARGIN_LEFT, WIDTH } from './measures';
import { DOT_RADIUS, pathOf, type SeriesStyle } from './series-style';

/** Room for each further row of the legend. */
export const KEY_HEIGHT = 20;
/** There is no font here to measure text with: a character of the legend is about so many pixels wide. */
const CHARACTER = 6.6;
/** So many characters of a title and of a name have room; a longer one is shortened, and its element's own title has all of it. */
const MAX_TITLE = 84;

interface Key {
  label: string;
  style: SeriesStyle;
}

/** The legend, in as many rows as it needs. @param bands - what the bands show. */
export function keysOf(series: readonly Key[], bands?: string): { text: string; rows: number } {
  let at = MARGIN_LEFT;
  let row = 0;
  const place = (label: string, sampleAt: (x: number, y: number) => string) => {
    const width = 34 + Math.min([...printable(label)].length, MAX_TITLE) * CHARACTER + 24;
    if (at > MARGIN_LEFT && at + width > WIDTH) {
      at = MARGIN_LEFT;
      row++;
    }
    const y = 40 + row * KEY_HEIGHT;
    const key = `${sampleAt(at, y)}<text x="${at + 34}" y="${y + 4}" text-anchor="start" fill="${INK}">${markupOf(label)}</text>`;
    at += width;
    return key;
  };
  const keys = series.map(({ label, style }) => place(label, (x, y) => sampleOf(style, x, y)));
  if (bands !== undefined)
    keys.push(place(bands, (x, y) => `<rect x="${x}" y="${y - 6}" width="28" height="12" fill="${INK}" fill-opacity="0.15"/>`));
  return { text: keys.join(''), rows: row + 1 };
}

/** A piece of a series that is 28 pixels long. */
function sampleOf(style: SeriesStyle, x: number, y: number): string {
  const { dots, marker, ...look } = style;
  const attributes = Object.entries(look)
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${value}"`)
    .join(' ');
  if (dots) return `<circle cx="${x + 14}" cy="${y}" ${attributes}/>`;
  const line = `<line x1="${x}" x2="${x + 28}" y1="${y}" y2="${y}" ${attributes}/>`;
  if (marker === undefined) return line;
  if (marker === 'dot') return `${line}<circle cx="${x + 14}" cy="${y}" r="${DOT_RADIUS}" fill="${style.stroke}"/>`;
  return `${line}<path d="${pathOf(marker, x + 14, y)}" fill="${style.stroke}"/>`;
}

/** The title, and below it the legend. */
export function headOf(title: string, keys: string): string {
  const heading = `<text x="${MARGIN_LEFT}" y="20" text-anchor="start" font-size="14" font-weight="600" fill="${INK}">${markupOf(title)}</text>`;
  return `<g class="head">${heading}${keys}</g>`;
}

function markupOf(text: string): string {
  const whole = longer(text, MAX_TITLE);
  return `${escaped(fitted(text, MAX_TITLE))}${whole === undefined ? '' : `<title>${escaped(whole)}</title>`}`;
}

/** A text with its middle left out if it is too long: names of runs often differ at their end. */
export function fitted(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const kept = (most - 1) / 2;
  return `${characters.slice(0, Math.ceil(kept)).join('')}…${characters.slice(-Math.floor(kept)).join('')}`;
}

/** The whole text, if it is shortened. */
export const longer = (text: string, most: number) => ([...text].length > most ? text : undefined);
