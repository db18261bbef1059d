// Further charts that a reference may have, as the worker that computes them hands them to the page.

export interface MoreSeries {
  label: string;
  /** How it looks: as the run of this place, or as one of the page's own series. */
  look: number | 'exact' | 'optimum' | 'estimator';
  n: Float64Array;
  values: Float64Array;
  /** The ends of intervals. */
  band?: { low: Float64Array; high: Float64Array };
  /** Whether the values hold up to the next n, so that the line has steps. */
  steps?: true;
}

export interface MoreChart {
  id: string;
  title: string;
  /** What is drawn, and what follows from it. */
  text: string;
  /** The label of the y axis. */
  y: string;
  /** Whether a line at 0 tells more from less. */
  zero?: true;
  series: MoreSeries[];
}
