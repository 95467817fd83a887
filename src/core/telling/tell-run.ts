import { gateReasons } from '../outcome/gate-subject.ts';
import { endWords } from '../outcome/outcome.ts';
import { openQuestions } from '../question/questions.ts';
import { unansweredWords } from '../question/said.ts';
import { originAfter } from '../session/replacement.ts';
import type { Design } from '../vocabulary/design.ts';
import type { EventOf } from '../vocabulary/events.ts';
import { counted } from '../vocabulary/figures.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { participant } from '../vocabulary/participants.ts';
import { SHOWN_EXCUSES } from '../vocabulary/round.ts';
import { standsInForLost } from '../vocabulary/session.ts';
import { gateClosedWords, gateNamed } from '../vocabulary/status.ts';
import { EXCUSE_WORDS, STATUS_WORDS, STEP_WORDS } from '../vocabulary/words.ts';
import { bold, given, type Line, line, list, prose, quotation, type Section, WHOLE } from './document.ts';
import { type Tellers, told } from './told.ts';

/** Sessions, questions and answers, gates, and the end. */
export const RUN = {
  design_started: ({ topic, designId }) => told(line`${prose(topic, WHOLE)} (${designId})`),
  thread_opened: null,
  status_changed: ({ step }) => {
    const words = STEP_WORDS[step].line;
    return words === '' ? null : told(line`${words}`);
  },
  session_started: (event, design) =>
    standsInForLost(event)
      ? told(line`A replacement for ${titleOf(design, event.participant)} is starting.`)
      : null,
  session_ready: (event, design) => told(line`${titleOf(design, event.participant)} is ready.`),
  session_parked: null,
  session_lost: ({ participant: id, cause }, design) => {
    const isLast = originAfter(cause, participant(design, id).sessions, design.settings) === null;
    const pointer = cause.diagnostics === '' ? '' : ` [diagnostics: ${cause.diagnostics}]`;
    return told(
      line`${titleOf(design, id)} was lost${isLast ? ' for good' : ''}: ${given(`${cause.detail}.${pointer}`, WHOLE)}`,
    );
  },
  late_report_recorded: (event, design) =>
    told(
      line`A late report about an earlier session of ${titleOf(design, event.participant)} changed nothing: ${given(event.detail, WHOLE)}`,
    ),
  round_closed: null,
  participant_excused: ({ participant: id, reason, detail }, design) =>
    SHOWN_EXCUSES.includes(reason)
      ? told(line`${titleOf(design, id)} is not waited for: ${EXCUSE_WORDS[reason]}. ${given(detail, WHOLE)}`)
      : null,
  facilitator_passed: ({ from, to, role }, design) =>
    told(line`${titleOf(design, to)} stands in as ${role} for ${titleOf(design, from)}.`),
  turn_started: null,
  model_answered: null,
  tool_invoked: null,
  confidence_given: null,
  turn_finished: ({ participant: id, outcome, error }, design) =>
    error === null
      ? null
      : told(
          line`A turn of ${titleOf(design, id)} ended without a contribution (${outcome.replace('_', ' ')}): ${given(error.message, WHOLE)}`,
        ),
  questions_asked: ({ participant: id, questions }, design) =>
    told(
      line`${titleOf(design, id)} asks ${counted(questions.length, 'question')}.`,
      list(questions.map(({ text, why }) => line`${prose(text, WHOLE)} ${prose(why, WHOLE)}`)),
    ),
  participant_passed: ({ participant: id, rationale }, design) =>
    told(line`${titleOf(design, id)} has nothing to ask.`, [quotation(rationale)]),
  answering_opened: (_, design) =>
    told(line`${counted(openQuestions(design).length, 'question')} before they write.`),
  reply_recorded: said,
  reply_revised: said,
  reply_withdrawn: () => told(line`Somebody took back what they had said.`),
  answers_matched: ({ replies, matches }, design) =>
    told(
      line`${counted(replies.length, 'reply', 'replies')} read.`,
      list(
        matches.map(
          ({ questionId, replyId, quote }) =>
            line`${bold(questionId)} ${authorOf(design, replyId)}: “${prose(quote, WHOLE)}”`,
        ),
      ),
    ),
  reply_match_corrected: ({ questionId, replyId, by }, design) =>
    told(
      replyId === null
        ? line`${person(by)} says that nothing said so far answers ${questionId}.`
        : line`${person(by)} says what answers ${questionId}: the reply by ${authorOf(design, replyId)}.`,
    ),
  reading_corrected: ({ questionId, replyId, by }, design) =>
    told(
      questionId === null
        ? line`${person(by)} says that the reply by ${authorOf(design, replyId)} is no answer.`
        : line`${person(by)} says what the reply by ${authorOf(design, replyId)} answers: ${questionId}.`,
    ),
  answering_ended: () => told(line`Answering is over. What was said last is still being read.`),
  answering_closed: ({ assumed }, design) =>
    assumed.length === 0
      ? told(line`Every question is answered.`)
      : told(
          line`${unansweredWords(design)}, so it is assumed:`,
          list(
            design.questions
              .filter(({ id }) => assumed.includes(id))
              .map(({ id, assumption }) => line`${bold(id)} ${prose(assumption, WHOLE)}`),
          ),
        ),
  gate_opened: ({ gateId }, design) =>
    told(line`A person has to decide: ${gateReasons(design, gateNamed(design, gateId)).join('; ')}.`),
  gate_decided: ({ gateId, by, note }, design) =>
    told(given_(gateClosedWords(design, gateNamed(design, gateId), by)), noted(note)),
  person_named: null,
  people_reminded: null,
  outcome_settled: ({ status, stoppedBecause }, design) =>
    told(line`This ends as ${STATUS_WORDS[status]}, because ${endWords(design, stoppedBecause)}.`),
  files_written: ({ files }) => told(line`${counted(files.length, 'file')} written and read back.`),
  record_closed: null,
  files_failed: ({ detail }) => told(line`The files could not be written: ${given(detail, WHOLE)}`),
  design_ended: ({ status, stoppedBecause }, design) =>
    told(line`Ended: ${STATUS_WORDS[status]}, because ${endWords(design, stoppedBecause)}.`),
  late_words_recorded: ({ author, text }) =>
    text === ''
      ? told(line`${person(author)} took back what was said after the end.`)
      : told(line`${person(author)} said after the end:`, [quotation(text)]),
} satisfies Partial<Tellers>;

function titleOf(design: Design, id: ParticipantId): Line {
  return [given(participant(design, id).title, WHOLE, { bold: true })];
}

function person(name: string): Line {
  return [given(name || 'somebody', WHOLE, { bold: true })];
}

function given_(words: string): Line {
  return [given(words, WHOLE)];
}

function noted(note: string): Section {
  return note === '' ? [] : [quotation(note)];
}

function said({ author, text }: EventOf<'reply_recorded' | 'reply_revised'>) {
  return told(line`${person(author)}:`, [quotation(text)]);
}

function authorOf({ replies }: Design, replyId: string): Line {
  return person(replies.find(({ id }) => id === replyId)?.author ?? '');
}
