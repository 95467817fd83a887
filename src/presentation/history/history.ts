/** A design told event by event: lines of its history, of live displays and of `transcript.md`. */

import { opensGate } from '../../core/outcome/should-gate.ts';
import type { DesignEvent, EventOf } from '../../core/vocabulary/events.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { type DivergenceId, findById, type ParticipantId } from '../../core/vocabulary/ids.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { SHOWN_EXCUSES } from '../../core/vocabulary/round.ts';
import { isSignal } from '../../core/vocabulary/signals.ts';
import {
  bold,
  codeSpan,
  join,
  type Line,
  line,
  moment,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson, nameAtBeginning } from '../format/people.ts';
import { capitalize, endSentence } from '../format/plain.ts';
import { drawAsked, drawVerdict } from '../judged/afterwards.ts';
import { nameGravest } from '../judged/caveats.ts';
import { sayConfirmation } from '../judged/changes.ts';
import { STOP_WORDS } from '../judged/ending.ts';
import { drawTitle, drawTitles, titleWordsOf } from '../judged/people.ts';
import { drawExcused, sayLeftOut, sayNobodyCould, TURN_WORDS } from '../judged/rounds.ts';
import { drawSignature } from '../judged/signatures.ts';
import type { DesignView } from '../schema/view.ts';
import { drawSettlement } from '../talk/differences.ts';
import { drawAssumed, drawClosed } from '../talk/questions.ts';
import { listAskedToDecide } from '../view/gate.ts';
import { drawLost, drawReplacing, ON_PURPOSE } from '../words/crash.ts';
import { drawClosedGate, drawUndecided, sayWhoDecides } from '../words/gate-words.ts';
import { STATUS_WORDS, STEP_WORDS } from '../words/phases.ts';
import { drawPublished } from '../words/publishing.ts';
import { sayUnavailableModel } from '../words/unavailable.ts';
import { drawUnavailable } from '../words/waiting.ts';

/** `null`: nothing to say; without a function: an event that only operators need. */
type History = {
  readonly [Type in DesignEvent['type']]:
    | ((event: EventOf<Type>, view: DesignView) => Line | null)
    | null;
};

const STATEMENT_CHARACTERS = 120;

/**
 * An event in a line, for the transcript, the console, a terminal and notifications. `view`: after
 * the event, or later.
 */
export function drawHistory(event: DesignEvent, view: DesignView): Line | null {
  // The compiler cannot see that an event and its row have the same type.
  const tell = HISTORY[event.type] as
    | ((event: DesignEvent, view: DesignView) => Line | null)
    | null;
  return tell?.(event, view) ?? null;
}

/**
 * Without replies that were edited or withdrawn before they were read: they appear in their last
 * form.
 */
export function removeOverwritten(events: readonly DesignEvent[]): DesignEvent[] {
  const isReply = (event: DesignEvent) => event.type === 'reply_recorded' && event.after !== 'end';
  const newest = Map.groupBy(events.filter(isReply), (event) => ('id' in event ? event.id : ''));
  return events.filter((event) => {
    return !isReply(event) || ('id' in event && newest.get(event.id)?.at(-1) === event);
  });
}

/**
 * A row for each event: the compiler leads here from a new one, and nowhere else in presentation.
 */
