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
  const head = HEAD_HEIGHT + (panels.some((panel) => panel !== '') ? PANEL_TITLE_HEIGHT : 0);
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
  return `${plot.outerHTML.replace('</style>', () => `</style>${ground}${headOf(title, series)}`)}\n`;
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
  const curves = series.map(({ points, style }) => {
    const channels = { ...facet, x: 'x', y: 'y' } as const;
    if (!('dots' in style)) return Plot.line(place(points), { ...channels, ...style, clip: true, z: null });
    const { dots, ...dot } = style;
    return Plot.dot(place(points), { ...channels, ...dot, clip: false });
  });
  const titles = Plot.text(
    panels.map((panel, i) => ({ panel: printable(panel), ...placeOf(i) })),
    { ...facet, text: 'panel', frameAnchor: 'top-left', dy: -17, fontWeight: 600, fill: INK }
  );
  return [Plot.frame({ stroke: '#999999' }), ...bands, ...curves, titles];
}

/** The title, and below it the legend in one row. */
function headOf(title: string, series: readonly Series[]): string {
  let at = MARGIN_LEFT;
  const keys = series.map(({ label, style }) => {
    const { dots, marker, ...look } = { dots: undefined, marker: undefined, ...style };
    const attributes = Object.entries(look).map(
      ([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}="${value}"`
    );
    const sample = dots
      ? `<circle cx="${at + 14}" cy="40" ${attributes.join(' ')}/>`
      : `<line x1="${at}" x2="${at + 28}" y1="40" y2="40" ${attributes.join(' ')}/>`;
    const key = `${sample}<text x="${at + 34}" y="44" text-anchor="start" fill="${INK}">${escaped(label)}</text>`;
    // there is no font here to measure the text with: a character is about 6.6 pixels wide
    at += 34 + label.length * 6.6 + 24;
    return key;
  });
  const heading = `<text x="${MARGIN_LEFT}" y="20" text-anchor="start" font-size="14" font-weight="600" fill="${INK}">${escaped(title)}</text>`;
  return `<g class="head">${heading}${keys.join('')}</g>`;
}
