// The page: what is chosen goes to the workers, what they answer to the views.

import { powersOfTwo } from '../src/numerics/grids';
import { Background } from './background';
import { OVER_N } from './cards';
import { type Hand, latestOf, startWorker } from './client';
import { byId } from './dom';
import type { Targets } from './fields';
import type { ReferenceSpec } from './references';
import { hashOf, START, type State, stateIn } from './state';
import { DistributionPanel } from './views/distribution-panel';
import { type FileChoice, FileDrop } from './views/file-drop';
import { NSlider } from './views/n-slider';
import { OverNPanel } from './views/over-n-panel';
import { ReferenceControls } from './views/reference-controls';
import { SmallestN } from './views/smallest-n';
import { announce, showEngine, showFacts, showHovered, showProblem } from './views/status';
import { TableView } from './views/table';
import { startTheme } from './views/theme';
import { TradeOffPanel } from './views/trade-off-panel';
import { lastStep, type Opened, type Point } from './worker/view';

const state: State = stateIn(location.hash);
/** The worker that answers while the slider moves. */
const front = startWorker();
const background = new Background();
let opened: Opened | undefined;
let file: FileChoice | undefined;
/** The n that is pointed at in a chart, which goes before the slider's. */
let hovered: number | undefined;
let shown: { n: number; point: Point } | undefined;

const charts = byId('charts');
const overN = OVER_N.map((options) => new OverNPanel(charts, options, hover, pick));
const tradeOff = new TradeOffPanel(charts, hover, pick, (value) => {
  state.value = value;
  remember();
});
const distribution = new DistributionPanel(charts);
const table = new TableView();
const slider = new NSlider(changeN);
const smallest = new SmallestN((targets) => {
  state.targets = targets;
  remember();
  askSmallest(targets);
});
const controls = new ReferenceControls((chosen) => {
  Object.assign(state, chosen);
  showProblem(undefined);
  if (state.reference === 'file' && file) drop.reopen();
  else open();
});
const drop = new FileDrop(
  (dropped) => front.explorer.describe(dropped),
  (choice) => {
    file = choice;
    state.reference = 'file';
    controls.set(state);
    open();
  },
  showProblem
);

// a reference

const openLatest = latestOf(
  (spec: ReferenceSpec) => front.explorer.open(spec),
  (answer, spec) => {
    opened = answer;
    if (!linkNotice) showProblem(undefined);
    linkNotice = false;
    showFacts(answer.facts);
    drop.showChoices(answer.choices, answer.choice);
    slider.steps = answer.steps;
    for (const panel of overN) panel.show(answer);
    tradeOff.show(answer);
    table.show([], answer.title);
    changeN(state.n);
    askSmallest(state.targets);
    background.restart(spec, (hand) => complete(hand, answer), fail);
  },
  fail
);

/** What takes longer than a frame. */
async function complete(hand: Hand, answer: Opened): Promise<void> {
  const rows = await hand.explorer.rows(powersOfTwo(lastStep(answer)));
  table.show(rows, answer.title);
  const estimates = { n: rows.map(({ n }) => n), klEstimate: rows.map(({ klEstimate }) => klEstimate ?? Number.NaN) };
  for (const panel of overN) panel.addEstimates(estimates);
  await tradeOff.complete(hand);
  charts.setAttribute('aria-busy', 'false');
}

function fail(error: unknown): void {
  showProblem(error);
  charts.setAttribute('aria-busy', 'false');
}

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

// one n

const askLatest = latestOf(
  (n: number) => front.explorer.at(n),
  (point, n) => {
    if (opened === undefined) return;
    shown = { n, point };
    for (const panel of overN) panel.mark(n, point.values);
    tradeOff.mark(n, point.values);
    distribution.mark(n, opened, point.masses);
    showHovered(hovered);
    showEngine(opened, point.milliseconds);
  },
  showProblem
);

function hover(n: number | undefined): void {
  if (n === hovered) return;
  hovered = n;
  askLatest(hovered ?? state.n);
}

function pick(n: number): void {
  slider.set(n);
  changeN(n);
}

function changeN(n: number): void {
  state.n = opened?.sampled ? Math.floor(Math.min(n, lastStep(opened))) : n;
  if (state.n !== n) slider.set(state.n);
  hovered = undefined;
  askLatest(state.n);
  remember();
}

const askSmallest = latestOf(
  async (targets: Targets) => (Object.keys(targets).length === 0 ? undefined : front.explorer.smallestN(targets)),
  (n) => smallest.show(n, opened?.sampled ? lastStep(opened) : undefined),
  showProblem
);

// the address

let remembering: ReturnType<typeof setTimeout> | undefined;

/** Browsers allow only so many changes of the address a second. */
function remember(): void {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    history.replaceState(null, '', hashOf(state));
    if (shown) announce(shown.n, shown.point);
  }, 250);
}

/** The notice about a link stays until something else is opened. */
let linkNotice = false;

function takeHash(): void {
  const linked = stateIn(location.hash);
  // a file stays with whoever has it
  linkNotice = linked.reference === 'file' && file === undefined;
  Object.assign(state, linked, linkNotice ? { reference: START.reference } : {});
  controls.set(state);
  slider.set(state.n);
  smallest.set(state.targets);
  tradeOff.value = state.value;
  open();
  if (linkNotice)
    showProblem(
      'The link was made with a file, which did not leave the page it was dropped on. Drop the file here to see the same.'
    );
}

window.addEventListener('hashchange', takeHash);
startTheme();
takeHash();
