// How series look: each can be told from the others by its colour and, without any colour, by its dashes, its width or its dots.

/** Okabe and Ito's colours, which colour-blind readers can tell apart. */
export const STYLE = {
  exact: { stroke: '#56B4E9', strokeWidth: 4 },
  bound: { stroke: '#000000', strokeWidth: 1.5, strokeDasharray: '7 4' },
  optimum: { stroke: '#000000', strokeWidth: 1.5, strokeDasharray: '2 3' },
  dots: { stroke: '#D55E00', fill: '#ffffff', r: 3.2, strokeWidth: 1.75, dots: true },
  mean: { stroke: '#0072B2', strokeWidth: 2.5, marker: 'dot' },
} as const satisfies Record<string, SeriesStyle>;

export interface SeriesStyle {
  stroke: string;
  strokeWidth: number;
  strokeDasharray?: string;
  /** Dots without a line: what is inside of them, and their radius in pixels. */
  dots?: true;
  fill?: string;
  r?: number;
  /** What stands on a line at each of its points. */
  marker?: Marker;
}

export type Marker = 'dot' | Shape;

/** The corners of a marker in a circle around it of radius 1, y downwards. */
export type Shape = readonly (readonly [x: number, y: number])[];

/** The radius of a dot on a line, and of the circle that a marker with corners lies in, in pixels. */
export const DOT_RADIUS = 3;
export const MARKER_RADIUS = 4.6;

/** Corners on two circles in turn, the first at the top. */
function star(corners: number, inner = 1, turn = 0): Shape {
  return Array.from({ length: 2 * corners }, (_, i) => {
    const angle = (Math.PI * i) / corners + turn;
    const radius = i % 2 === 0 ? 1 : inner;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)] as const;
  });
}

const regular = (corners: number, turn = 0): Shape => star(corners, Math.cos(Math.PI / corners), turn);

/**
 * One for each run of a picture: a colour, dashes and a marker of its own. With more than these, colours would be too much alike on a screen, and
 * markers in print.
 */
export const RUN_STYLES: readonly SeriesStyle[] = [
  { stroke: '#0072B2', strokeWidth: 2.25, marker: 'dot' },
  { stroke: '#D55E00', strokeWidth: 2.25, strokeDasharray: '9 3', marker: regular(4, Math.PI / 4) },
  { stroke: '#009E73', strokeWidth: 2.25, strokeDasharray: '3 3', marker: regular(3) },
  { stroke: '#CC79A7', strokeWidth: 2.25, strokeDasharray: '9 3 3 3', marker: regular(4) },
  { stroke: '#E69F00', strokeWidth: 2.25, strokeDasharray: '14 3', marker: star(5, 0.45) },
  { stroke: '#56B4E9', strokeWidth: 2.25, strokeDasharray: '5 2', marker: regular(3, Math.PI) },
  { stroke: '#7F4F24', strokeWidth: 2.25, strokeDasharray: '2 2', marker: star(4, 0.35) },
  { stroke: '#555555', strokeWidth: 2.25, strokeDasharray: '9 3 2 3 2 3', marker: star(4, 0.4, Math.PI / 4) },
];

/** A marker as Observable Plot takes it. */
export const symbolOf = (shape: Shape) => ({
  draw(context: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void; closePath(): void }, size: number) {
    const radius = Math.sqrt(size / Math.PI);
    shape.forEach(([x, y], i) => {
      if (i === 0) context.moveTo(x * radius, y * radius);
      else context.lineTo(x * radius, y * radius);
    });
    context.closePath();
  },
});

/** A marker as a path of SVG around a place. */
export function pathOf(shape: Shape, x: number, y: number): string {
  const at = (number: number) => String(Number(number.toFixed(2)));
  return `M${shape.map((corner) => `${at(x + corner[0] * MARKER_RADIUS)},${at(y + corner[1] * MARKER_RADIUS)}`).join('L')}Z`;
}
