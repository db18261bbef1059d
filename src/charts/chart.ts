// Panels of lines as one SVG file: Observable Plot draws them into linkedom's document, and a title and a legend go above.

import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const WIDTH = 700;
/** Room for the title and the legend, and for the titles of panels below. */
const HEAD = 60;
const PANEL_TITLE = 22;
const FONT = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif';

/** Okabe and Ito's colours, which colour-blind readers tell apart; dashes, widths and dots do without any colour. */
export const STYLE = {
  exact: { stroke: '#56B4E9', strokeWidth: 4 },
  bound: { stroke: '#000000', strokeWidth: 1.5, strokeDasharray: '7 4' },
  optimum: { stroke: '#000000', strokeWidth: 1.5, strokeDasharray: '2 3' },
  dots: { stroke: '#D55E00', fill: '#ffffff', r: 3.2, strokeWidth: 1.75, dots: true },
  mean: { stroke: '#0072B2', strokeWidth: 2.5 },
} as const;

export interface Point {
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
  /** Titles, two in a row; '' for a panel that the chart's title names. */
  panels: readonly string[];
  series: readonly Series[];
  x: Plot.ScaleOptions;
  y: Plot.ScaleOptions;
  panelHeight?: number;
}

type Placed = Point & { column: number; row: number };

export function chart({ title, panels, series, x, y, panelHeight = 210 }: ChartOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const place = (points: readonly Point[]): Placed[] =>
    points.map((point) => ({ ...point, ...placeOf(panels.indexOf(point.panel)) }));
  const titles = panels.map((panel, i) => ({ panel, ...placeOf(i) }));
  const rows = Math.ceil(panels.length / 2);
  const head = HEAD + (panels.some((panel) => panel !== '') ? PANEL_TITLE : 0);
  const height = head + rows * panelHeight + 46;
  const facets = { x: 'x', y: 'y', fx: 'column', fy: 'row', clip: true } as const;
  const bands = series.flatMap(({ points, style }) => {
    const within = points.filter(({ low, high }) => low !== undefined && high !== undefined);
    const band = {
      x: 'x',
      y1: 'low',
      y2: 'high',
      fx: 'column',
      fy: 'row',
      clip: true,
      fill: style.stroke,
      fillOpacity: 0.2,
    } as const;
    return within.length > 0 ? [Plot.areaY(place(within), band)] : [];
  });
  const plot = Plot.plot({
    document,
    className: 'panels',
    width: WIDTH,
    height,
    marginTop: head,
    marginLeft: 58,
    marginRight: 22,
    marginBottom: 44,
    style: { fontFamily: FONT, fontSize: '12px', background: '#ffffff' },
    ariaLabel: title,
    x: { ...x, labelAnchor: 'center', labelOffset: 38 },
    y: { ...y, grid: true, labelAnchor: 'center', labelArrow: 'none', labelOffset: 50 },
    fx: { axis: null, padding: 0.09 },
    fy: { axis: null, padding: 0.2 },
    marks: [
      Plot.frame({ stroke: '#999999' }),
      ...bands,
      ...series.map(({ points, style }) => {
        if (!('dots' in style))
          return Plot.line(place(points), { ...facets, ...style, z: null, ...(style === STYLE.mean ? { marker: 'dot' } : {}) });
        const { dots, ...dot } = style;
        return Plot.dot(place(points), { ...facets, ...dot, clip: false });
      }),
      Plot.text(titles, {
        fx: 'column',
        fy: 'row',
        text: 'panel',
        frameAnchor: 'top-left',
        dy: -17,
        fontWeight: 600,
        fill: '#222222',
      }),
    ],
  });
  plot.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  plot.setAttribute('role', 'img');
  // a hundredth of a pixel is enough, and a last digit of the data then changes no file
  const svg = plot.outerHTML
    .replaceAll('currentColor', '#222222')
    .replace(/\d+\.\d{3,}/g, (x) => String(Number(Number(x).toFixed(2))));
  const ground = `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`;
  return `${svg.replace('</style>', `</style>${ground}${headOf(title, series)}`)}\n`;
}

function placeOf(i: number) {
  return { column: i % 2, row: Math.floor(i / 2) };
}

function headOf(title: string, series: readonly Series[]): string {
  let at = 58;
  const keys = series.map(({ label, style }) => {
    const { dots, ...line } = { dots: undefined, ...style };
    const attributes = Object.entries(line).map(
      ([name, value]) => `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}="${value}"`
    );
    const mark = dots
      ? `<circle cx="${at + 14}" cy="40" ${attributes.join(' ')}/>`
      : `<line x1="${at}" x2="${at + 28}" y1="40" y2="40" ${attributes.join(' ')}/>`;
    const key = `${mark}<text x="${at + 34}" y="44" text-anchor="start" fill="#222222">${escaped(label)}</text>`;
    at += 34 + label.length * 6.6 + 24;
    return key;
  });
  const heading = `<text x="58" y="20" text-anchor="start" font-size="14" font-weight="600" fill="#222222">${escaped(title)}</text>`;
  return `<g class="head">${heading}${keys.join('')}</g>`;
}

/** Text inside of SVG or HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
