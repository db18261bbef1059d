// The page: what is chosen goes to the workers, what they answer to the views.

import { short } from '../src/cli/records';
import { powersOfTwo } from '../src/powers-of-two';
import { DISTRIBUTION, OVER_N, TRADE_OFF, TRADE_OFF_VALUES } from './cards';
import { DistributionChart } from './charts/distribution';
import { OverN } from './charts/over-n';
import { TradeOffChart } from './charts/trade-off';
import { type Hand, latestOf, startWorker } from './client';
import { byId, element } from './dom';
import { CATALOGUE, type ReferenceSpec, type SoftmaxRewards } from './references';
import { hashOf, START, type State, stateIn } from './state';
import { Card } from './views/card';
import { type FileChoice, FileDrop } from './views/file-drop';
import { NSlider } from './views/n-slider';
import { SmallestN } from './views/smallest-n';
import { TableView } from './views/table';
import { startTheme } from './views/theme';
import type { Opened, Point } from './worker/view';

const state: State = stateIn(location.hash);
const front = startWorker();
/** The worker for what takes longer; a new one for every reference. */
let back: Hand | undefined;
let opened: Opened | undefined;
let file: FileChoice | undefined;
/** The n that is pointed at in a chart, which goes before the slider's. */
let hovered: number | undefined;

// the views

const charts = byId('charts');
const pick = (n: number) => {
  slider.set(n);
  changeN(n);
};
const overN = OVER_N.map((options) => {
  const card = new Card(charts, options);
  return { card, fields: options.fields, chart: new OverN(card.plot, options, hover, pick) };
});
const tradeOffCard = new Card(charts, TRADE_OFF);
const tradeOff = new TradeOffChart(tradeOffCard.plot, hover, pick);
const distributionCard = new Card(charts, DISTRIBUTION);
let hoveredBin: number | undefined;
const distribution = new DistributionChart(distributionCard.plot, (bin) => {
  hoveredBin = bin;
  if (shown) readDistribution(shown.point);
});
const table = new TableView();
const slider = new NSlider(changeN);
const smallest = new SmallestN((targets) => {
  state.targets = targets;
  remember();
  askSmallest(targets);
});
const drop = new FileDrop(
  (dropped) => front.explorer.describe(dropped),
  (choice) => {
    file = choice;
    state.reference = 'file';
    showControls();
    open();
  },
  problem
);

// opening a reference

const openLatest = latestOf(
  (spec: ReferenceSpec) => front.explorer.open(spec),
  (answer, spec) => {
    opened = answer;
    problem(undefined);
    slider.steps = answer.steps;
    byId('facts').replaceChildren(
      ...answer.facts.map(([name, value]) =>
        element('div', {}, element('dt', { textContent: name }), element('dd', { textContent: value }))
      )
    );
    drop.showChoices(answer.choices, answer.choice);
    for (const { chart } of overN) chart.show(answer);
    changeN(state.n);
    askSmallest(state.targets);
    table.show([], answer.title);
    tradeOff.show(answer, state.value, undefined);
    inBackground(spec, answer);
  },
  (error) => {
    problem(error);
    charts.setAttribute('aria-busy', 'false');
  }
);

function open(): void {
  const spec = specOf();
  if (spec !== undefined) {
    charts.setAttribute('aria-busy', 'true');
    openLatest(spec);
  }
  remember();
}

/** undefined while a file is still to be chosen. */
function specOf(): ReferenceSpec | undefined {
  const { reference: name, temperature, rewards } = state;
  if (name !== 'file') return { name, temperature, rewards };
  return file && { name, ...file };
}

/** So long nothing may change before the longer computations begin. */
const SETTLED = 250;
let settling: ReturnType<typeof setTimeout> | undefined;

function inBackground(spec: ReferenceSpec, answer: Opened): void {
  clearTimeout(settling);
  back?.stop();
  back = undefined;
  best = undefined;
  bestLatest = undefined;
  tradeOffCard.busy = true;
  tradeOffCard.note('computing the other policies …');
  settling = setTimeout(async () => {
    const hand = startWorker();
    back = hand;
    try {
      await hand.explorer.open(spec);
      const rows = await hand.explorer.rows(powersOfTwo(answer.steps.at(-1) ?? 1));
      const estimates = { n: rows.map(({ n }) => n), klEstimate: rows.map(({ klEstimate }) => klEstimate ?? Number.NaN) };
      if (back !== hand) return;
      table.show(rows, answer.title);
      if (answer.curves.klEstimate === undefined) for (const { chart } of overN) chart.addEstimates(estimates);
      await showTradeOff();
      bestLatest = bestBy(hand);
      if (shown) askBest(shown.n);
    } catch (error) {
      problem(error);
    }
    if (back === hand) charts.setAttribute('aria-busy', 'false');
  }, SETTLED);
}

