import { citedWords } from '../../citation/cited.ts';
import { differenceLabel } from '../../divergence/labels.ts';
import { fileNames } from '../../outcome/file-names.ts';
import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import type { LabelledClaim } from '../../proposal/labels.ts';
import { adoptedClaims, type Decided } from '../../synthesis/decided.ts';
import { optionOf } from '../../synthesis/options.ts';
import { reasonsFor } from '../../synthesis/reasons.ts';
import type { Design } from '../../vocabulary/design.ts';
import { shortId, verifyCommand } from '../../vocabulary/figures.ts';
import { participant } from '../../vocabulary/participants.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { bannerOf } from '../banner.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  document,
  type Folded,
  firstWords,
  given,
  heading,
  type Inline,
  joined,
  type Line,
  line,
  lines,
  ours,
  prose,
  proseBlock,
  type Section,
  section,
  small,
} from '../document.ts';
import { standingWords } from '../facts/afterwards.ts';
import { type Fields, toldFields } from '../facts/fields.ts';
import { namedGravest, reservationWords } from '../facts/reservation.ts';
import { dissentBlocks, dissentWords } from '../facts/signature.ts';
import { pageSection } from '../page/page-address.ts';
import { afterwardsControls, controlsOf } from '../thread/controls.ts';
import { marked, TEXTS } from './texts.ts';

/** So much of each list, and of each item in it, is shown; the whole is in brief.md. */
export const ITEM_CHARACTERS = 400;
const [MAX_ITEMS, STEP_CHARACTERS] = [7, 160];
/** The most important parts are cut last. */
const WEIGHT = 4;
export const BANNER_CHARACTERS = 400;
/** Of how a decision stands after the end: the rest is in the files of what came after it. */
const STANDING_CHARACTERS = 800;

/** The end: the decision first, then how far it may be relied on, then what is to be done. */
export function resultDocument(result: Result): Document {
  const { banner, files, designId, controls, decision, standing } = result;
  const said = [decision?.sentence ?? '', banner.headline];
  // A notification is cut, so that what a reader must know of the decision comes before it.
  const told = [banner.mark, ...(banner.level === 'success' ? said : said.toReversed())].filter(
    (part) => part !== '',
  );
  const sections = (most: number) => [
    section(
      ...marked(banner.mark),
      ...sentence(result, most),
      alert(banner.level, banner.headline, Math.max(most, BANNER_CHARACTERS)),
      ...(standing === '' ? [] : [lines([given(standing, Math.max(most, STANDING_CHARACTERS))])]),
      ...facts(result, Math.max(most, BANNER_CHARACTERS)),
    ),
    ...decisionSections(result, most),
    ...pageSection(result),
    ...checkSection(result),
  ];
  return document(told.join(' '), sections, {
    folded: reasonsFolded(result),
    clickable: clickable(designId, controls),
    files: files.map((name) => ({ name, text: null })),
  });
}

/** Small print where there is a decision to read; without one they are what there is to know. */
function facts({ banner, decision }: Result, most: number): Block[] {
  if (decision !== null) return [small(banner.facts.join(' · '), most * WEIGHT)];
  return [
    lines(
      joined(
        banner.facts.map((fact) => [given(fact, most)]),
        ' · ',
      ),
    ),
  ];
}

export function sentence({ decision }: Result, most: number): Block[] {
  return decision === null ? [] : [heading(decision.sentence, most * WEIGHT)];
}

/** Parts of a decision that have to be read; the rest is behind its reasons, and in the files. */
const DECISION: Fields<Decision, Section, Shown> = {
  title: null,
  /** Stands above the banner. */
  sentence: null,
  paragraph: (words, _, { most }) => [section(proseBlock(words, most * WEIGHT))],
  steps: (steps, _, { item }) => [
    section(
      lines(
        [bold(TEXTS.stepsHeading)],
        ...steps.map((step, at) => line`${`${at + 1}. `}${toldFields(STEP, step, item)}`),
      ),
    ),
  ],
  open: (open, _, { left, item }) =>
    listed(
      TEXTS.openHeading,
      open.map((point) => toldFields(OPEN, point, { left, item })),
    ),
  /** Stand behind the reasons. */
  risks: null,
  options: null,
  assumptions: null,
  /** Stand in the files. */
  revisitIf: null,
};

