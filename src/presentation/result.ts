import { adoptedClaims, decidingOpen } from '../core/decision/fates.ts';
import { reasonsFor } from '../core/decision/reasons.ts';
import { differenceLabel } from '../core/differences/labels.ts';
import { fileNames } from '../core/outcome/file-names.ts';
import { decisionInForce, outcomeOf } from '../core/outcome/outcome.ts';
import { citedWords } from '../core/proposals/cited.ts';
import type { LabelledClaim } from '../core/proposals/labels.ts';
import { resultPost } from '../core/thread/desired-messages.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { shortId, verifyCommand } from '../core/vocabulary/figures.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { isBeforeResult } from '../core/vocabulary/status.ts';
import type { Decision } from '../core/vocabulary/submission.ts';
import { decisionStatusWords } from './afterwards.ts';
import { bannerOf, caveatList } from './banner.ts';
import { afterwardsControls, controlsOf } from './controls.ts';
import { waitsFor } from './decision-document.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  document,
  type Folded,
  heading,
  type Inline,
  italic,
  joined,
  type Line,
  line,
  lines,
  marked,
  quotation,
  type Section,
  section,
  small,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from './format/document.ts';
import { type Fields, toldFields } from './format/fields.ts';
import { pageSection } from './format/page-address.ts';
import { TEXTS } from './run/texts.ts';
import { dissentBlocks } from './signatures.ts';
import { gateClosedLine } from './view/gate.ts';

/** Most characters of an item in a list; brief.md has everything. */
export const ITEM_CHARACTERS = 400;
const MAX_ITEMS = 7;
const [BRIEF_STEPS, BRIEF_OPEN] = [6, 3];
/** Factor on the length of the most important parts, so that they are cut last. */
const WEIGHT = 4;
export const BANNER_CHARACTERS = 400;
/** Characters for the decision's status; the files have the rest. */
const STANDING_CHARACTERS = 800;

export function resultDocument(result: Result, step = STEP): Document {
  const { banner, files, designId, controls, decision } = result;
  const said = [decision?.sentence ?? '', banner.headline];
  // Notifications are cut at the end, so caveats come before the decision.
  const told = [banner.mark, ...(banner.level === 'success' ? said : said.toReversed())].filter(
    (part) => part !== '',
  );
  const sections = (maxChars: number) => [
    section(
      ...head(result, maxChars, gateSaid(result, maxChars)),
      ...facts(result, Math.max(maxChars, BANNER_CHARACTERS)),
    ),
    ...decisionSections(result, maxChars, step),
    ...pageSection(result),
    ...checkSection(result),
  ];
  return document(told.join(' '), sections, {
    folded: reasonsFolded(result),
    clickable: clickable(designId, controls),
    files: files.map((name) => ({ name, text: null })),
  });
}

function briefDecision(decision: Decision, shown: Shown): Section[] {
  const steps = decision.steps.slice(0, BRIEF_STEPS);
  const open = decision.open.slice(0, BRIEF_OPEN);
  const more = decision.steps.length - steps.length + decision.open.length - open.length;
  return [
    ...toldFields(BRIEF, { ...decision, steps, open }, shown),
    ...(more === 0 ? [] : [section(lines([italic(TEXTS.more(more))]))]),
  ];
}

function gateSaid({ gate }: Result, maxChars: number): Block[] {
  if (gate === null) return [];
  const { closed, note } = gate;
  return [...(closed === null ? [] : [lines(closed)]), ...(note === '' ? [] : [quotation(note, maxChars)])];
}

/** The decision and how far to trust it. `gate`: what was decided at the gate. */
function head(result: Result, maxChars: number, gate: Section): Section {
  const { banner, standing } = result;
  return [
    ...marked(banner.mark),
    ...sentence(result, maxChars),
    alert(banner.level, banner.headline, Math.max(maxChars, BANNER_CHARACTERS)),
    ...caveatList(banner.caveats, Math.max(maxChars, BANNER_CHARACTERS)),
    ...gate,
    ...(standing === '' ? [] : [lines([untrusted(standing, Math.max(maxChars, STANDING_CHARACTERS))])]),
  ];
}

export function briefSections(result: Result, maxChars: number): Section[] {
  const { decision } = result;
  const item = Math.min(maxChars, ITEM_CHARACTERS);
  return [
    head(result, maxChars, []),
    ...(decision === null
      ? []
      : briefDecision(decision, { ...result, most: maxChars, item, step: STEP_THAT_WAITS })),
    facts(result, Math.max(maxChars, BANNER_CHARACTERS)),
  ];
}

