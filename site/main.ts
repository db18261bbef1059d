// The explorer: what the reader chooses goes to the workers, and what they answer to the parts of the page.
//
//   state.ts, address.ts   what is chosen, and how it stands in the page's address
//   opening.ts             what is open, and what is on its way
//   n-range.ts, goals.ts   what n and the targets may be
//   captions.ts            what is said of the charts, from what they draw
//   service-worker.ts      offline use and new versions
//   page/                  the parts of the page: the cards with the charts, the controls, the table, messages, downloads
//   charts/                the drawings on the cards, by Observable Plot
//   worker/                the computations: an Explorer in each of two workers, which has a View of the reference that is open
//   files/                 reads the reader's own file, in a worker, and makes a View of it
//   *.ts                   what they share: tables of metrics, goals and references, calls to workers

import { Address } from './address';
import { BackgroundWorker } from './background-worker';
import { meansAtN, smallestText } from './captions';
import { OVER_N } from './chart-texts';
import { byId } from './dom';
import { type ExplorerWorker, Stopped, WorkerFailed } from './explorer-worker';
import type { Targets } from './goals';
import { headline } from './headline';
import { latestOnly } from './latest-only';
import { nText, shownN, tableNs, whyNotN } from './n-range';
import { choiceIn, type Opened, Opening } from './opening';
import { Arrangement } from './page/arrangement';
import { BarsPanel } from './page/bars-panel';
import { askedCode, CodePanel } from './page/code-panel';
import { DistributionPanel } from './page/distribution-panel';
import { nameLinkBack, showEmbedded } from './page/embed';
import { type FileChoice, FileDrop } from './page/file-drop';
import { inTurn } from './page/in-turn';
import { KeepTheBest } from './page/keep-the-best';
import { offerLink } from './page/link';
import { MorePanels } from './page/more-panels';
import { NSlider } from './page/n-slider';
import { offerVersion, showProblem, showProgress, type WayOn } from './page/notices';
import { OverNPanel } from './page/over-n-panel';
import { Pins } from './page/pins';
import { ReferenceControls } from './page/reference-controls';
import { SecondControls } from './page/second-controls';
import { SmallestN } from './page/smallest-n';
import {
  announce,
  leadTo,
  showDocumentTitle,
  showEngine,
  showFacts,
  showHovered,
  showMeans,
  showTitle,
  showWhatIsShown,
} from './page/status';
import { NumbersTable } from './page/table';
import { startTheme } from './page/theme';
import { showTheorems } from './page/theorem-boxes';
import { TradeOffPanel } from './page/trade-off-panel';
import type { ReferenceSpec } from './references';
import { SecondReference } from './second-reference';
import { keepOffline } from './service-worker';
import { hashOf, type Linked, START, type State } from './state';
import { maxNIn, type OpenedReference, type ResultAtN } from './worker/view-types';

const address = new Address(followLink, () => {
  isToBeAnnounced = true;
  announceChosen();
  nameDocument();
});
const first = address.first();
const state: State = first.state;
/** Does what takes longer. */
const background = new BackgroundWorker();
let file: FileChoice | undefined;
/** The n that the reader points at in a chart. It is shown in place of the slider's. */
let hovered: number | undefined;
let shown: { n: number; result: ResultAtN & { serial: number } } | undefined;
/** Whether a choice has settled whose numbers readers who hear the page have not been told. */
let isToBeAnnounced = false;

