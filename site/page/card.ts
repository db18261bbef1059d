// The card of a chart: its title, a text that explains it, a legend with the values at the n in view, and its downloads.

import { csvOf } from '../../src/cli/output/serialize';
import type { DrawnPoint } from '../charts/drawn-points';
import { colourOf, type SeriesStyle } from '../charts/style';
import { element, svgElement } from '../dom';
import { fileName } from '../file-name';
import { download, downloadPng, downloadSvg } from './download';

export interface CardOptions {
  id: string;
  title: string;
  legend: readonly (readonly [label: string, style: SeriesStyle])[];
}

export class Card {
  readonly #card: HTMLElement;
  readonly plot: HTMLElement;
  readonly choices: HTMLElement;
  readonly #text: HTMLElement;
  readonly #note: HTMLElement;
  readonly #values: HTMLElement[] = [];
  readonly #buttons: HTMLElement;
  readonly #legend: HTMLElement;
  /** The keys of the legend: those of the card, then those of other runs. */
  readonly #keys: { label: string; swatch: SVGSVGElement }[] = [];
  /** How many keys belong to the card. */
  readonly #own: number;
  readonly #id: string;
  /** The reference that the chart is of, which a downloaded picture must tell. */
  subtitle = '';
  /** The n that is marked in the chart. */
  n = 1;
  /** What the chart draws, as the rows of a table. */
  points: () => readonly DrawnPoint[] = () => [];

  constructor(parent: HTMLElement, { id, title, legend }: CardOptions) {
    const template = document.getElementById('card') as HTMLTemplateElement;
    const card = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    const part = <E extends HTMLElement = HTMLElement>(selector: string) => card.querySelector(selector) as E;
    this.#card = card;
    card.id = id;
    const heading = part('h2');
    heading.id = `${id}-title`;
    heading.textContent = title;
    card.setAttribute('aria-labelledby', heading.id);
    this.#text = part('.text');
    this.#legend = part('.legend');
    for (const [label, style] of legend) this.#addKey(label, style);
    this.#own = legend.length;
    this.plot = part('.plot');
    this.choices = part('.choices');
    this.#note = part('.note');
    this.#buttons = part('.buttons');
    for (const [kind, save] of [['svg', downloadSvg] as const, ['png', downloadPng] as const]) {
      const button = part<HTMLButtonElement>(`.${kind}`);
      button.setAttribute('aria-label', `Download ${title} as ${kind.toUpperCase()}`);
      button.addEventListener('click', () => {
        const chart = this.plot.querySelector('svg');
        if (!chart) return;
        const legend = this.#keys.map((key, i) => ({ ...key, value: this.#values[i].textContent ?? '' }));
        const mark = this.plot.querySelector<SVGSVGElement>('svg.mark') ?? undefined;
        save({ name: this.#fileName(kind), title, subtitle: `${this.subtitle}, n = ${this.n}`, chart, mark, legend });
      });
    }
    const csv = part<HTMLButtonElement>('.csv');
    csv.setAttribute('aria-label', `Download what ${title} draws as CSV`);
    csv.addEventListener('click', () => download(new Blob([csvOf(this.points())], { type: 'text/csv' }), this.#fileName('csv')));
    this.#id = id;
    parent.append(card);
  }

  /** Takes the card off the page. */
  remove(): void {
    this.#card.remove();
  }

  #fileName(extension: string): string {
    return fileName(extension, this.#id, this.subtitle, `n${this.n}`);
  }

  /** Shows other runs in the legend, below the card's own series and in place of those of another file. */
  showRuns(runs: readonly (readonly [label: string, style: SeriesStyle])[]): void {
    for (const list of [this.#keys, this.#values]) list.length = this.#own;
    this.#legend.replaceChildren(...[...this.#legend.children].slice(0, this.#own));
    for (const [label, style] of runs) this.#addKey(label, style);
  }

  #addKey(label: string, style: SeriesStyle): void {
    const swatch = swatchOf(style);
    const value = element('dd', { textContent: '–' });
    this.#keys.push({ label, swatch });
    this.#values.push(value);
    this.#legend.append(element('div', {}, element('dt', {}, swatch, label), value));
  }

  /** Writes the values of the legend, in its order. */
  showValues(values: readonly string[]): void {
    values.slice(0, this.#values.length).forEach((value, i) => {
      if (this.#values[i].textContent !== value) this.#values[i].textContent = value;
    });
  }

  /** Writes the text above the chart: what is drawn, with the theorem or section that it comes from. */
  showText(text: string): void {
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }

  /** Writes a note below the chart: why it is empty, for example. */
  showNote(text: string): void {
    if (this.#note.textContent !== text) this.#note.textContent = text;
    this.#buttons.hidden = this.plot.childElementCount === 0;
  }
}

function swatchOf(style: SeriesStyle): SVGSVGElement {
  const look = {
    stroke: colourOf(style),
    'stroke-width': style.width ?? 1.75,
    'stroke-dasharray': style.dashes ?? 'none',
  };
  const mark = style.dots
    ? svgElement('circle', { cx: 14, cy: 7, r: 3.5, fill: 'none', ...look })
    : svgElement('line', { x1: 0, x2: 28, y1: 7, y2: 7, ...look });
  const swatch = svgElement('svg', { width: 28, height: 14, 'aria-hidden': 'true' });
  swatch.append(mark);
  return swatch;
}
