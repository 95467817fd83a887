import { waitedUntil } from '../../course/timers.ts';
import { differenceLabel } from '../../divergence/labels.ts';
import { gateReasons, gateSubject } from '../../outcome/gate-subject.ts';
import type { Design, Gate } from '../../vocabulary/design.ts';
import type { RemindedOf } from '../../vocabulary/events.ts';
import { confidence, shortId, verifyCommand } from '../../vocabulary/figures.ts';
import type { GateId } from '../../vocabulary/ids.ts';
import { gateClosedWords, gateNamed, isBeforeResult, openGate } from '../../vocabulary/status.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  document,
  early,
  type Folded,
  firstWords,
  given,
  heading,
  joined,
  type Line,
  line,
  lines,
  merged,
  moment,
  ours,
  prose,
  proseBlock,
  type Section,
  section,
  small,
  verbatim,
} from '../document.ts';
import { GATE_SUBJECT_WORDS } from '../facts/gate.ts';
import { choicesOf, settleControls } from '../thread/controls.ts';
import { type Result, resultOf } from '../thread/result.ts';
import { lastChangeAt } from '../thread/waiting.ts';
import { levelOf, marked, TEXTS } from './texts.ts';

/** So much of each list, and of each item in it, is shown; the whole is in brief.md. */
const [MAX_ITEMS, ITEM_CHARACTERS, STEP_CHARACTERS] = [7, 400, 160];
/** Of an argument at a gate; the whole is behind the button of its difference. */
const ARGUMENT_CHARACTERS = 120;
/** The most important parts are cut last. */
const WEIGHT = 4;
const BANNER_CHARACTERS = 300;