async function showTradeOff(): Promise<void> {
  const [hand, answer, value] = [back, opened, state.value];
  if (hand === undefined || answer === undefined) return;
  tradeOffCard.busy = true;
  if (answer.bins !== null) tradeOffCard.note('computing the other policies …');
  try {
    const others = await hand.explorer.tradeOff(value);
    if (back !== hand || state.value !== value) return;
    tradeOff.show(answer, value, others ?? undefined);
    tradeOffCard.note(others ? '' : 'Samples of many prompts have no one KL divergence: pick a prompt above to see its own.');
  } catch (error) {
    // infinite rewards, say, have no tilt
    tradeOffCard.note(messageOf(error));
  }
  tradeOffCard.busy = false;
}

// one n

let shown: { n: number; point: Point } | undefined;

const askLatest = latestOf(
  (n: number) => front.explorer.at(n),
  (point, n) => {
    if (opened === undefined) return;
    shown = { n, point };
    const { values, masses } = point;
    for (const { card, fields, chart } of overN) {
      chart.mark(n, values);
      card.read(fields.map(([field]) => textOf(values[field])));
      const missing = fields.every(([field]) => opened?.curves[field] === undefined && values[field] === null);
      card.note(missing ? 'Not known from samples: pick a prompt above to take its samples as the whole reference.' : '');
    }
    tradeOff.mark(values);
    readTradeOff(values);
    askBest(n);
    distribution.show(opened.bins, masses);
    readDistribution(point);
    byId('hovering').textContent = hovered === undefined ? '' : `pointing at n = ${n} ·`;
    showEngine(opened, point.milliseconds);
  },
  problem
);

/** What the tilted policy has at the KL divergence of the n in view, once it has been found. */
let best: { n: number; value: State['value']; reached: number | null } | undefined;
let bestWaiting: ReturnType<typeof setTimeout> | undefined;

/** A new one for every worker: what a stopped worker was asked is never answered. */
const bestBy = (hand: Hand) =>
  latestOf(
    ({ n, value }: { n: number; value: State['value'] }) => hand.explorer.bestAt(n, value),
    (reached, { n, value }) => {
      if (back !== hand) return;
      best = { n, value, reached };
      if (shown) readTradeOff(shown.point.values);
    },
    // as where infinite rewards have no tilt, which is said below the chart
    () => {}
  );
let bestLatest: ReturnType<typeof bestBy> | undefined;

function askBest(n: number): void {
  clearTimeout(bestWaiting);
  const value = state.value;
  if (best?.n === n && best.value === value) return;
  bestWaiting = setTimeout(() => bestLatest?.({ n, value }), SETTLED);
}

function readTradeOff(values: Point['values']): void {
  const [value, kl] = [values[state.value], values.kl];
  const known = best !== undefined && best.n === shown?.n && best.value === state.value ? best.reached : null;
  tradeOffCard.read([
    value === null || kl === null ? '–' : `${short(value)} at ${short(kl)} nats`,
    known === null ? '' : `${short(known)} at the same`,
    '',
  ]);
}

const ask = () => askLatest(hovered ?? state.n);

function hover(n: number | undefined): void {
  if (n === hovered) return;
  hovered = n;
  ask();
}

function changeN(n: number): void {
  const most = opened?.sampled ? (opened.steps.at(-1) ?? 1) : Number.POSITIVE_INFINITY;
  state.n = opened?.sampled ? Math.floor(Math.min(n, most)) : n;
  if (state.n !== n) slider.set(state.n);
  hovered = undefined;
  ask();
  remember();
}

function readDistribution({ masses }: Point): void {
  const bins = opened?.bins;
  if (!bins || !masses) {
    distributionCard.read(['–', '–']);
    distributionCard.note('Every prompt has a distribution of its own: pick a prompt above to see it.');
    return;
  }
  const bin = hoveredBin !== undefined && hoveredBin < masses.length ? hoveredBin : 0;
  const [first, last] = [bins.first[bin], bins.last[bin]].map((rank) => rank.toLocaleString('en-US'));
  const ranks = first === last ? `rank ${first}` : `ranks ${first} to ${last}`;
  const label = bins.labels === undefined ? '' : `, such as “${bins.labels[bin]}”`;
  distributionCard.read([short(masses[bin]), short(bins.reference[bin])]);
  distributionCard.note(`At ${ranks}, reward ${first === last ? '' : 'at least '}${short(bins.reward[bin])}${label}.`);
}

