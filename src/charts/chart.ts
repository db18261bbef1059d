// Panels of curves as one SVG file: Observable Plot draws them into linkedom's document, and a title and a legend are put above.

import * as Plot from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import { printable } from '../format/visible';
import { escaped } from './markup';

/** The width of a chart, in pixels. */
const WIDTH = 700;
/** Room for the title and the legend, and below them for the titles of the first panels. */
const HEAD_HEIGHT = 60;
const PANEL_TITLE_HEIGHT = 22;
/** Room for each further row of the legend. */
const KEY_HEIGHT = 20;
/** There is no font here to measure text with: a character of the legend is about so many pixels wide. */
const CHARACTER = 6.6;
/** So many characters of a title and of a name have room; a longer one is shortened, and its element's own title has all of it. */
const MAX_TITLE = 84;
const MAX_NAME = 40;
/** Room below the panels for the x axis. */
const FOOT_HEIGHT = 46;
/** Where the title and the legend begin, in line with the panels. */
const MARGIN_LEFT = 58;
const INK = '#222222';
const FONT = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif';

/** Okabe and Ito's colours, which colour-blind readers can tell apart. Dashes, widths and dots tell the series apart without any colour. */
export const STYLE = {
  exact: { stroke: '#56B4E9', strokeWidth: 4 },
  bound: { stroke: '#000000', strokeWidth: 1.5, strokeDasharray: '7 4' },
  optimum: { stroke: '#000000', strokeWidth: 1.5, strokeDasharray: '2 3' },
  dots: { stroke: '#D55E00', fill: '#ffffff', r: 3.2, strokeWidth: 1.75, dots: true },
  mean: { stroke: '#0072B2', strokeWidth: 2.5, marker: 'dot' },
} as const;

export interface Point {
  /** The title of its panel. */
  panel: string;
  x: number;
  y: number;
  /** The ends of an interval, drawn as a band. */
  low?: number;
  high?: number;
}

export interface Series {
  label: string;
  style: (typeof STYLE)[keyof typeof STYLE];
  points: Point[];
}

export interface ChartOptions {
  title: string;
  /** The titles of the panels, of which two stand in a row; '' for a single panel that needs none beside the chart's. */
  panels: readonly string[];
  /** The series, from the one that is drawn first to the one on top. */
  series: readonly Series[];
  x: Plot.ScaleOptions;
  y: Plot.ScaleOptions;
  /** The height of a panel, in pixels. @default 210 */
  panelHeight?: number;
}

/** @returns the text of an SVG file. */
export function chart({ title, panels, series, x, y, panelHeight = 210 }: ChartOptions): string {
  // in a document of XML, names are escaped in attributes too
  const document = new DOMParser().parseFromString('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml');
  const keys = keysOf(series);
  const head = HEAD_HEIGHT + (keys.rows - 1) * KEY_HEIGHT + (panels.some((panel) => panel !== '') ? PANEL_TITLE_HEIGHT : 0);
  const height = head + Math.ceil(panels.length / 2) * panelHeight + FOOT_HEIGHT;
  const plot = Plot.plot({
    document: document as unknown as Document,
    className: 'panels',
    width: WIDTH,
    height,
    marginTop: head,
    marginLeft: MARGIN_LEFT,
    marginRight: 22,
    marginBottom: 44,
    style: { fontFamily: FONT, fontSize: '12px', background: '#ffffff' },
    ariaLabel: printable(title),
    x: { ...x, labelAnchor: 'center', labelOffset: 38 },
    y: {
      ...y,
      ...(y.label ? { label: printable(y.label) } : {}),
      grid: true,
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 50,
    },
    fx: { axis: null, padding: 0.09 },
    fy: { axis: null, padding: 0.2 },
    marks: marksOf(panels, series),
  });
  plot.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  plot.setAttribute('role', 'img');
  for (const element of [plot, ...plot.querySelectorAll('*')]) tidy(element);
  const ground = `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`;
  // a function, since a string would be searched for patterns such as $&
  return `${plot.outerHTML.replace('</style>', () => `</style>${ground}${headOf(title, keys.text)}`)}\n`;
}

/**
 * Gives an element its colour, and its numbers hundredths of a pixel: they are precise enough, and so a change in the last digit of the data
 * changes no file. Texts, and the attributes that repeat them, stay as they are.
 */