/** The end: the decision first, then how far it may be relied on, then what is to be done. */
export function resultDocument(result: Result): Document {
  const { banner, files, head, designId, controls, decision } = result;
  const level = levelOf(result, banner.headline);
  const said = [decision?.sentence ?? '', banner.headline];
  // A notification is cut, so that what a reader must know of the decision comes before it.
  const told = [banner.mark, ...(level === 'success' ? said : said.toReversed())].filter(
    (part) => part !== '',
  );
  const sections = (most: number) => [
    section(
      ...marked(banner.mark),
      ...sentence(result, most),
      alert(level, banner.headline, Math.max(most, BANNER_CHARACTERS)),
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

function sentence({ decision }: Result, most: number): Block[] {
  return decision === null ? [] : [heading(decision.sentence, most * WEIGHT)];
}

type Subject = ReturnType<typeof gateSubject>;

/** The open point stands after the reasons, and its positions can be clicked there. */
const POINT_AT = 2;

/** Why a person has to look, and at what; after the decision one line of it is left. */
export function gateDocument(design: Design, id: GateId): Document {
  const gate = gateNamed(design, id);
  // An end that came first leaves it undecided.
  if (openGate(design)?.id !== id) {
    const words = gateClosedWords(design, gate, gate.decision?.by || 'Somebody');
    return document(words, (most) => [section(lines([given(words, most)]), ...note(gate, most))]);
  }
  const result = resultOf(design);
  const about = gateSubject(design);
  const until = moment(gate.deadlineAt, lastChangeAt(design));
  const why = TEXTS.gateHeading({ isOnResult: !isBeforeResult(gate), reasons: gateReasons(design, gate) });
  const sections = (most: number) => [
    section(
      ...marked(result.banner.mark),
      alert('warning', why, Math.max(most, BANNER_CHARACTERS)),
      lines(line`${TEXTS.undecidedAt}${until}${TEXTS.undecided}`),
    ),
    ...subjectSections(about, most),
    ...(result.decision === null
      ? []
      : [section(...sentence(result, most)), ...decisionSections(withoutThose(result, about), most)]),
  ];
  // The point that comes first; each of the others can be settled under its own message.
  const first = design.divergences.find((each) => each.id === about.differences[0]?.id);
  return document(why, sections, {
    folded: reasonsFolded(result),
    clickable: clickable(design.id, choicesOf(design, gate)),
    early: early(POINT_AT, design.id, first === undefined ? [] : settleControls(design, first)),
  });
}

/** What is open in the decision stands above it already where it is one of the differences that can be settled. */
function withoutThose(result: Result, { differences }: Subject): Result {
  if (result.decision === null) return result;
  const shown = differences.map(({ id }) => differenceLabel(id));
  const open = result.decision.open.filter(({ difference }) => !shown.includes(difference));
  return { ...result, decision: { ...result.decision, open } };
}

/** One line; another one once nobody is waited for any more. */
export function reminderDocument(design: Design, about: RemindedOf): Document {
  const until = waitedUntil(design, about);
  if (until === null) return document(TEXTS.reminderOver, () => [section(lines([ours(TEXTS.reminderOver)]))]);
  const { before, after } = TEXTS.reminder[about === 'answering' ? about : 'gate'];
  return document(before, () => [
    section(lines(line`${before}${moment(until, lastChangeAt(design))}${after}`)),
  ]);
}

/** What stands behind the reasons; dissents are under the decision. */
function subjectSections(
  { differences, settled, findings, citations, unsure }: Subject,
  most: number,
): Section[] {
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (text: string) => prose(text, item);
  const argument = ({
    title,
    text,
    source,
  }: (typeof differences)[number]['positions'][number]['arguments'][number]) =>
    line` ${given(`${title}:`, item, { italic: true })} ${prose(firstWords(text, ARGUMENT_CHARACTERS), item)}${source === '' ? '' : line` ${given(`(${source})`, item)}`}`;
  return [
    ...differences.map(({ outcome, description, positions }) => {
      const heading = GATE_SUBJECT_WORDS[outcome === 'conceded' ? 'conceded' : 'unresolved'];
      const held = positions.map(({ text, arguments: said }) =>
        merged([prose(text, item, { bold: true }), ...said.map(argument)].flat()),
      );
      return section(lines(line`${bold(`${heading}: `)}${markdown(description)}`), bullets(held));
    }),
    ...listed(
      GATE_SUBJECT_WORDS.settled,
      settled.map(
        ({ description, text, by }) =>
          line`${markdown(description)} ${markdown(text)} ${given(`(${by})`, item, { italic: true })}`,
      ),
    ),
    ...listed(
      GATE_SUBJECT_WORDS.finding,
      findings.map(
        ({ text, leftOpen }) => line`${markdown(text)} ${given(leftOpen, item, { italic: true })}`,
      ),
    ),
    ...listed(
      GATE_SUBJECT_WORDS.citation,
      citations.map(
        ({ text, source }) => line`${markdown(text)} ${given(`(${source})`, item, { italic: true })}`,
      ),
    ),
    ...listed(
      GATE_SUBJECT_WORDS.unsure,
      unsure.map(({ title, confidence: sure }) => [given(`${title} (${confidence(sure)})`, item)]),
    ),
  ];
}

function note({ decision }: Gate, most: number): Block[] {
  return decision === null || decision.note === '' ? [] : quote(decision.note, most);
}

/** What has to be read of a decision: the paragraph, what to do, what is left to people, and who does not agree. */
function decisionSections({ decision, dissents, settled }: Result, most: number): Section[] {
  if (decision === null) return [];
  const item = Math.min(most, ITEM_CHARACTERS);
  return [
    section(proseBlock(decision.paragraph, most * WEIGHT)),
    section(
      lines(
        [bold(TEXTS.stepsHeading)],
        ...decision.steps.map(({ title, detail }, at) => {
          const does = given(firstWords(detail, STEP_CHARACTERS), item);
          return line`${`${at + 1}. `}${prose(/[.!?:]$/.test(title) ? title : `${title}.`, item, { bold: true })} ${does}`;
        }),
      ),
    ),
    ...listed(
      TEXTS.openHeading,
      decision.open.map(({ text, difference }) => {
        const person = settled.find((each) => each.difference === difference);
        const words = prose(text, item);
        if (person === undefined) return words;
        return line`${words} ${given(TEXTS.settledBy(person.by, person.statement), item, { italic: true })}`;
      }),
    ),
    ...dissents.map(({ title, dissent }) =>
      section(
        lines(
          line`${given(TEXTS.dissents(title), most, { bold: true })} “${given(firstWords(dissent, item), item)}”`,
        ),
      ),
    ),
  ];
}

/** What it rests on, on demand. */
function reasonsFolded(result: Result): Folded | null {
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
  const noticed = ours(` ${TEXTS.noticed}`, { italic: true });
  return [
    ...listed(TEXTS.becauseHeading, because.map(claim)),
    ...listed(TEXTS.costsHeading, costs.map(claim)),
    ...listed(
      TEXTS.risksHeading,
      risks.map(({ risk, signal }) => line`${markdown(risk)}${noticed}${markdown(signal)}`),
    ),
    ...listed(
      TEXTS.assumedHeading,
      assumed.map(
        ({ question, assumption }) =>
          line`${prose(question, item, { italic: true })} ${markdown(assumption)}`,
      ),
    ),
    ...dissents.map(({ title, dissent }) =>
      section(lines([given(TEXTS.dissent(title), most, { bold: true })]), ...quote(dissent, most * WEIGHT)),
    ),
  ];
}

/** A list under its name; nothing where it is empty. */
function listed(heading: string, items: readonly Line[]): Section[] {
  const shown = items.slice(0, MAX_ITEMS);
  const more = items.length - shown.length;
  const rest = more === 0 ? [] : [[ours(TEXTS.more(more), { italic: true })]];
  return items.length === 0 ? [] : [section(lines([bold(heading)]), bullets([...shown, ...rest]))];
}

function quote(text: string, most: number): Block[] {
  const line = merged([verbatim(text, most)]);
  return line.length === 0 ? [] : [{ kind: 'quote', line }];
}
