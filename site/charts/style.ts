// How each series looks. The colours are those of the page's style sheet; dashes and dots tell the series apart without any colour.

export interface SeriesStyle {
  /** The name of a custom property of the style sheet. */
  colour: string;
  width?: number;
  dashes?: string;
  dots?: boolean;
}

export const STYLES = {
  exact: { colour: '--exact', width: 3.5 },
  bound: { colour: '--bound', width: 1.75, dashes: '7 4' },
  estimator: { colour: '--estimator', dots: true },
  optimum: { colour: '--optimum', width: 2, dashes: '2 3' },
  reference: { colour: '--reference', width: 2 },
} satisfies Record<string, SeriesStyle>;

export const colourOf = ({ colour }: SeriesStyle) => `var(${colour})`;