interface Shown {
  readonly most: number;
  readonly item: number;
  readonly left: Result['left'];
}

const STEP: Fields<Decision['steps'][number], Inline, number> = {
  title: (words, _, item) => prose(/[.!?:]$/.test(words) ? words : `${words}.`, item, { bold: true }),
  detail: (words, _, item) => line` ${given(firstWords(words, STEP_CHARACTERS), item)}`,
  owner: (owner, { date }, item) => {
    const who = [owner, date].filter((each) => each !== '').join(', ');
    return who === '' ? [] : line` ${given(`(${who})`, item, { italic: true })}`;
  },
  /** Stands beside the owner. */
  date: null,
  named: null,
  undo: null,
  rests: null,
};

/** The point in its own words, by code; then what its author says about it. */
const OPEN: Fields<Decision['open'][number], Inline, Pick<Shown, 'item' | 'left'>> = {
  difference: (label, { text }, { left, item }) => {
    const point = left.find(({ difference }) => difference === label);
    if (point === undefined || point.description === text) return [];
    const positions = positionsOf(point, item);
    return line`${prose(point.description, item, { bold: true })} ${positions}${positions.length === 0 ? '' : ' — '}`;
  },
  text: (words, { difference: label }, { left, item }) => {
    const point = left.find(({ difference, description }) => difference === label && description === words);
    return point === undefined ? prose(words, item) : line`${prose(words, item)} ${positionsOf(point, item)}`;
  },
  rests: null,
};

function positionsOf({ positions }: Result['left'][number], item: number): Line {
  return joined(
    positions.map((statement) => prose(statement, item)),
    ' / ',
  );
}

const RISK: Fields<Decision['risks'][number], Inline, number> = {
  risk: (words, _, item) => prose(words, item),
  signal: (words, _, item) => line`${ours(` ${TEXTS.noticed}`, { italic: true })}${prose(words, item)}`,
  rests: null,
};

/** The paragraph, what to do, what is left to people, and who does not agree. */
export function decisionSections(
  { decision, dissents, left, reservations }: Result,
  most: number,
): Section[] {
  if (decision === null) return [];
  const item = Math.min(most, ITEM_CHARACTERS);
  return [
    ...toldFields(DECISION, decision, { most, item, left }),
    ...(isNamedWhole(reservations) ? [] : dissents).map(({ title, reason }) =>
      section(lines([given(dissentWords(title, reason), item)])),
    ),
  ];
}

/** Returns the grounds of a decision, shown on demand. */
export function reasonsFolded(result: Result): Folded | null {
  const { decision, designId } = result;
  if (decision === null) return null;
  return {
    title: TEXTS.reasonsTitle,
    button: TEXTS.showReasons,
    designId,
    about: 'outcome',
    sections: (most) => reasonSections(result, decision, most),
  };
}

/** Stands in the message itself, since whoever keeps the store makes what is shown on demand anew (P11). */
function checkSection({ files, head, designId }: Result): Section[] {
  if (files.length === 0 || head === null) return [];
  return [
    section(small(TEXTS.check(verifyCommand('charrette', shortId(designId), head)), BANNER_CHARACTERS)),
  ];
}

function reasonSections(
  { reservations, because, costs, assumed, dissents }: Result,
  { risks }: NonNullable<Result['decision']>,
  most: number,
): Section[] {
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (text: string) => prose(text, item);
  const claim = ({ text, title, source }: Result['because'][number]) =>
    line`${markdown(text)} ${given(`(${title}${source === '' ? '' : `; ${source}`})`, item, { italic: true })}`;
  const doubts = isNamedWhole(reservations) ? [] : reservations.map((words) => [given(words, item)]);
  return [
    ...listed(TEXTS.reservationsHeading, doubts),
    ...listed(TEXTS.becauseHeading, because.map(claim)),
    ...listed(TEXTS.costsHeading, costs.map(claim)),
    ...listed(
      TEXTS.risksHeading,
      risks.map((risk) => toldFields(RISK, risk, item)),
    ),
    ...listed(
      TEXTS.assumedHeading,
      assumed.map(
        ({ question, assumption }) =>
          line`${prose(question, item, { italic: true })} ${markdown(assumption)}`,
      ),
    ),
    ...dissents.map(({ title, dissent, reason }) => dissentBlocks(title, dissent, most * WEIGHT, reason)),
  ];
}

