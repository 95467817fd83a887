import { citedWords } from '../../citation/cited.ts';
import { differenceLabel, statementOf } from '../../divergence/labels.ts';
import { fileNames } from '../../outcome/file-names.ts';
import { decisionInForce, outcomeOf } from '../../outcome/outcome.ts';
import { adoptedClaims, leftOutOfText } from '../../synthesis/decided.ts';
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
import { type Fields, toldFields } from '../facts/fields.ts';
import { dissentBlocks, dissentLine } from '../facts/signature.ts';
import { controlsOf } from '../thread/controls.ts';
import { marked, TEXTS } from './texts.ts';

/** So much of each list, and of each item in it, is shown; the whole is in brief.md. */
export const ITEM_CHARACTERS = 400;
const [MAX_ITEMS, STEP_CHARACTERS] = [7, 160];
/** The most important parts are cut last. */
const WEIGHT = 4;
export const BANNER_CHARACTERS = 300;

/** The end: the decision first, then how far it may be relied on, then what is to be done. */
export function resultDocument(result: Result): Document {
  const { banner, files, head, designId, controls, decision } = result;
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
      ...facts(result, Math.max(most, BANNER_CHARACTERS)),
    ),
    ...decisionSections(result, most),
    ...(files.length === 0 || head === null
      ? []
      : [
          section(small(TEXTS.check(verifyCommand('charrette', shortId(designId), head)), BANNER_CHARACTERS)),
        ]),
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
  open: (points, _, { settled, item }) =>
    listed(
      TEXTS.openHeading,
      points.map((point) => toldFields(OPEN, point, { settled, item })),
    ),
  /** Stand behind the reasons. */
  risks: null,
  options: null,
  assumptions: null,
};

interface Shown {
  readonly most: number;
  readonly item: number;
  readonly settled: Result['settled'];
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
  undo: null,
  rests: null,
};

const OPEN: Fields<Decision['open'][number], Inline, Omit<Shown, 'most'>> = {
  text: (words, _, { item }) => prose(words, item),
  difference: (label, _, { settled, item }) => {
    const by = settled.find(({ difference }) => difference === label);
    if (by === undefined) return [];
    return line` ${given(TEXTS.settledBy(by.by, by.statement), item, { italic: true })}`;
  },
  rests: null,
};

const RISK: Fields<Decision['risks'][number], Inline, number> = {
  risk: (words, _, item) => prose(words, item),
  signal: (words, _, item) => line`${ours(` ${TEXTS.noticed}`, { italic: true })}${prose(words, item)}`,
  rests: null,
};

/** The paragraph, what to do, what is left to people, and who does not agree. */
export function decisionSections({ decision, dissents, settled }: Result, most: number): Section[] {
  if (decision === null) return [];
  const item = Math.min(most, ITEM_CHARACTERS);
  return [
    ...toldFields(DECISION, decision, { most, item, settled }),
    ...dissents.map(({ title, dissent }) => section(lines(dissentLine(title, dissent, item)))),
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

function reasonSections(
  { because, costs, assumed, dissents }: Result,
  { risks }: NonNullable<Result['decision']>,
  most: number,
): Section[] {
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (text: string) => prose(text, item);
  const claim = ({ text, title, source }: Result['because'][number]) =>
    line`${markdown(text)} ${given(`(${title}${source === '' ? '' : `; ${source}`})`, item, { italic: true })}`;
  return [
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
    ...dissents.map(({ title, dissent }) => dissentBlocks(title, dissent, most * WEIGHT)),
  ];
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
  const decision = decisionInForce(design)?.decision ?? null;
  return {
    designId: design.id,
    status: outcome.status,
    stoppedBecause: outcome.stoppedBecause,
    banner: bannerOf(outcome, 'thread'),
    decision,
    /** Differences that people have settled since the decision was written, which may call them open still. */
    settled: leftOutOfText(design).settled.map(({ id, positions, settlement }) => ({
      difference: differenceLabel(id),
      by: settlement?.person ?? '',
      statement: statementOf({ positions }, settlement?.position ?? ''),
    })),
    because: adopted(design, 'reason'),
    costs: adopted(design, 'cost'),
    assumed: outcome.assumptions,
    /** Verbatim. */
    dissents: outcome.dissents,
    /** Names of files in the design's bundle that are worth reading in the thread, once they are written. */
    files: READABLE_FILES.filter((name) => fileNames(design.files).includes(name)),
    /** The end of the chain of events in them; `null` where that is not known. */
    head: design.head,
    controls: [
      ...controlsOf(design).filter(({ kind }) => kind === 'run_again'),
      ...(design.end === null || decision === null ? [] : [{ kind: 'follow_up' } as const]),
    ],
  };
}

/** Claims that the decision adopted, with the title of the participant who made them and where they were read. */
function adopted(design: Design, kind: 'reason' | 'cost') {
  return adoptedClaims(design)
    .filter((claim) => claim.kind === kind)
    .map((claim) => ({
      text: claim.text,
      title: participant(design, claim.participant).title,
      source: citedWords(claim),
    }));
}
