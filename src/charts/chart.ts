// Panels of curves as one SVG file: Observable Plot draws them into linkedom's document, and a title and a legend are put above.

import * as Plot from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import { printable } from '../format/visible';
import { fitted, headOf, KEY_HEIGHT, keysOf, longer } from './legend';
import { INK, MARGIN_LEFT, MARGIN_RIGHT, PANEL_PADDING, WIDTH } from './measures';
import { DOT_RADIUS, MARKER_RADIUS, type SeriesStyle, symbolOf } from './series-style';

/** Room for the title and the legend, and below them for the titles of the first panels. */
const HEAD_HEIGHT = 60;
const PANEL_TITLE_HEIGHT = 22;
/** So many characters of a panel's title have room; a longer one is shortened, and its element's own title has all of it. */
const MAX_NAME = 40;
/** Room below the panels for the x axis. */
const FOOT_HEIGHT = 46;
const FONT = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif';

export interface Point {
  /** The index of its panel. @default 0 */
  panel?: number;
  x: number;
  y: number;
  /** The ends of an interval, drawn as a band. */
  low?: number;
  high?: number;
}

export interface Series {
  label: string;
  style: SeriesStyle;
  points: Point[];
}

export interface ChartOptions {
  title: string;
  /** The titles of the panels, of which two stand in a row; '' for a single panel that needs none beside the chart's. */
  panels: readonly string[];
  /** The series, from the one that is drawn first to the one on top. */
  series: readonly Series[];
  /** What the bands show, for the legend. */
  bands?: string;
  x: Plot.ScaleOptions;
  y: Plot.ScaleOptions;
  /** The height of a panel, in pixels. @default 210 */
  panelHeight?: number;
}

/** @returns the text of an SVG file. */
export function chart({ title, panels, series, bands, x, y, panelHeight = 210 }: ChartOptions): string {
  // in a document of XML, names are escaped in attributes too
  const document = new DOMParser().parseFromString('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml');
  const keys = keysOf(series, bands);
  const head = HEAD_HEIGHT + (keys.rows - 1) * KEY_HEIGHT + (panels.some((panel) => panel !== '') ? PANEL_TITLE_HEIGHT : 0);
  const height = head + Math.ceil(panels.length / 2) * panelHeight + FOOT_HEIGHT;
  const plot = Plot.plot({
    document: document as unknown as Document,
    className: 'panels',
    width: WIDTH,
    height,
    marginTop: head,
    marginLeft: MARGIN_LEFT,
    marginRight: MARGIN_RIGHT,
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
    fx: { axis: null, padding: panels.length > 1 ? PANEL_PADDING : 0 },
    fy: { axis: null, padding: panels.length > 1 ? 0.2 : 0.04 },
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
  const place = (points: readonly Point[]) => points.map((point) => ({ ...point, ...placeOf(point.panel ?? 0) }));
  const facet = { fx: 'column', fy: 'row' } as const;
  // where several bands lie over one another, each must let the others through
  const opacity = series.filter(({ points }) => points.some(({ low }) => low !== undefined)).length > 1 ? 0.1 : 0.2;
  const bands = series.flatMap(({ points, style }) => {
    const within = points.filter(({ low, high }) => low !== undefined && high !== undefined);
    const band = { ...facet, x: 'x', y1: 'low', y2: 'high', clip: true, fill: style.stroke, fillOpacity: opacity } as const;
    return within.length > 0 ? [Plot.areaY(place(within), band)] : [];
  });
  const curveOf = ({ points, style }: Series): Plot.Markish | Plot.Markish[] => {
    const channels = { ...facet, x: 'x', y: 'y' } as const;
    const { marker, dots, ...look } = style;
    if (dots) return Plot.dot(place(points), { ...channels, ...look, clip: false });
    const line = Plot.line(place(points), { ...channels, ...look, clip: true, z: null });
    if (!marker) return line;
    const shape = marker === 'dot' ? { r: DOT_RADIUS } : { r: MARKER_RADIUS, symbol: symbolOf(marker) };
    // the frame cuts lines, but no dot of the first or last n
    return [line, Plot.dot(place(points), { ...channels, ...shape, fill: style.stroke, clip: false })];
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