const HISTORY: History = {
  design_started: ({ startedBy, topic }) =>
    line`${drawNamed(startedBy)} asks: ${untrustedMarkdown(topic)}`,
  thread_opened: null,
  status_changed: ({ step, parks }) => (parks ? null : some(line`${STEP_WORDS[step].line}`)),
  session_started: ({ participant: id, origin }, view) =>
    some(drawReplacing(titleWordsOf(view, id), origin)),
  session_ready: null,
  session_lost: ({ participant: id, cause }, view) => {
    const isExample = isWrittenExample({ ...view, participants: view.personas });
    return drawLost(titleWordsOf(view, id), isExample ? { ...cause, detail: ON_PURPOSE } : cause);
  },
  late_report_recorded: ({ participant: id, report, turnId }, view) =>
    turnId === undefined
      ? null
      : line`${who(view, id)} was too late with ${codeSpan(report)}; it changed nothing.`,
  // Each who argues has a line.
  round_opened: null,
  round_closed: null,
  participant_excused: ({ participant: id, roundId, reason, detail }, view) => {
    if (!SHOWN_EXCUSES.includes(reason)) return null;
    const { kind = null } = findById(view.rounds, roundId) ?? {};
    return line`${drawExcused(titleWordsOf(view, id), kind, reason)}${detail === '' ? '.' : line`: ${detail}`}`;
  },
  design_paused: ({ at, paused }) =>
    paused === null
      ? line`The design goes on.`
      : line`${drawUnavailable(sayUnavailableModel(paused), paused.since)}; next try at ${moment(paused.until, at)}.`,
  // Its crash, what it did, and a caveat say so.
  facilitator_passed: null,
  turn_started: null,
  model_answered: null,
  tool_invoked: null,
  confidence_given: null,
  turn_finished: ({ participant: id, outcome, error }, view) =>
    // Its crash has a line of its own.
    error === null || outcome === 'process_lost'
      ? null
      : line`A turn of ${who(view, id)} ended early (${TURN_WORDS[outcome]}): ${error.message}`,
  question_framed: ({ isDesignQuestion, reason, restated }) =>
    isDesignQuestion
      ? line`The question: ${untrustedMarkdown(restated)}`
      : line`Not a design question: ${untrustedMarkdown(reason)}`,
  // Each has a number once the round is over, and then its line below.
  questions_asked: null,
  answering_opened: ({ at, deadlineAt }, { questions }) =>
    line`${countOf(questions.length, 'question')} for people. At ${moment(deadlineAt, at)} the personas go on and say what they assumed.`,
  reply_recorded: ({ author, text, edited, answers, takes }, view) => {
    if (text === '') return line`${drawNamed(author)} withdrew a message.`;
    const ids = [...new Set(answers.map(({ questionId }) => questionId))].join(', ');
    if (takes !== undefined)
      return line`${drawNamed(author)} took ${drawAuthor(view, takes)}’s word on ${ids}: ${drawQuoted(text)}`;
    return line`${drawNamed(author)} said${ids === '' ? '' : `, to ${ids}`}${edited ? ', edited' : ''}: ${drawSpoken(text)}`;
  },
  // The record has the answers under their questions.
  answers_matched: null,
  answering_closed: ({ isMatching, assumed, ...closed }, { questions }) => {
    // It closes once more, when the last replies are read.
    if (isMatching) return null;
    const each = questions.flatMap((question) =>
      assumed.includes(question.id) ? line` ${bold(question.id)} ${drawAssumed(question)}` : [],
    );
    return line`${drawClosed(closed)}${each}`;
  },
  // It is shown when all are revealed.
  proposal_sealed: ({ participant: id }, view) => line`${who(view, id)} sealed a proposal.`,
  proposals_revealed: (_, { proposals }) =>
    line`${countOf(proposals.length, 'proposal')} revealed.`,
  divergences_mapped: ({ participant: id, divergences }, view) => {
    const each = divergences.map(({ description }) => drawQuoted(description));
    const differences =
      each.length === 0
        ? 'They differ in nothing that matters.'
        : line`They differ on ${join(each, '; ')}`;
    return line`${who(view, id)} compared the proposals. ${differences}`;
  },
  // The record has who argued what; what came of it has a line.
  position_argued: null,
  divergence_settled: (event, view) => {
    const { divergenceId: id, person: by, position } = event;
    if (event.outcome === 'unresolved')
      return line`They argued ${point(view, id)} and did not agree.`;
    const holds = position === '' ? [] : statement(view, id, position);
    const ending = { ...event, by: by === '' ? drawTitles(view, event.by) : drawPerson(by), holds };
    return line`On ${point(view, id)}, ${drawSettlement(ending)}`;
  },
  deliberation_stopped: ({ dropped, reason, money }) => {
    const words = sayLeftOut(dropped.map((kind) => ({ kind, reason, money })));
    return words.length === 0 ? null : line`${capitalize(words.join('; '))}.`;
  },
  composite_submitted: ({ participant: id, composite }, view) =>
    line`${who(view, id)} drafted the decision: ${untrustedMarkdown(composite.decision.sentence)}`,
  audit_submitted: ({ participant: id, audit: { findings, tried, answersQuestion } }, view) => {
    const failed =
      tried.filter(({ holds }) => holds === 'no').length + (answersQuestion.verdict ? 0 : 1);
    return line`${who(view, id)} audited the draft: ${countOf(findings.length + failed, 'finding')}.`;
  },
  revision_submitted: ({ participant: id, revision: { changes } }, view) =>
    line`${who(view, id)} ${changes.length === 0 ? 'changed nothing' : `made ${countOf(changes.length, 'change')}`}.`,
  revision_confirmed: (event, view) =>
    line`${who(view, event.participant)} ${sayConfirmation(event)}.`,
  signature_given: (event, view) => drawSignature(who(view, event.participant), event),
  gate_opened: ({ caveats, roundId, unreachable, at, deadlineAt }, view) => {
    const kind = findById(view.rounds, roundId)?.kind;
    const opening = caveats.filter((each) => opensGate(each));
    const gravest = nameGravest(opening.length > 0 ? opening : caveats);
    const failed = kind === undefined ? gravest : sayNobodyCould(kind);
    const why = unreachable === undefined ? failed && `: ${failed}` : `. ${unreachable}`;
    const words = endSentence(`${sayWhoDecides(listAskedToDecide(view))}${why}`);
    return line`${untrusted(words)} ${drawUndecided(moment(deadlineAt, at))}.`;
  },
  gate_decided: ({ gateId, choice, note }, { closedGates }) => {
    const gate = findById(closedGates, gateId);
    // The settled difference has a line of its own.
    if (gate === undefined || choice === 'settle') return null;
    return line`${drawClosedGate(gate)}${note === '' ? [] : line` ${drawSpoken(note)}`}`;
  },
  people_reminded: null,
  outcome_settled: null,
  files_written: null,
  record_closed: ({ head, detail }) =>
    head === null ? line`The files could not be written: ${detail}` : null,
  design_ended: ({ status, stoppedBecause, by, detail }) => {
    const ended = `Ended: ${STATUS_WORDS[status]}`;
    // The gate has a line, with its note.
    if (['finished', 'decided_by_person'].includes(stoppedBecause)) return line`${ended}.`;
    if (by !== '' && !isSignal(by)) {
      const why = detail === '' ? [] : line` ${drawSpoken(detail)}`;
      return line`${ended} by ${drawNamed(by)}.${why}`;
    }
    const reason = by === '' ? STOP_WORDS[stoppedBecause] : `the signal ${by} ended it`;
    return line`${ended}, because ${reason}.${detail === '' ? '' : line` ${detail}`}`;
  },
  decision_judged: drawVerdict,
  record_asked: drawAsked,
  decision_published: drawPublished,
};

function some(words: Line): Line | null {
  return words.length === 0 ? null : words;
}

function drawNamed(name: string): Line {
  return bold(nameAtBeginning(name));
}

/** Who wrote a reply; a withdrawn one is gone. */
function drawAuthor({ replies }: DesignView, replyId: string): Line {
  return drawNamed(findById(replies, replyId)?.author ?? '');
}

function who(view: DesignView, id: ParticipantId): Line {
  return bold(drawTitle(view, id));
}

function drawQuoted(text: string): Line {
  return line`“${untrustedMarkdown(text)}”`;
}

/** Words of a person, as they are. */
function drawSpoken(text: string): Line {
  return line`“${untrusted(text)}”`;
}

function point({ divergences }: DesignView, id: DivergenceId): Line {
  return drawQuoted(findById(divergences, id)?.description ?? id);
}

function statement({ divergences }: DesignView, id: DivergenceId, position: string): Line {
  const { positions = [] } = findById(divergences, id) ?? {};
  const text = findById(positions, position)?.text ?? position;
  return line`“${untrustedMarkdown(text, STATEMENT_CHARACTERS)}”`;
}