function showEngine({ engine, milliseconds }: Opened, last: number): void {
  const name = engine.kind === 'wasm' ? 'WebAssembly kernel' : 'JavaScript';
  const why = engine.reason === undefined ? '' : ` (${engine.reason})`;
  byId('engine').textContent = `${name}${why}: this n in ${last.toFixed(1)} ms, the reference in ${milliseconds.toFixed(0)} ms`;
}

const askSmallest = latestOf(
  async (targets: State['targets']) => (Object.keys(targets).length === 0 ? undefined : front.explorer.smallestN(targets)),
  (n) => smallest.show(n, opened?.sampled ? opened.steps.at(-1) : undefined),
  problem
);

// the controls

const reference = byId<HTMLSelectElement>('reference');
reference.append(
  ...CATALOGUE.map(([label, names]) =>
    element('optgroup', { label }, ...names.map(([value, textContent]) => element('option', { value, textContent })))
  )
);
const temperature = byId<HTMLInputElement>('temperature');
const rewards = byId<HTMLSelectElement>('rewards');

reference.addEventListener('change', () => {
  state.reference = reference.value;
  showControls();
  problem(undefined);
  if (state.reference === 'file' && drop.hasFile) drop.reopen();
  else open();
});
temperature.addEventListener('input', () => {
  state.temperature = temperature.valueAsNumber;
  showControls();
  open();
});
rewards.addEventListener('change', () => {
  state.rewards = rewards.value as SoftmaxRewards;
  open();
});
tradeOffCard.choices.setAttribute('role', 'radiogroup');
tradeOffCard.choices.setAttribute('aria-label', 'What is set against KL divergence');
for (const [value, label] of TRADE_OFF_VALUES) {
  const input = element('input', { type: 'radio', name: 'trade-off-value', value });
  input.addEventListener('change', () => {
    state.value = value;
    if (opened) tradeOff.show(opened, value, undefined);
    ask();
    showTradeOff();
    remember();
  });
  tradeOffCard.choices.append(element('label', {}, input, label));
}

function showControls(): void {
  reference.value = state.reference;
  temperature.valueAsNumber = state.temperature;
  byId('temperature-now').textContent = state.temperature.toFixed(2);
  rewards.value = state.rewards;
  for (const kind of ['softmax', 'file']) {
    for (const part of document.querySelectorAll<HTMLElement>(`.for-${kind}`)) part.hidden = state.reference !== kind;
  }
  for (const input of tradeOffCard.choices.querySelectorAll('input')) input.checked = input.value === state.value;
}

// the address

let remembering: ReturnType<typeof setTimeout> | undefined;

/** Browsers allow only so many changes of the address a second. */
function remember(): void {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    history.replaceState(null, '', hashOf(state));
    announce();
  }, 250);
}

/** For those who hear the page: where a drag of the slider has come to. */
function announce(): void {
  if (shown === undefined) return;
  const { n, point } = shown;
  const { kl, klEstimate, winRate, expectedReward } = point.values;
  const divergence = kl === null ? `estimated KL ${textOf(klEstimate)}` : `KL ${short(kl)}`;
  byId('announcement').textContent =
    `n = ${n}: ${divergence} nats, win rate ${textOf(winRate)}, expected reward ${textOf(expectedReward)}`;
}

function takeHash(): void {
  const linked = stateIn(location.hash);
  // a file stays with whoever has it
  const withoutFile = linked.reference === 'file' && file === undefined;
  Object.assign(state, linked, withoutFile ? { reference: START.reference } : {});
  showControls();
  slider.set(state.n);
  smallest.set(state.targets);
  open();
  if (withoutFile) {
    problem('The link was made with a file, which did not leave the page it was dropped on. Drop the file here to see the same.');
    linkNotice = true;
  }
}

// what goes wrong

/** The notice about a link stays until something else is chosen. */
let linkNotice = false;

function problem(error: unknown): void {
  if (error === undefined && linkNotice) {
    linkNotice = false;
    return;
  }
  const box = byId('problem');
  box.hidden = error === undefined;
  box.textContent = error === undefined ? '' : messageOf(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function textOf(value: number | null): string {
  return value === null ? '–' : short(value);
}

window.addEventListener('hashchange', takeHash);
startTheme();
takeHash();
