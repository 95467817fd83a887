import { isAskedAct } from '../../core/vocabulary/event-parts.ts';
import { findById, type GateId } from '../../core/vocabulary/ids.ts';
import { present } from '../../core/vocabulary/present.ts';
import {
  alert,
  bold,
  clickable,
  type Document,
  document,
  drawMark,
  early,
  join,
  keep,
  type Line,
  limit,
  line,
  lines,
  list,
  moment,
  type Section,
  under,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { quoteNote } from '../format/people.ts';
import { drawCaveats } from '../judged/caveats.ts';
import type { QuestionView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { drawDifference } from '../talk/differences.ts';
import { drawDispute, drawGoingOn, sayWhoDiffer } from '../talk/questions.ts';
import { drawRequestLine } from '../words/asking-starter.ts';
import {
  agreeControls,
  listAskControls,
  listChoiceControls,
  settleControls,
} from '../words/controls.ts';
import { drawAskToDecide, drawClosedGate } from '../words/gate-words.ts';
import { sayQuestionsLeft } from '../words/waiting.ts';
import {
  BANNER_CHARACTERS,
  drawDecisionParts,
  drawDecisionSentence,
  drawReasons,
  drawResultMessage,
} from './result.ts';

const NAME_CHARACTERS = 120;
const SAID_CHARACTERS = 200;
const POINT_CHARACTERS = 400;

interface Reader {
  /** Set where the deadline may pass unnoticed. */
  readonly now?: number | undefined;
  readonly isInThread?: boolean;
  /** Caveats stand below what is asked, and not in this document. */
  readonly hasCaveatsBelow?: boolean;
}

/**
 * The question for a person. After the choice: the result, if it ended the design, otherwise one
 * line.
 */
export function drawGate(view: DesignView, id: GateId, reader: Reader = {}): Document {
  if (view.resultGate === id) return drawResultMessage(view, reader.isInThread);
  if (view.gate?.id === id) return openGateIn(view, view.gate, reader);
  const gate = present(findById(view.closedGates, id), `no gate ${id}`);
  const closed = drawClosedGate(gate);
  return document(closed, [[lines(closed), ...quoteNote(gate.note)]]);
}

type Gate = NonNullable<DesignView['gate']>;

/** What is open, each point with its choices; then the draft; then the buttons, *accept* last. */
function openGateIn(
  view: DesignView,
  gate: Gate,
  { now, isInThread = false, hasCaveatsBelow = false }: Reader,
): Document {
  const { heading, changed, points, deadline } = gate;
  const isLate = now !== undefined && Date.parse(deadline) <= now;
  const disputed = listDisputedQuestions(view);
  const sections = [
    keep(
      BANNER_CHARACTERS,
      drawMark(view.banner.mark),
      alert('warning', heading),
      changed !== '' && lines(untrusted(changed)),
      !hasCaveatsBelow && drawCaveats(view, isInThread),
      lines(drawAskToDecide(gate, moment(deadline, view.changedAt), isLate)),
    ),
    ...disputed.map((question) => lines(limit(drawDispute(question), POINT_CHARACTERS))),
    ...points.map((id) => drawDifference(view, present(findById(view.divergences, id), id))),
    drawDecisionSentence(view),
    ...drawDecisionParts(view, 'whole'),
    drawGateWords(gate),
  ];
  return document(heading, sections, {
    folded: drawReasons(view),
    clickable: clickable(view.id, [...listAskControls(view), ...listChoiceControls(view)]),
    early: [
      ...disputed.map((each) => agreeControls(view, each)),
      ...points.map((id) => settleControls(view, id)),
    ].flatMap((controls, at) => early(at + 2, view.id, controls)),
  });
}

/** Questions on which people differ, at a gate about the decision. */
export function listDisputedQuestions({ gate, questions }: DesignView): QuestionView[] {
  return gate?.accepts === 'decision'
    ? questions.filter(({ differing }) => differing.length > 0)
    : [];
}

/** What people have said since the gate opened, and how a turn read it. It decides nothing. */
function drawGateWords({ said }: Gate): Section {
  const each = said.map(
    ({ author, words, readAs }) =>
      line`${untrusted(author, NAME_CHARACTERS)}: “${untrustedMarkdown(words, SAID_CHARACTERS)}” ${readAs}`,
  );
  return under(lines(bold('Said since it waits')), list(each));
}

/** One line; once the wait is over, it says so. */
export function drawReminder(view: DesignView, index: number): Document {
  const reminder = present(view.reminders[index], `no reminder ${index}`);
  const { about, by } = reminder;
  if (isAskedAct(about)) {
    const disputed =
      about === 'decide' ? view.questions.filter(({ differing }) => differing.length > 0) : [];
    const differ = disputed.map((question) => [untrusted(`${sayWhoDiffer(question)}.`)]);
    return wordsIn(join([drawRequestLine(view, about, by), ...differ], ' '));
  }
  const isAnswering = about === 'answering';
  const gate = view.gate?.id === about ? view.gate : null;
  const until = (isAnswering ? view.answering : gate)?.deadline;
  if (until === undefined) return wordsIn(line`This no longer needs an answer.`);
  const at = moment(until, view.changedAt);
  const words =
    gate === null
      ? line`${sayQuestionsLeft(view)}. ${drawGoingOn(at, view)}`
      : drawAskToDecide(gate, at);
  return wordsIn(line`Half the time is over. ${words}`);
}

function wordsIn(words: Line): Document {
  return document(words, [lines(words)]);
}