const charts = byId('charts');
const overN = OVER_N.map((options, i) => new OverNPanel(i === 0 ? byId('first-chart') : charts, options, hover, changeN));
const tradeOff = new TradeOffPanel(charts, hover, changeN, (goal) => {
  state.goal = goal;
  keep();
});
const distribution = new DistributionPanel(charts, (shape) => {
  state.shape = shape;
  keep();
});
const bars = new BarsPanel((dragged) => {
  Object.assign(state, { reference: 'bars', bars: dragged });
  controls.set(state);
  open();
});
const arrangement = new Arrangement(charts);
const drawInTurn = inTurn();
const more = new MorePanels(charts, hover, changeN);
const draws = new KeepTheBest();
const table = new NumbersTable();
const code = new CodePanel();
const slider = new NSlider(changeN, (asked) => whyNotN(asked, shownN(state.n, opening.reference), opening.reference));
const pins = new Pins((chosen) => {
  state.pins = chosen;
  keep();
  markPins();
  askPins(chosen);
}, changeN);
const second = new SecondReference(
  (curves) => {
    secondControls.showTitle(curves?.title);
    for (const panel of [...overN, tradeOff]) panel.showSecond(curves);
    distribution.hasSecond = curves !== undefined;
  },
  (n, values) => {
    for (const panel of [...overN, tradeOff]) panel.markSecond(n, values);
  },
  fail
);
const secondControls = new SecondControls((chosen) => {
  state.second = chosen;
  keep();
  chooseSecond();
});
const smallest = new SmallestN((targets) => {
  if (targets === undefined) return;
  state.targets = targets;
  keep();
  askSmallest(targets);
});
const controls = new ReferenceControls((chosen) => {
  Object.assign(state, chosen);
  controls.set(state);
  showProblem(undefined);
  if (state.reference === 'file' && drop.hasFile) drop.reopen();
  else open();
});
const drop = new FileDrop(
  (files) => opening.worker.call((explorer) => explorer.describe(files)),
  (choice, data) => {
    file = choice;
    Object.assign(state, { reference: 'file', data: data?.text, layout: data?.layout });
    controls.set(state);
    open();
    // nothing is computed before its columns are chosen
    if (choice === undefined) stayWithShown();
  },
  failAndStay
);

// a reference is opened

const opening = new Opening(showOpened, (error, spec) => {
  failAndStay(error);
  // the columns of a file can still be chosen otherwise
  if (!('file' in spec) && opening.isSettled) controls.set(state);
});

function showOpened({ reference, spec }: Opened, isSame: boolean): void {
  keep();
  charts.setAttribute('aria-busy', 'true');
  if (!isSame && !keepsNotice) showProblem(undefined);
  keepsNotice = false;
  showTitle(reference.title);
  nameDocument();
  showWhatIsShown(spec, reference);
  showFacts(reference.facts);
  drop.showChoices(reference.choices, reference.choice);
  arrangement.show(reference, state.second !== undefined);
  slider.reach(reference.steps, !reference.sampled);
  bars.show(reference);
  askPins(state.pins);
  second.follow(reference.curves.n);
  const drawings = [...overN, tradeOff].map((panel) => () => opening.reference === reference && panel.show(reference));
  if (bars.isDragged) drawInTurn(drawings);
  else for (const draw of drawings) draw();
  table.show([], reference.title);
  more.show([], reference);
  showN();
  // an answer about another reference does not stay
  smallest.show('');
  if (smallest.targets()) askSmallest(state.targets);
  background.restart(opening.worker, (worker) => complete(worker, reference), failInBackground);
}

/** How long the background worker computes before the page says so, in milliseconds. */
const LONG_MILLISECONDS = 3000;

/** Adds what takes longer than a frame. */
async function complete(worker: ExplorerWorker, reference: OpenedReference): Promise<void> {
  const stop = () => {
    background.stop();
    tradeOff.giveUp();
    finish();
  };
  // what is being opened meanwhile is more to the reader, who may want to stop it
  const saying = setTimeout(
    () => opening.isOpening || showProgress('Computing the table and the other policies', stop),
    LONG_MILLISECONDS
  );
  const finish = () => {
    clearTimeout(saying);
    if (opening.reference?.serial !== reference.serial || opening.isOpening) return;
    showProgress(undefined);
    charts.setAttribute('aria-busy', 'false');
  };
  try {
    const rows = await worker.call((explorer) => explorer.rows(tableNs(maxNIn(reference))));
    table.show(rows, reference.title);
    for (const panel of overN) panel.addRows(rows);
    await tradeOff.complete(worker);
    const charts = await worker.call((explorer) => explorer.more());
    if (opening.reference?.serial === reference.serial) more.show(charts, reference);
  } finally {
    finish();
  }
}

function fail(error: unknown): void {
  if (!opening.isAsked) charts.setAttribute('aria-busy', 'false');
  if (!isGivenUp(error)) showProblem(error, ...(error instanceof WorkerFailed ? [TRY_AGAIN] : []));
}

/** Says why what was chosen cannot be shown, and goes on with what is. */
function failAndStay(error: unknown): void {
  fail(error);
  if (!(error instanceof WorkerFailed)) stayWithShown();
}

