// How each series looks: in colours of the page's style sheet, and told apart without them by dashes and dots.

export interface Style {
  /** A custom property of the style sheet. */
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
} satisfies Record<string, Style>;

export const colourOf = ({ colour }: Style) => `var(${colour})`;