function facts({ banner, decision }: Result, maxChars: number): Block[] {
  if (decision !== null) return [small(banner.facts.join(' · '), maxChars * WEIGHT)];
  return [
    lines(
      joined(
        banner.facts.map((fact) => [untrusted(fact, maxChars)]),
        ' · ',
      ),
    ),
  ];
}

export function sentence({ decision }: Result, maxChars: number): Block[] {
  return decision === null ? [] : [heading(decision.sentence, maxChars * WEIGHT)];
}

/** The parts everyone has to read; the others are behind *reasons* and in the files. */
const DECISION: Fields<Decision, Section, Shown> = {
  context: null,
  /** Above the banner. */
  sentence: null,
  paragraph: (words, _, { most: maxChars }) => [section(untrustedMarkdownBlock(words, maxChars * WEIGHT))],
  harder: null,
  rests: null,
  steps: (steps, _, { step: fields, ...shown }) => [
    section(
      lines(
        [bold(TEXTS.stepsHeading)],
        ...steps.map((step, at) => line`${`${at + 1}. `}${toldFields(fields, step, shown)}`),
      ),
    ),
  ],
  open: (open, _, { left, item }) =>
    listed(
      TEXTS.openHeading,
      open.map((point) => toldFields(OPEN, point, { left, item })),
    ),
  /** Behind the reasons. */
  risks: null,
  assumptions: null,
  /** In the files. */
  rejected: null,
  revisitIf: null,
};

const BRIEF: typeof DECISION = { ...DECISION, paragraph: null };

interface Shown extends Pick<Result, 'left' | 'waits'> {
  readonly most: number;
  readonly item: number;
  readonly step: StepFields;
}

type StepFields = Fields<Decision['steps'][number], Inline, Pick<Shown, 'item' | 'waits'>>;
const STEP: StepFields = {
  title: (words, _, { item }) => untrustedMarkdown(ended(words), item),
  /** Behind the reasons. */
  detail: null,
  /** In the files. */
  undo: null,
  rests: null,
};

function ended(words: string): string {
  return /[.!?:]$/.test(words) ? words : `${words}.`;
}

const STEP_THAT_WAITS: StepFields = { ...STEP, rests: (ids, _, { waits }) => waits(ids) };

const OPEN: Fields<Decision['open'][number], Inline, Pick<Shown, 'item' | 'left'>> = {
  difference: (label, _, { left, item }) => {
    const point = left.find(({ difference }) => difference === label);
    if (point === undefined) return [];
    return line`${untrustedMarkdown(point.description, item, { bold: true })} ${positionsOf(point, item)}`;
  },
  text: (words, { difference: label }, { left, item }) =>
    left.some(({ difference }) => difference === label) ? [] : untrustedMarkdown(words, item),
};

function positionsOf({ positions }: Result['left'][number], item: number): Line {
  return joined(
    positions.map((statement) => untrustedMarkdown(statement, item)),
    ' / ',
  );
}

const RISK: Fields<Decision['risks'][number], Inline, number> = {
  risk: (words, _, item) => untrustedMarkdown(words, item),
  signal: (words, _, item) => line`${italic(` ${TEXTS.noticed}`)}${untrustedMarkdown(words, item)}`,
};

export function decisionSections(result: Result, maxChars: number, step = STEP): Section[] {
  if (result.decision === null) return [];
  const item = Math.min(maxChars, ITEM_CHARACTERS);
  return toldFields(DECISION, result.decision, { ...result, most: maxChars, item, step });
}

export function reasonsFolded(result: Result): Folded | null {
  const { decision, designId } = result;
  if (decision === null) return null;
  return {
    title: TEXTS.reasonsTitle,
    button: TEXTS.showReasons,
    designId,
    about: 'outcome',
    sections: (maxChars) => reasonSections(result, decision, maxChars),
  };
}

/** Stands in the message itself, since anything shown on demand can be changed in the store (P11). */
function checkSection({ files, head, designId }: Result): Section[] {
  if (files.length === 0 || head === null) return [];
  return [
    section(small(TEXTS.check(verifyCommand('charrette', shortId(designId), head)), BANNER_CHARACTERS)),
  ];
}

