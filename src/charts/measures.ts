// What the parts of a chart must agree on.

/** The width of a chart, in pixels. */
export const WIDTH = 700;
/** Where the title and the legend begin, in line with the panels. */
export const MARGIN_LEFT = 58;
/** The colour of text. */
export const INK = '#222222';
/** Right of the panels. */
export const MARGIN_RIGHT = 22;
/** The room between two panels that stand side by side, as a part of a panel and this room together. */
export const PANEL_PADDING = 0.09;

/** The width of a panel, in pixels, where there are so many, of which two stand in a row. */
export function panelWidth(panels: number): number {
  const all = WIDTH - MARGIN_LEFT - MARGIN_RIGHT;
  return panels > 1 ? (all * (1 - PANEL_PADDING)) / (2 - PANEL_PADDING) : all;
}