function failInBackground(error: unknown): void {
  if (error instanceof Stopped) return;
  tradeOff.giveUp();
  if (!opening.isOpening) charts.setAttribute('aria-busy', 'false');
  fail(error);
}

/** Whether the reader wanted it to end. The names of errors are all that comes from a worker. */
const isGivenUp = (error: unknown) => error instanceof Stopped || (error instanceof Error && error.name === 'AbortError');

const TRY_AGAIN: WayOn = {
  label: 'Try again',
  act() {
    opening.restart();
    takeLinkedData();
    open();
  },
};

/**
 * Where what was chosen cannot be shown, and nothing else is on its way, what is shown is the choice, for the link too. A link whose data cannot be shown
 * leaves no empty page, but the start, and what is said of the data.
 */
function stayWithShown(): void {
  if (opening.isOpening) return;
  const { opened } = opening;
  if (opened !== undefined) {
    opening.stay(opened);
    file = 'file' in opened.spec ? opened.spec : undefined;
    Object.assign(state, opened.choice);
  } else if (state.data !== undefined) {
    keepsNotice = true;
    Object.assign(state, { reference: START.reference, data: undefined, layout: undefined });
    open();
  } else return;
  address.replace(linked());
}

/** The state of a link to what is shown, without what is still on its way. */
const linked = (): State => ({ ...state, ...opening.opened?.choice });

/** Puts it into the address. */
function keep(): void {
  if (opening.reference) address.keep(linked());
}

/** Opens what is chosen, unless it is open or on its way. */
function open(): void {
  chooseSecond();
  const spec = chosenSpec();
  if (spec === undefined) return;
  if (!opening.open(spec, choiceIn(state), state.n)) return;
  charts.setAttribute('aria-busy', 'true');
  bars.expect(state.reference);
}

/** B has the first reference's choice of rewards, where it has one. */
function chooseSecond(): void {
  const { second: chosen, rewards } = state;
  // samples, which have no KL divergence of their own, have a chart of B's
  if (opening.reference) arrangement.show(opening.reference, chosen !== undefined);
  second.choose(chosen && { name: chosen.reference, temperature: chosen.temperature, rewards });
}

/** What the workers are asked to open; undefined while a file or its columns are still to be chosen, if something is shown meanwhile. */
function chosenSpec(): ReferenceSpec | undefined {
  const { reference: name, temperature, rewards } = state;
  if (name === 'bars') return { name, temperature, rewards, bars: state.bars };
  if (name !== 'file') return { name, temperature, rewards };
  if (file) return { name, ...file };
  return opening.opened || opening.isAsked || state.data !== undefined
    ? undefined
    : { name: START.reference, temperature, rewards };
}

// n changes

const askAt = latestOnly(
  (n: number) => opening.worker.call((explorer) => explorer.at(n)),
  (result, n) => {
    const { reference: opened, spec } = opening.opened ?? {};
    if (opened === undefined) return;
    shown = { n, result };
    for (const panel of overN) panel.mark(n, result.values, result.others);
    tradeOff.mark(n, result.values);
    distribution.mark(n, opened, result.masses);
    more.mark(n);
    showHovered(hovered);
    byId('headline').textContent = headline(n, opened, result);
    showMeans(meansAtN(n, opened, result.reward));
    showEngine(opened, result.milliseconds);
    code.show(() => askedCode(spec, opened, n));
    announceChosen();
  },
  fail,
  ({ serial }) => serial === opening.reference?.serial
);

/** Announces the numbers of the choice that has settled, once they are there: those of the reference of before, or of an n that is pointed at, are others. */
function announceChosen(): void {
  if (!isToBeAnnounced || shown === undefined || opening.reference === undefined || opening.isOpening) return;
  if (shown.result.serial !== opening.reference.serial || shown.n !== shownN(state.n, opening.reference)) return;
  isToBeAnnounced = false;
  announce(shown.n, shown.result);
}

/** The document is named by what the slider shows, not by what the reader points at. */
function nameDocument(): void {
  if (opening.reference === undefined) return;
  const title = `${opening.reference.title}, n = ${nText(shownN(state.n, opening.reference))}`;
  showDocumentTitle(title);
  nameLinkBack(linked(), title);
}