function reasonSections(
  { because, costs, assumed, dissents, left }: Result,
  { risks, steps, open }: NonNullable<Result['decision']>,
  maxChars: number,
): Section[] {
  const item = Math.min(maxChars, ITEM_CHARACTERS);
  const markdown = (text: string) => untrustedMarkdown(text, item);
  const claim = ({ text, title, source }: Result['because'][number]) =>
    line`${markdown(text)} ${untrusted(`(${title}${source === '' ? '' : `; ${source}`})`, item, { italic: true })}`;
  // A cost among the reasons is not repeated.
  const onlyCosts = costs.filter(({ text }) => !because.some((each) => each.text === text));
  // Their points and positions are already above.
  const leftOpen = open
    .filter(({ difference, text }) =>
      left.some((each) => each.difference === difference && each.description !== text),
    )
    .map(({ text }) => markdown(text));
  const step = ({ title, detail }: Decision['steps'][number]) =>
    line`${untrustedMarkdown(title, item, { bold: true })}: ${markdown(detail)}`;
  return [
    ...listed(TEXTS.openHeading, leftOpen),
    ...listed(TEXTS.becauseHeading, because.map(claim)),
    ...listed(TEXTS.costsHeading, onlyCosts.map(claim)),
    ...listed(TEXTS.stepsHeading, steps.filter(({ detail }) => detail !== '').map(step)),
    ...listed(
      TEXTS.risksHeading,
      risks.map((risk) => toldFields(RISK, risk, item)),
    ),
    ...listed(
      TEXTS.assumedHeading,
      assumed.map(
        ({ question, assumption }) =>
          line`${untrustedMarkdown(question, item, { italic: true })} ${markdown(assumption)}`,
      ),
    ),
    ...dissents.map(({ title, dissent, reason }) => dissentBlocks(title, dissent, maxChars * WEIGHT, reason)),
  ];
}

function listed(heading: string, items: readonly Line[]): Section[] {
  const shown = items.slice(0, MAX_ITEMS);
  const more = items.length - shown.length;
  const rest = more === 0 ? [] : [[italic(TEXTS.more(more))]];
  return items.length === 0 ? [] : [section(lines([bold(heading)]), bullets([...shown, ...rest]))];
}

const READABLE_FILES = ['brief.md', 'adr.md', 'record.md', 'transcript.md', 'manifest.json'];

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
    /** Differences, for the open points that name one. */
    left: decided === null ? [] : openPoints(design),
    /** The open points that a step with these claims waits for. */
    waits: (rests: Decision['rests']) =>
      decision === null ? [] : waitsFor(rests, { open: decidingOpen(design, decision), design }),
    standing: decisionStatusWords(design),
    gate: gateOf(design),
    because: decided === null ? [] : claimsTold(design, reasonsFor(design, decided.decision)),
    costs: decided === null ? [] : claimsTold(design, adoptedClaims(design).filter(isCost)),
    assumed: outcome.assumptions,
    dissents: outcome.dissents,
    files: READABLE_FILES.filter((name) => fileNames(design.files).includes(name)),
    /** The hash that ends their chain of events; `null` if unknown. */
    head: design.head,
    controls: [
      ...controlsOf(design).filter(({ kind }) => kind === 'run_again'),
      ...afterwardsControls(design),
    ],
  };
}

function gateOf(design: Design) {
  const gate = design.gates.at(-1);
  if (gate === undefined || design.end === null || resultPost(design).kind !== 'gate') return null;
  const { choice, note = '' } = gate.decision ?? {};
  // The headline or the facts say so already.
  const isSaid = choice === 'unanswered' || (choice === 'accept' && !isBeforeResult(gate));
  return { closed: isSaid ? null : gateClosedLine(design, gate), note };
}

/** Removes open points that a person has since settled; the banner says so. */
function withoutSettled({ divergences }: Design, decision: Decision): Decision {
  const settled = divergences.flatMap(({ id, settlement }) =>
    settlement?.outcome === 'settled_by_person' ? [differenceLabel(id)] : [],
  );
  return { ...decision, open: decision.open.filter(({ difference }) => !settled.includes(difference)) };
}

function openPoints({ divergences }: Design) {
  return divergences.map(({ id, description, positions }) => ({
    difference: differenceLabel(id),
    description,
    positions: positions.map(({ statement }) => statement),
  }));
}

function isCost({ kind }: LabelledClaim): boolean {
  return kind === 'cost';
}

function claimsTold(design: Design, claims: readonly LabelledClaim[]) {
  return claims.map((claim) => ({
    text: claim.text,
    title: participant(design, claim.participant).title,
    source: citedWords(claim),
  }));
}