/** Returns true if the first line names every reservation; of many it names the gravest. */
function isNamedWhole(reservations: Result['reservations']): boolean {
  return namedGravest(reservations) === reservations.join('; ');
}

/** A list under its name; nothing where it is empty. */
export function listed(heading: string, items: readonly Line[]): Section[] {
  const shown = items.slice(0, MAX_ITEMS);
  const more = items.length - shown.length;
  const rest = more === 0 ? [] : [[ours(TEXTS.more(more), { italic: true })]];
  return items.length === 0 ? [] : [section(lines([bold(heading)]), bullets([...shown, ...rest]))];
}

const READABLE_FILES = ['brief.md', 'adr.md', 'record.md', 'transcript.md', 'manifest.json'];

/** The end as a thread shows it: the decision, if there is one, and the banner by code. */
export type Result = ReturnType<typeof resultOf>;

export function resultOf(design: Design) {
  const outcome = outcomeOf(design);
  const decided = decisionInForce(design);
  const decision = decided === null ? null : withoutSettled(design, decided.decision);
  return {
    designId: design.id,
    ...(design.page === undefined ? {} : { page: design.page }),
    status: outcome.status,
    stoppedBecause: outcome.stoppedBecause,
    banner: bannerOf(outcome, 'thread'),
    decision,
    /** Everything that the first line counts, the gravest first. */
    reservations: outcome.reservations.map(reservationWords),
    /** Open points that have words of their own. */
    left: decided === null ? [] : openPoints(design),
    /** What people have done with it since. */
    standing: standingWords(design),
    because: decided === null ? [] : claimsTold(design, reasonsFor(design, decided)),
    costs: decided === null ? [] : claimsTold(design, costsOf(design, decided)),
    assumed: outcome.assumptions,
    /** Verbatim. */
    dissents: outcome.dissents,
    /** Names of files in the design's bundle that are worth reading in the thread, once they are written. */
    files: READABLE_FILES.filter((name) => fileNames(design.files).includes(name)),
    /** The end of the chain of events in them; `null` where that is not known. */
    head: design.head,
    controls: [
      ...controlsOf(design).filter(({ kind }) => kind === 'run_again'),
      ...afterwardsControls(design),
    ],
  };
}

/** Leaves out open points that a person has settled: the banner says so, and nothing of them is left to decide. */
function withoutSettled({ divergences }: Design, decision: Decision): Decision {
  const settled = divergences.flatMap(({ id, settlement }) =>
    settlement?.outcome === 'settled_by_person' ? [differenceLabel(id)] : [],
  );
  return { ...decision, open: decision.open.filter(({ difference }) => !settled.includes(difference)) };
}

/** Returns what people may decide, under the name that the decision gives it: differences, and answers that contradict each other. */
function openPoints({ divergences, questions }: Design) {
  return [
    ...divergences.map(({ id, description, positions }) => ({
      difference: differenceLabel(id),
      description,
      positions: positions.map(({ statement }) => statement),
    })),
    ...questions.map(({ id, text }) => ({ difference: `${id}`, description: text, positions: [] })),
  ];
}

/** Costs that were adopted, without those of options that were rejected. */
function costsOf(design: Design, { decision }: Decided): LabelledClaim[] {
  return adoptedClaims(design).filter(
    ({ kind, about }) => kind === 'cost' && optionOf(decision.options, about)?.verdict !== 'rejected',
  );
}

/** Claims with the title of the participant who made them and where they were read. */
function claimsTold(design: Design, claims: readonly LabelledClaim[]) {
  return claims.map((claim) => ({
    text: claim.text,
    title: participant(design, claim.participant).title,
    source: citedWords(claim),
  }));
}