function hover(n: number | undefined): void {
  if (n === hovered || opening.reference === undefined) return;
  hovered = n;
  askAt(hovered ?? shownN(state.n, opening.reference));
  second.at(hovered ?? shownN(state.n, opening.reference));
}

/** Takes an n that the reader asks for. */
function changeN(n: number): void {
  state.n = n;
  keep();
  showN();
}

function showN(): void {
  const n = shownN(state.n, opening.reference);
  slider.set(n);
  pins.at(n);
  hovered = undefined;
  if (opening.reference === undefined) return;
  askAt(n);
  second.at(n);
  draws.show(opening.reference, n);
  if (n > maxNIn(opening.reference)) opening.reach(n);
}

/** Marks the pinned n in the charts against n. */
function markPins(): void {
  for (const panel of [...overN, more]) panel.pin(state.pins);
}

const askPins = latestOnly(
  (ns: readonly number[]) => {
    // before anything is open no n has numbers; what is opened first has them asked for again
    const known = opening.reference === undefined ? [] : ns.filter((n) => shownN(n, opening.reference) === n);
    return known.length === 0 ? Promise.resolve([]) : opening.worker.call((explorer) => explorer.rows(known));
  },
  (rows) => pins.show(rows),
  fail,
  (_, asked) => asked === state.pins
);

const askSmallest = latestOnly(
  async (targets: Targets) =>
    opening.reference === undefined || Object.keys(targets).length === 0
      ? undefined
      : opening.worker.call((explorer) => explorer.smallestN(targets)),
  (answer) => smallest.show(answer === undefined ? '' : smallestText(answer, opening.reference)),
  fail,
  // neither of targets nor of a reference that the reader has left
  (answer, targets) =>
    targets === state.targets && smallest.targets() !== undefined && (!answer || answer.serial === opening.reference?.serial)
);

// links

/** Whether a notice about a link is shown, which stays until another reference is opened. */
let keepsNotice = false;

/** Shows what a link asks for. */
function followLink({ state: asked, refused }: Linked): void {
  Object.assign(state, asked);
  showEmbedded(state);
  secondControls.set(state.second);
  controls.set(state);
  smallest.set(state.targets);
  pins.set(state.pins);
  markPins();
  tradeOff.goal = state.goal;
  distribution.shape = state.shape;
  const notice = noticeOf(refused);
  keepsNotice = notice !== undefined;
  takeLinkedData();
  open();
  showN();
  if (opening.reference) {
    askSmallest(state.targets);
    askPins(state.pins);
  }
  if (notice) showProblem(notice);
}

/** Takes the data that a link holds, unless it is what is open, read in the layout that the link asks for. */
function takeLinkedData(): void {
  const shown = opening.opened?.choice;
  const { reference, data, layout = shown?.layout } = state;
  const isTaken = file !== undefined && data === shown?.data && layout === shown?.layout;
  if (reference !== 'file' || data === undefined || isTaken) return;
  // what was taken before is not shown in place of it
  file = undefined;
  drop.takeLinked(data, state.layout);
}

function noticeOf(refused: readonly string[]): string | undefined {
  // a link does not carry a file, which only its owner has
  const hadData = refused.some((parameter) => parameter.startsWith('data='));
  if (state.reference === 'file' && !drop.hasFile && state.data === undefined && !hadData)
    return 'The link was made with a file, which did not leave the page it was dropped on. Drop the file here to see the same.';
  const named = refused.map((text) => (text.length > MAX_NAMED ? `${text.slice(0, MAX_NAMED)}…` : text));
  return named.length === 0 ? undefined : `The page cannot follow all of this link: ${named.join(', ')}. The rest is shown.`;
}

/** Nobody reads more letters of a parameter that is not followed. */
const MAX_NAMED = 60;

// the address holds the state, and no name of an element
leadTo('skip', byId('first-chart'));
leadTo('choose-another', byId('choose'));
leadTo('pick-prompt', byId('choice'));
showTheorems();
offerLink(
  () => hashOf({ ...linked(), embed: undefined }),
  () => {
    const spec = opening.opened?.spec;
    return spec && 'file' in spec && linked().data === undefined ? spec.file.name : undefined;
  }
);
startTheme();
followLink(first);
keepOffline(offerVersion);