function tidy({ attributes }: Element): void {
  for (const attribute of attributes) {
    if (attribute.name.startsWith('aria-')) continue;
    attribute.value = attribute.value
      .replace('currentColor', INK)
      .replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
  }
}

/** The frames, then the bands, so that no band hides a curve, then the curves and the titles of the panels. */
function marksOf(panels: readonly string[], series: readonly Series[]): Plot.Markish[] {
  const placeOf = (i: number) => ({ column: i % 2, row: Math.floor(i / 2) });
  const place = (points: readonly Point[]) => points.map((point) => ({ ...point, ...placeOf(panels.indexOf(point.panel)) }));
  const facet = { fx: 'column', fy: 'row' } as const;
  const bands = series.flatMap(({ points, style }) => {
    const within = points.filter(({ low, high }) => low !== undefined && high !== undefined);
    const band = { ...facet, x: 'x', y1: 'low', y2: 'high', clip: true, fill: style.stroke, fillOpacity: 0.2 } as const;
    return within.length > 0 ? [Plot.areaY(place(within), band)] : [];
  });
  const curveOf = ({ points, style }: Series): Plot.Markish | Plot.Markish[] => {
    const channels = { ...facet, x: 'x', y: 'y' } as const;
    if ('marker' in style) {
      const { marker, ...line } = style;
      const dot = { ...channels, r: 3, fill: style.stroke, clip: false };
      // the frame cuts lines, but no dot of the first or last n
      return [Plot.line(place(points), { ...channels, ...line, clip: true, z: null }), Plot.dot(place(points), dot)];
    }
    if (!('dots' in style)) return Plot.line(place(points), { ...channels, ...style, clip: true, z: null });
    const { dots, ...dot } = style;
    return Plot.dot(place(points), { ...channels, ...dot, clip: false });
  };
  const curves = series.flatMap((one): Plot.Markish[] => [curveOf(one)].flat());
  const titles = Plot.text(
    panels.map((panel, i) => ({
      panel: fitted(printable(panel), MAX_NAME),
      whole: longer(printable(panel), MAX_NAME),
      ...placeOf(i),
    })),
    { ...facet, text: 'panel', title: 'whole', frameAnchor: 'top-left', dy: -17, fontWeight: 600, fill: INK }
  );
  return [Plot.frame({ stroke: '#999999' }), ...bands, ...curves, titles];
}

/** The legend, in as many rows as it needs. */
function keysOf(series: readonly Series[]): { text: string; rows: number } {
  let at = MARGIN_LEFT;
  let row = 0;
  const keys = series.map(({ label, style }) => {
    const width = 34 + Math.min(label.length, MAX_TITLE) * CHARACTER + 24;
    if (at > MARGIN_LEFT && at + width > WIDTH) {
      at = MARGIN_LEFT;
      row++;
    }
    const y = 40 + row * KEY_HEIGHT;
    const { dots, marker, ...look } = { dots: undefined, marker: undefined, ...style };
    const attributes = Object.entries(look).map(
      ([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${value}"`
    );
    const sample = dots
      ? `<circle cx="${at + 14}" cy="${y}" ${attributes.join(' ')}/>`
      : `<line x1="${at}" x2="${at + 28}" y1="${y}" y2="${y}" ${attributes.join(' ')}/>`;
    const key = `${sample}<text x="${at + 34}" y="${y + 4}" text-anchor="start" fill="${INK}">${markupOf(label)}</text>`;
    at += width;
    return key;
  });
  return { text: keys.join(''), rows: row + 1 };
}

/** The title, and below it the legend. */
function headOf(title: string, keys: string): string {
  const heading = `<text x="${MARGIN_LEFT}" y="20" text-anchor="start" font-size="14" font-weight="600" fill="${INK}">${markupOf(title)}</text>`;
  return `<g class="head">${heading}${keys}</g>`;
}

function markupOf(text: string): string {
  const whole = longer(text, MAX_TITLE);
  return `${escaped(fitted(text, MAX_TITLE))}${whole === undefined ? '' : `<title>${escaped(whole)}</title>`}`;
}

/** A text with its middle left out if it is too long: names of runs often differ at their end. */
function fitted(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const kept = (most - 1) / 2;
  return `${characters.slice(0, Math.ceil(kept)).join('')}…${characters.slice(-Math.floor(kept)).join('')}`;
}

const longer = (text: string, most: number) => ([...text].length > most ? text : undefined);
