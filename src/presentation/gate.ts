import { differenceLabel } from '../core/differences/labels.ts';
import { outcomeOf } from '../core/outcome/outcome.ts';
import { lastChangeAt } from '../core/outcome/working-time.ts';
import { isResult } from '../core/thread/desired-messages.ts';
import { linesOf } from '../core/vocabulary/caveat.ts';
import type { Design, Divergence, Gate } from '../core/vocabulary/design.ts';
import { isAskedAct } from '../core/vocabulary/event-parts.ts';
import type { GateId } from '../core/vocabulary/ids.ts';
import { gateNamed, openGate, reminderNumbered } from '../core/vocabulary/status.ts';
import { waitedUntil } from '../core/workflow/timers.ts';
import { caveatList } from './banner.ts';
import { caveatSentence } from './caveats.ts';
import { askControls, choicesOf, settleControls } from './controls.ts';
import {
  alert,
  type Block,
  bold,
  bullets,
  clickable,
  type Document,
  document,
  early,
  line,
  lines,
  marked,
  moment,
  quotation,
  type Section,
  section,
  trusted,
  untrusted,
  untrustedMarkdown,
} from './format/document.ts';
import { cutLine } from './format/plain.ts';
import { goesOnAt } from './questions.ts';
import {
  BANNER_CHARACTERS,
  decisionSections,
  ITEM_CHARACTERS,
  type Result,
  reasonsFolded,
  resultDocument,
  resultOf,
  sentence,
} from './result.ts';
import { TEXTS } from './run/texts.ts';
import { askedLine } from './start/asking-starter.ts';
import { gateClosedLine, gateHeading, pointsToSettle, readAs, undecidedLine } from './view/gate.ts';
import { viewOf } from './view/view.ts';

const NAME_CHARACTERS = 120;
const SAID_CHARACTERS = 200;

/**
 * The question for a person, with its facts. After the decision: the result, if it ended the design, otherwise one
 * line. Arguments are in the message about differences. `now`: set where the deadline may pass unnoticed. `isAsked`:
 * the reader may decide.
 */
export function gateDocument(
  design: Design,
  id: GateId,
  { now, isAsked = true }: { readonly now?: number | undefined; readonly isAsked?: boolean } = {},
): Document {
  const gate = gateNamed(design, id);
  if (isResult({ kind: 'gate', gateId: id }, design)) return resultDocument(resultOf(design));
  // The design ended before anyone decided.
  if (openGate(design)?.id !== id) {
    const closed = gateClosedLine(design, gate, untrusted(gate.decision?.by || 'Somebody', NAME_CHARACTERS));
    return document(closed, (maxChars) => [section(lines(closed), ...note(gate, maxChars))]);
  }
  const result = resultOf(design);
  const points = pointsToSettle(design);
  const until = moment(gate.deadlineAt, lastChangeAt(design));
  const why = gateHeading(design, gate);
  const beforePoints = (maxChars: number) => [
    section(
      ...marked(result.banner.mark),
      alert('warning', why, Math.max(maxChars, BANNER_CHARACTERS)),
      ...caveatList(caveatsAt(design), Math.max(maxChars, BANNER_CHARACTERS)),
      lines(
        line`${isAsked ? 'What do you want to do? ' : ''}${undecidedLine(until, now !== undefined && gate.deadlineAt <= now)}`,
      ),
    ),
    ...saidHere(design, gate, maxChars),
  ];
  const sections = (maxChars: number) => [
    ...beforePoints(maxChars),
    ...differenceSections(points, maxChars),
    ...(result.decision === null
      ? []
      : [
          section(...sentence(result, maxChars)),
          ...decisionSections(withoutThose(result, points), maxChars),
        ]),
  ];
  // The first difference gets its buttons here; each other one has its own message.
  const [first] = points;
  return document(why, sections, {
    folded: reasonsFolded(result),
    clickable: clickable(design.id, [...choicesOf(design, gate), ...askControls(design)]),
    early: early(
      beforePoints(NAME_CHARACTERS).length + 1,
      design.id,
      first === undefined ? [] : settleControls(viewOf(design), first.id),
    ),
  });
}

/** Replies since the gate opened, and how a turn read them. They decide nothing. */
function saidHere(design: Design, gate: Gate, maxChars: number): Section[] {
  const said = design.replies.filter(({ since }) => since > gate.since);
  const each = said.map(
    (reply) =>
      line`${untrusted(reply.author, NAME_CHARACTERS)}: “${untrustedMarkdown(cutLine(reply.text, SAID_CHARACTERS), maxChars)}” ${readAs(design, reply)}`,
  );
  return said.length === 0 ? [] : [section(bullets(each))];
}

/** Removes open points already listed above as differences to settle. */
function withoutThose(result: Result, points: readonly Divergence[]): Result {
  if (result.decision === null) return result;
  const shown = points.map(({ id }) => differenceLabel(id));
  const open = result.decision.open.filter(({ difference }) => !shown.includes(difference));
  return { ...result, decision: { ...result.decision, open } };
}

/** One line; once the wait is over, it says so. */
export function reminderDocument(design: Design, index: number): Document {
  const { about, by } = reminderNumbered(design, index);
  if (isAskedAct(about)) {
    const asked = askedLine(design, about, by);
    return document(asked, () => [section(lines(asked))]);
  }
  const until = waitedUntil(design, about);
  if (until === null)
    return document(TEXTS.reminderOver, () => [section(lines([trusted(TEXTS.reminderOver)]))]);
  const at = moment(until, lastChangeAt(design));
  const [so, then] =
    about === 'answering'
      ? [TEXTS.halfTime, goesOnAt(at, design)]
      : [TEXTS.halfTimeAtGate, undecidedLine(at)];
  return document(so, () => [section(lines(line`${so}${then}`))]);
}

function differenceSections(points: readonly Divergence[], maxChars: number): Section[] {
  const markdown = (text: string) => untrustedMarkdown(text, Math.min(maxChars, ITEM_CHARACTERS));
  return points.map(({ description, positions }) =>
    section(
      lines(line`${bold('Still open: ')}${markdown(description)}`),
      bullets(positions.map(({ statement }) => markdown(statement))),
    ),
  );
}

/** All caveats but the differences, which stand below with their positions. */
function caveatsAt(design: Design): string[] {
  const { caveats } = outcomeOf(design);
  return caveats
    .filter(({ kind }) => kind !== 'difference_open')
    .flatMap(linesOf)
    .map(caveatSentence);
}

function note({ decision }: Gate, maxChars: number): Block[] {
  return decision === null || decision.note === '' ? [] : [quotation(decision.note, maxChars)];
}
