// The explorer: what the reader chooses goes to the workers, and what they answer to the parts of the page.
//
//   page/     the parts of the page: the cards with the charts, the controls, the table, messages, downloads
//   charts/   the drawings on the cards, by Observable Plot
//   worker/   the computations: an Explorer in each of two workers, which has a View of the reference that is open
//   files/    reads the reader's own file, in a worker, and makes a View of it
//   *.ts      what they share: tables of metrics, goals, references and texts of charts, the state in the address, calls to workers

import { powersOfTwo } from '../src/numerics/grids';
import { BackgroundWorker } from './background-worker';
import { OVER_N } from './chart-texts';
import { byId } from './dom';
import { type ExplorerWorker, startWorker } from './explorer-worker';
import type { Targets } from './goals';
import { latestOnly } from './latest-only';
import { DistributionPanel } from './page/distribution-panel';
import { type FileChoice, FileDrop } from './page/file-drop';
import { NSlider } from './page/n-slider';
import { OverNPanel } from './page/over-n-panel';
import { ReferenceControls } from './page/reference-controls';
import { SmallestN } from './page/smallest-n';
import { announce, showEngine, showFacts, showHovered, showProblem } from './page/status';
import { NumbersTable } from './page/table';
import { startTheme } from './page/theme';
import { TradeOffPanel } from './page/trade-off-panel';
import type { ReferenceSpec } from './references';
import { hashOf, START, type State, stateIn } from './state';
import { maxNIn, type OpenedReference, type ResultAtN } from './worker/view-types';

const state: State = stateIn(location.hash);
/** Answers within a frame, while the slider moves. */
const sliderWorker = startWorker();
/** Does what takes longer. */
const background = new BackgroundWorker();
let opened: OpenedReference | undefined;
let file: FileChoice | undefined;
/** The n that the reader points at in a chart. It is shown in place of the slider's. */
let hovered: number | undefined;
let shown: { n: number; result: ResultAtN } | undefined;

const charts = byId('charts');
const overN = OVER_N.map((options) => new OverNPanel(charts, options, hover, pick));
const tradeOff = new TradeOffPanel(charts, hover, pick, (goal) => {
  state.goal = goal;
  remember();
});
const distribution = new DistributionPanel(charts);
const table = new NumbersTable();
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
  (dropped) => sliderWorker.explorer.describe(dropped),
  (choice) => {
    file = choice;
    state.reference = 'file';
    controls.set(state);
    open();
  },
  showProblem
);

// a reference is opened

const openLatest = latestOnly(
  (spec: ReferenceSpec) => sliderWorker.explorer.open(spec),
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
    background.restart(spec, (worker) => complete(worker, answer), fail);
  },
  fail
);

/** Adds what takes longer than a frame. */
async function complete(worker: ExplorerWorker, reference: OpenedReference): Promise<void> {
  const rows = await worker.explorer.rows(powersOfTwo(maxNIn(reference)));
  table.show(rows, reference.title);
  for (const panel of overN) panel.addRows(rows);
  await tradeOff.complete(worker);
  charts.setAttribute('aria-busy', 'false');
}

function fail(error: unknown): void {
  showProblem(error);
  charts.setAttribute('aria-busy', 'false');
}

function open(): void {
  const spec = chosenSpec();
  if (spec !== undefined) {
    charts.setAttribute('aria-busy', 'true');
    openLatest(spec);
  }
  remember();
}

/** What the workers are asked to open; undefined while a file is still to be chosen. */
function chosenSpec(): ReferenceSpec | undefined {
  const { reference: name, temperature, rewards } = state;
  if (name !== 'file') return { name, temperature, rewards };
  return file && { name, ...file };
}

// n changes

const askAt = latestOnly(
  (n: number) => sliderWorker.explorer.at(n),
  (result, n) => {
    if (opened === undefined) return;
    shown = { n, result };
    for (const panel of overN) panel.mark(n, result.values, result.others);
    tradeOff.mark(n, result.values);
    distribution.mark(n, opened, result.masses);
    showHovered(hovered);
    showEngine(opened, result.milliseconds);
  },
  showProblem
);

function hover(n: number | undefined): void {
  if (n === hovered) return;
  hovered = n;
  askAt(hovered ?? state.n);
}

function pick(n: number): void {
  slider.set(n);
  changeN(n);
}

function changeN(n: number): void {
  state.n = opened?.sampled ? Math.floor(Math.min(n, maxNIn(opened))) : n;
  if (state.n !== n) slider.set(state.n);
  hovered = undefined;
  askAt(state.n);
  remember();
}

const askSmallest = latestOnly(
  async (targets: Targets) => (Object.keys(targets).length === 0 ? undefined : sliderWorker.explorer.smallestN(targets)),
  (n) => smallest.show(n, opened?.sampled ? maxNIn(opened) : undefined),
  showProblem
);

// the page's address

/** Browsers limit how often a page may change its address (Safari: 100 times in 30 seconds), so that a drag must not change it at every move. */
const ADDRESS_MILLISECONDS = 250;

let remembering: ReturnType<typeof setTimeout> | undefined;

/** Puts the state into the address once it has settled, and announces where the slider has come to. */
function remember(): void {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    history.replaceState(null, '', hashOf(state));
    if (shown) announce(shown.n, shown.result);
  }, ADDRESS_MILLISECONDS);
}

/** Whether a notice about a link is shown, which stays until another reference is opened. */
let linkNotice = false;

/** Shows what a link asks for. */
function followLink(): void {
  const linked = stateIn(location.hash);
  // a link does not carry a file, which only its owner has
  linkNotice = linked.reference === 'file' && file === undefined;
  Object.assign(state, linked, linkNotice ? { reference: START.reference } : {});
  controls.set(state);
  slider.set(state.n);
  smallest.set(state.targets);
  tradeOff.goal = state.goal;
  open();
  if (linkNotice)
    showProblem(
      'The link was made with a file, which did not leave the page it was dropped on. Drop the file here to see the same.'
    );
}

window.addEventListener('hashchange', followLink);
startTheme();
followLink();
