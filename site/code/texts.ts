// What "the code for this" consists of.

export interface CodeTexts {
  js?: string;
  python?: string;
  shell?: string;
  /** What the texts do not do that the page does. */
  note: string;
}
