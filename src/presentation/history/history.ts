import { opensGate } from '../../core/outcome/should-gate.ts';
import { isAskedAct } from '../../core/vocabulary/event-parts.ts';
import type { DesignEvent, EventOf } from '../../core/vocabulary/events.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { type DivergenceId, findById, type ParticipantId } from '../../core/vocabulary/ids.ts';
import { isWrittenExample } from '../../core/vocabulary/rehearsal.ts';
import { SHOWN_EXCUSES } from '../../core/vocabulary/round.ts';
import { isSignal } from '../../core/vocabulary/signals.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bold,
  codeSpan,
  ifAny,
  join,
  type Line,
  line,
  moment,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson, nameAtBeginning } from '../format/people.ts';
import { capitalize } from '../format/plain.ts';
import { drawAsked, drawVerdict } from '../judged/afterwards.ts';
import { sayCaveats } from '../judged/caveats.ts';
import { STOP_WORDS } from '../judged/ending.ts';
import { titleIn, titlesIn, titleWordsIn } from '../judged/people.ts';
import { drawExcused, sayLeftOut, sayNobodyCould, TURN_WORDS } from '../judged/rounds.ts';
import { drawDissent, drawSignature } from '../judged/signatures.ts';
import { sayConfirmation } from '../record/audit.ts';
import type { DesignView } from '../schema/view.ts';
import { drawHolders, drawMoveLine, drawSettlement, NO_POSITION } from '../talk/differences.ts';
import { drawAnswer, drawAssumed, drawBearing, drawClosed } from '../talk/questions.ts';
import { ACT_WORDS } from '../words/asking-starter.ts';
import { drawLost, drawPassedOn, drawReplacing, ON_PURPOSE } from '../words/crash.ts';
import { drawClosedGate, drawUndecided } from '../words/gate-words.ts';
import { STATUS_WORDS, STEP_WORDS } from '../words/phases.ts';
import { drawPublished } from '../words/publishing.ts';
import { sayUnavailableModel } from '../words/unavailable.ts';
import { drawUnavailable } from '../words/waiting.ts';

/** `null`: nothing to say; without a function: an event that only operators need. */
type History = {
  readonly [Type in DesignEvent['type']]: ((event: EventOf<Type>, view: DesignView) => Line | null) | null;
};

const EXCERPT_CHARACTERS = 300;
const STATEMENT_CHARACTERS = 120;

/** An event in a line, for the transcript, the console, a terminal and notifications. `view`: after the event, or later. */
export function drawHistory(event: DesignEvent, view: DesignView): Line | null {
  // The compiler cannot see that an event and its row have the same type.
  const tell = HISTORY[event.type] as ((event: DesignEvent, view: DesignView) => Line | null) | null;
  return tell?.(event, view) ?? null;
}

/** Without replies that were edited or withdrawn before they were read: they appear in their last form. */
export function removeOverwritten(events: readonly DesignEvent[]): DesignEvent[] {
  const isReply = (event: DesignEvent) => event.type === 'reply_recorded' && event.after !== 'end';
  const newest = Map.groupBy(events.filter(isReply), (event) => ('id' in event ? event.id : ''));
  return events.filter((event) => {
    return !isReply(event) || ('id' in event && newest.get(event.id)?.at(-1) === event);
  });
}

