import { waitedUntil } from '../../course/timers.ts';
import { differenceLabel } from '../../divergence/labels.ts';
import type { Design, Gate } from '../../vocabulary/design.ts';
import type { RemindedOf } from '../../vocabulary/events.ts';
import { confidence } from '../../vocabulary/figures.ts';
import type { GateId } from '../../vocabulary/ids.ts';
import { gateNamed, openGate } from '../../vocabulary/status.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  document,
  early,
  given,
  line,
  lines,
  merged,
  moment,
  ours,
  prose,
  quotation,
  type Section,
  section,
} from '../document.ts';
import { GATE_SUBJECT_WORDS, gateClosedLine, gateHeading, undecidedLine } from '../facts/gate.ts';
import { unansweredAt } from '../facts/question.ts';
import { cutLine } from '../plain.ts';
import { choicesOf, settleControls } from '../thread/controls.ts';
import { gateSubject } from '../thread/gate-subject.ts';
import { lastChangeAt } from '../thread/waiting.ts';
import {
  BANNER_CHARACTERS,
  decisionSections,
  ITEM_CHARACTERS,
  listed,
  type Result,
  reasonsFolded,
  resultOf,
  sentence,
} from './result.ts';
import { marked, TEXTS } from './texts.ts';

/** Length of an argument; the whole is behind the button of its difference. */
const ARGUMENT_CHARACTERS = 200;
const NAME_CHARACTERS = 120;
type Subject = ReturnType<typeof gateSubject>;

/** The open point stands after the reasons, and its positions can be clicked there. */
const POINT_AT = 2;

/** Tells why a person has to look, and at what; after the decision one line of it is left. */
export function gateDocument(design: Design, id: GateId): Document {
  const gate = gateNamed(design, id);
  // An end that came first leaves it undecided.
  if (openGate(design)?.id !== id) {
    const closed = gateClosedLine(design, gate, given(gate.decision?.by || 'Somebody', NAME_CHARACTERS));
    return document(closed, (most) => [section(lines(closed), ...note(gate, most))]);
  }
  const result = resultOf(design);
  const about = gateSubject(design);
  const until = moment(gate.deadlineAt, lastChangeAt(design));
  const why = gateHeading(design, gate);
  const sections = (most: number) => [
    section(
      ...marked(result.banner.mark),
      alert('warning', why, Math.max(most, BANNER_CHARACTERS)),
      lines(line`What do you want to do? ${undecidedLine(until)}`),
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

/** Leaves out open points of the decision that stand above it already, as differences that can be settled. */
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
  const at = moment(until, lastChangeAt(design));
  const [so, then] =
    about === 'answering' ? [TEXTS.halfTime, unansweredAt(at)] : [TEXTS.halfTimeAtGate, undecidedLine(at)];
  return document(so, () => [section(lines(line`${so}${then}`))]);
}

/** Sections behind the reasons; dissents are under the decision. */
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
    line` ${given(`${title}:`, item, { italic: true })} ${prose(cutLine(text, ARGUMENT_CHARACTERS), item)}${source === '' ? '' : line` ${given(`(${source})`, item)}`}`;
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
  return decision === null || decision.note === '' ? [] : [quotation(decision.note, most)];
}