/** A row for each event: the compiler leads here from a new one, and nowhere else in presentation. */
const HISTORY: History = {
  design_started: ({ startedBy, topic }) => line`${drawNamed(startedBy)} asks: ${untrustedMarkdown(topic)}`,
  thread_opened: null,
  status_changed: ({ step, parks }) => {
    // The round of arguing has a line of its own.
    return parks || step === 'arguing' ? null : some(line`${STEP_WORDS[step].line}`);
  },
  session_started: ({ participant: id, origin }, view) => some(drawReplacing(titleWordsIn(view, id), origin)),
  session_ready: null,
  session_lost: ({ participant: id, cause }, view) => {
    const isExample = isWrittenExample({ ...view, participants: view.personas });
    return drawLost(titleWordsIn(view, id), isExample ? { ...cause, detail: ON_PURPOSE } : cause);
  },
  late_report_recorded: ({ participant: id, report, turnId }, view) =>
    turnId === undefined
      ? null
      : line`${who(view, id)} was too late with ${codeSpan(report)}; it changed nothing.`,
  round_opened: ({ kind, points }, view) => {
    if (kind !== 'argument') return null;
    const argued = view.divergences.flatMap(({ id }) => {
      const those = points.filter(({ divergences }) => divergences.includes(id));
      return those.length === 0 ? [] : [line`${all(view, those)} argue ${point(view, id)}`];
    });
    return join(argued, '; ');
  },
  round_closed: null,
  participant_excused: ({ participant: id, roundId, reason, detail }, view) => {
    if (!SHOWN_EXCUSES.includes(reason)) return null;
    const { kind = null } = findById(view.rounds, roundId) ?? {};
    return line`${drawExcused(titleWordsIn(view, id), kind, reason)}${detail === '' ? '.' : line`: ${untrusted(detail)}`}`;
  },
  design_paused: ({ at, paused }) =>
    paused === null
      ? line`The design goes on.`
      : line`${drawUnavailable(sayUnavailableModel(paused), paused.since)}; next try at ${moment(paused.until, at)}.`,
  facilitator_passed: ({ from, to, role }, view) =>
    drawPassedOn(titleWordsIn(view, to), role, titleWordsIn(view, from)),
  turn_started: null,
  model_answered: null,
  tool_invoked: null,
  confidence_given: null,
  turn_finished: ({ participant: id, outcome, error }, view) =>
    // Its crash has a line of its own.
    error === null || outcome === 'process_lost'
      ? null
      : line`A turn of ${who(view, id)} ended without a contribution (${TURN_WORDS[outcome]}): ${untrusted(error.message)}`,
  question_framed: ({ isDesignQuestion, reason, restated, released }, view) => {
    if (!isDesignQuestion) return line`Not a design question: ${untrustedMarkdown(reason)}`;
    const without = ifAny` Not needed for it: ${all(view, released)}.`;
    return line`The question: ${untrustedMarkdown(restated)}${without}`;
  },
  questions_asked: ({ participant: id, questions }, view) =>
    questions.length === 0
      ? line`${who(view, id)} has nothing to ask.`
      : line`${who(view, id)} asks: ${join(
          questions.flatMap(({ text }) => [
            // It has a number once the round is over.
            bold(view.questions.find((each) => each.persona === id && each.text === text)?.id ?? ''),
            drawQuoted(text),
          ]),
          ' ',
        )}`,
  answering_opened: ({ at, deadlineAt }, { questions }) => {
    const until = deadlineAt <= at ? 'The' : line`At ${moment(deadlineAt, at)} the`;
    return line`${countOf(questions.length, 'question')} for people. ${until} personas go on and say what they assumed.`;
  },
  reply_recorded: ({ id, author, text, after, edited, answers, takes }, view) => {
    const late = after === 'end' ? ' after the end' : '';
    if (text === '')
      return line`${drawNamed(author)} withdrew a message${late === '' ? '' : ` sent${late}`}.`;
    const ids = [...new Set(answers.map(({ questionId }) => questionId))];
    const to = ids.length === 0 ? '' : `, to ${ids.join(', ')}`;
    if (takes !== undefined) {
      const whose = drawNamed(findById(view.replies, takes)?.author ?? '');
      return line`${drawNamed(author)} took ${whose}’s word on ${ids.join(', ')}: ${drawQuoted(text)}`;
    }
    const said = isToBot(view, id) ? 'asked the bot' : 'said';
    return line`${drawNamed(author)} ${said}${late}${to}${edited ? ', edited' : ''}: ${drawSpoken(text)}`;
  },
  answers_matched: ({ replies, matches, leftOpen = [], bearing = [], dropped = [] }, view) => {
    // A withdrawn reply is gone.
    const by = (replyId: string) => drawNamed(findById(view.replies, replyId)?.author ?? '');
    const read = [
      ...matches.map((each) => ({ ...each, how: '✓ read from a reply by' })),
      ...leftOpen.map((each) => ({ ...each, how: 'left open by' })),
    ];
    const unused = view.replies.filter((reply) => {
      const { id, answers, leftOpen: open } = reply;
      return replies.includes(id) && answers.length === 0 && open.length === 0 && !reply.isToBot;
    });
    const remarks = bearing.length > 0 ? [] : [...new Set(unused.map(({ author }) => author))];
    const parts = [
      ...read.map(
        ({ questionId, how, replyId, quote }) =>
          line`${bold(questionId)} ${how} ${by(replyId)}: ${drawQuoted(drawAnswer(quote))}`,
      ),
      ...bearing
        .filter(({ replyId }) => !isToBot(view, replyId))
        .map((each) => drawBearing(by(each.replyId), each)),
      ...remarks.map((author) => line`${drawNamed(author)} added a remark; all personas will read it.`),
      ...dropped.map((quote) => line`Left out, because nobody said it: ${drawQuoted(drawAnswer(quote))}`),
    ];
    return some(join(parts, ' '));
  },
  answering_closed: ({ isMatching, assumed, ...closed }, { questions }) => {
    if (isMatching) return line`Answering is over. The last replies are still being read.`;
    const reason = assumed.length === 0 ? ('all_answered' as const) : closed.reason;
    const each = questions.flatMap((question) =>
      assumed.includes(question.id) ? line` ${bold(question.id)} ${drawAssumed(question)}` : [],
    );
    return line`${drawClosed({ ...closed, reason })}${each}`;
  },
  // A seal is shown when it lands, its proposal only when all are revealed.
  proposal_sealed: ({ participant: id }, view) => {
    const asked = view.rounds.flatMap((round) => (round.kind === 'proposals' ? round.asked : []));
    const sealed = view.seals.map(({ persona }) => persona);
    const many = new Set([...asked, ...sealed]).size;
    return line`${who(view, id)} sealed a proposal (${`${sealed.indexOf(id) + 1} of ${many}`}).`;
  },
  proposals_revealed: (_, { proposals }) => line`${countOf(proposals.length, 'proposal')} revealed.`,
  divergences_mapped: ({ participant: id, divergences }, view) => {
    const each = divergences.map(({ description }) => drawQuoted(description));
    const differences =
      each.length === 0
        ? 'they differ in nothing that matters.'
        : line`${countOf(each.length, 'difference')}: ${join(each, '; ')}`;
    return line`${who(view, id)} compared the proposals: ${differences}`;
  },
  position_argued: ({ participant: id, divergenceId, position }, view) => {
    const { arguments: made = [] } = findById(view.divergences, divergenceId) ?? {};
    const { moved = null } = made.findLast(({ persona }) => persona === id) ?? {};
    const drawHeld = (to: string) => (to === '' ? line`${NO_POSITION}` : statement(view, divergenceId, to));
    const because = moved?.because.map(({ text }) => drawSpoken(text)) ?? [];
    const stance =
      moved === null
        ? drawHolders(drawHeld(position))
        : drawMoveLine(drawHeld(moved.from), drawHeld(moved.to), because);
    return line`${who(view, id)} on ${point(view, divergenceId)}: ${stance}`;
  },
  divergence_settled: (event, view) => {
    const { divergenceId: id, person: by, position } = event;
    const holds = position === '' ? [] : statement(view, id, position);
    const ending = { ...event, by: by === '' ? titlesIn(view, event.by) : drawPerson(by), holds };
    return line`${point(view, id)} ${drawSettlement(ending)}`;
  },
  deliberation_stopped: ({ dropped, reason, money }) => {
    const words = sayLeftOut(dropped.map((kind) => ({ kind, reason, money })));
    return words.length === 0 ? null : line`${capitalize(words.join('; '))}.`;
  },
  composite_submitted: ({ participant: id, composite }, view) =>
    line`${who(view, id)} drafted the decision: ${untrustedMarkdown(composite.decision.sentence)}`,
  audit_submitted: ({ participant: id, audit: { findings, tried, answersQuestion } }, view) => {
    const failed = tried.filter(({ holds }) => holds === 'no').length + (answersQuestion.verdict ? 0 : 1);
    return line`${who(view, id)} audited the decision: ${countOf(findings.length + failed, 'finding')}.`;
  },
  revision_submitted: ({ participant: id, revision: { changes, findings } }, view) => {
    const left = findings.filter(({ done }) => done === 'left_open').length;
    const open = left === 0 ? '' : `${countOf(left, 'finding')} left open`;
    if (changes.length === 0) return line`${who(view, id)} changed nothing${open && ` (${open})`}.`;
    const many = compact(countOf(changes.length, 'change'), open).join('; ');
    return line`${who(view, id)} revised the decision (${many}).`;
  },
  revision_confirmed: (event, view) => line`${who(view, event.participant)} ${sayConfirmation(event)}.`,
  signature_given: (event, view) =>
    event.verdict === 'dissents'
      ? drawDissent(titleWordsIn(view, event.participant), event.dissent, EXCERPT_CHARACTERS)
      : drawSignature(who(view, event.participant), event),
  gate_opened: ({ caveats, roundId, unreachable, at, deadlineAt }, { rounds }) => {
    const kind = findById(rounds, roundId)?.kind;
    const opening = caveats.filter((each) => opensGate(each));
    const why = sayCaveats(opening.length > 0 ? opening : caveats);
    const words = unreachable ?? (kind === undefined ? why.join('; ') : sayNobodyCould(kind));
    return line`A person has to decide: ${untrusted(words)}. ${drawUndecided(moment(deadlineAt, at))}`;
  },
  gate_decided: ({ gateId, choice, note }, { closedGates }) => {
    const gate = findById(closedGates, gateId);
    // The settled difference has a line of its own.
    if (gate === undefined || choice === 'settle') return null;
    return line`${drawClosedGate(gate)}${note === '' ? [] : line` ${drawSpoken(note)}`}`;
  },
  people_reminded: ({ about, by }, { startedBy }) =>
    isAskedAct(about) ? line`${drawNamed(by)} asks ${drawNamed(startedBy)} to ${ACT_WORDS[about]}.` : null,
  outcome_settled: null,
  files_written: null,
  record_closed: ({ head, detail }) =>
    head === null ? line`The files could not be written: ${untrusted(detail)}` : null,
  design_ended: ({ status, stoppedBecause, by, detail }) => {
    const isPerson = by !== '' && !isSignal(by);
    const reason = isSignal(by) ? `the signal ${by} ended it` : STOP_WORDS[stoppedBecause];
    const why = stoppedBecause === 'finished' ? [] : line`, because ${reason}`;
    const words = detail === '' ? [] : line` ${isPerson ? drawSpoken(detail) : untrusted(detail)}`;
    return line`Ended: ${STATUS_WORDS[status]}${isPerson ? line` by ${drawNamed(by)}` : why}.${words}`;
  },
  decision_judged: drawVerdict,
  record_asked: drawAsked,
  decision_published: drawPublished,
};

function some(words: Line): Line | null {
  return words.length === 0 ? null : words;
}

function drawNamed(name: string): Line {
  return bold(untrusted(nameAtBeginning(name)));
}

function who(view: DesignView, id: ParticipantId): Line {
  return bold(titleIn(view, id));
}

function all(view: DesignView, those: readonly { readonly participant: ParticipantId }[]): Line {
  return titlesIn(
    view,
    those.map(({ participant }) => participant),
  );
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

function isToBot({ replies }: DesignView, id: string): boolean {
  return findById(replies, id)?.isToBot === true;
}
