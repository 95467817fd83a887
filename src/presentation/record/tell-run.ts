import { fileNames } from '../../core/outcome/file-names.ts';
import { isArgued } from '../../core/outcome/policy/depth.ts';
import { labelOf } from '../../core/proposals/labels.ts';
import { answersIn, isAssumed, openQuestions } from '../../core/questions/questions.ts';
import { isWritten } from '../../core/questions/replies.ts';
import { saidAbout } from '../../core/questions/said.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { isAskedAct } from '../../core/vocabulary/event-parts.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { participant, remainingIn } from '../../core/vocabulary/participants.ts';
import { SHOWN_EXCUSES } from '../../core/vocabulary/round.ts';
import { gateNamed } from '../../core/vocabulary/status.ts';
import { originAfter } from '../../core/workflow/sessions/replacement.ts';
import { startedFromLines } from '../earlier.ts';
import {
  bold,
  codeSpan,
  type Line,
  line,
  lines,
  list,
  moment,
  quotation,
  type Section,
  trusted,
  under,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { note, person, titleOf as titleLine } from '../format/people.ts';
import { below, type Tellers, type Told, told } from '../format/told.ts';
import { frameBlocks, frameLines } from '../frame.ts';
import { endedWords } from '../headline.ts';
import { STEP_WORDS } from '../phases.ts';
import { proposalSection } from '../proposals.ts';
import {
  answeringClosedLine,
  assumedLine,
  bearingLine,
  HOW_TO_ANSWER,
  leftOpenByWords,
  questionsHeading,
  shownAnswer,
  unansweredAt,
  unansweredWords,
  unmatchedLine,
} from '../questions.ts';
import { lateWordsLine, notTakenLines, takenLines } from '../replies.ts';
import { excusedLine } from '../rounds.ts';
import { lostLine, passedOnLine, replacingLine } from '../run/crash.ts';
import { pausedLine } from '../run/weather.ts';
import { askedLine } from '../start/asking-starter.ts';
import { TURN_WORDS } from '../turn.ts';
import { gateClosedLine, gateReasons, undecidedLine } from '../view/gate.ts';
import { replyOf } from '../view/talk.ts';

export const RUN = {
  design_started: (event, design) =>
    told(
      below([untrustedMarkdown(event.topic, WHOLE), ...startedFromLines(event)]),
      startedBlocks(event, design),
    ),
  thread_opened: null,
  status_changed: ({ step, parks }, design) => {
    if (parks) return null;
    const words = step === 'arguing' && !isAnythingArgued(design) ? '' : STEP_WORDS[step].line;
    return words === '' ? null : told(line`${words}`);
  },
  session_started: ({ participant: id, origin }, design) => some(replacingLine(titleOf(design, id), origin)),
  session_ready: (event, design) => told(line`${name(titleOf(design, event.participant))} is ready.`),
  session_lost: ({ participant: id, cause }, design) => {
    const { title, sessions } = participant(design, id);
    const isForGood = originAfter(cause, sessions, design.settings) === null;
    return told(lostLine(title, cause, isForGood ? remainingIn(design) : null));
  },
  late_report_recorded: ({ participant: id, report, turnId, detail }, design) =>
    turnId === undefined
      ? told(
          line`A late report about an earlier session of ${name(titleOf(design, id))} changed nothing: ${untrusted(detail, WHOLE)}`,
        )
      : told(
          line`${name(titleOf(design, id))} was too late with ${codeSpan(report)}; it changed nothing.`,
          // Literally, because it was never parsed as a contribution (C16).
          [{ kind: 'code', line: [trusted(detail)] }],
        ),
  round_closed: null,
  participant_excused: ({ participant: id, roundId, reason, detail }, design) => {
    if (!SHOWN_EXCUSES.includes(reason)) return null;
    const { kind = null } = design.rounds.find((round) => round.id === roundId) ?? {};
    return told(
      line`${excusedLine(titleOf(design, id), kind, reason)}${detail === '' ? '.' : line`: ${untrusted(detail, WHOLE)}`}`,
    );
  },
  design_paused: ({ at, paused }) =>
    told(
      paused === null ? line`The design goes on.` : line`${pausedLine({ ...paused, at, resumedAt: null })}.`,
    ),
  facilitator_passed: ({ from, to, role }, design) =>
    told(passedOnLine(titleOf(design, to), role, titleOf(design, from))),
  turn_started: null,
  model_answered: null,
  tool_invoked: null,
  confidence_given: null,
  turn_finished: ({ participant: id, outcome, error }, design) =>
    // Its crash has a line of its own.
    error === null || outcome === 'process_lost'
      ? null
      : told(
          line`A turn of ${name(titleOf(design, id))} ended without a contribution (${TURN_WORDS[outcome]}): ${untrusted(error.message, WHOLE)}`,
        ),
  question_framed: (event, design) => told(below(frameLines(event, design)), frameBlocks(event, design)),
  questions_asked: ({ participant: id, questions, rationale }, design) =>
    questions.length === 0
      ? told(line`${name(titleOf(design, id))} has nothing to ask.`, note(rationale))
      : told(
          line`${name(titleOf(design, id))} asks ${counted(questions.length, 'question')}.`,
          list(
            questions.map(
              ({ text, why, assumption }) =>
                line`${untrustedMarkdown(text, WHOLE)} ${untrustedMarkdown(why, WHOLE, { italic: true })} ${assumedLine(assumption, WHOLE)}`,
            ),
          ),
        ),
  answering_opened: asked,
  reply_recorded: said,
  answers_matched: ({ replies, matches, leftOpen = [], bearing = [], dropped = [] }, design) => {
    const read = matches.map(
      ({ questionId, replyId, quote }) =>
        line`${bold(questionId)} ✓ read from a reply by ${authorOf(design, replyId)}: “${untrustedMarkdown(shownAnswer(quote, WHOLE), WHOLE)}”`,
    );
    const open = leftOpen.map(
      ({ questionId, replyId, quote }) =>
        line`${bold(questionId)} ${leftOpenByWords([authorNamed(design, replyId)])}: “${untrustedMarkdown(quote, WHOLE)}”`,
    );
    const under = design.replies
      .filter(({ id, answers }) => replies.includes(id) && answers.some(isWritten))
      .flatMap((reply) => [
        ...reply.answers
          .filter(isWritten)
          .map(
            ({ questionId, text }) =>
              line`${bold(questionId)} ✓ answered by ${name(reply.author)}: “${untrustedMarkdown(shownAnswer(text, WHOLE), WHOLE)}”`,
          ),
        ...(bearing.length > 0 ? [] : notTakenLines(replyOf(reply))),
      ]);
    const written = design.replies.filter(({ answers }) => answers.length > 0).map(({ id }) => id);
    const rest = replies.filter(
      (id) => !written.includes(id) && [...matches, ...leftOpen].every(({ replyId }) => replyId !== id),
    );
    const authors = [...new Set(rest.map((id) => authorNamed(design, id)))];
    return told(
      below([
        ...under,
        ...read,
        ...open,
        ...bearing.map((each) => bearingLine(authorOf(design, each.replyId), each)),
        ...(bearing.length > 0 || authors.length === 0 ? [] : [unmatchedLine(authors, WHOLE)]),
        ...dropped.map(
          (quote) => line`Left out, because nobody said it: “${untrustedMarkdown(quote, WHOLE)}”`,
        ),
      ]),
    );
  },
  answering_closed: (event, design) => {
    if (event.isMatching) return told(line`Answering is over. The last replies are still being read.`);
    const assumed = design.questions.filter(({ id }) => event.assumed.includes(id));
    const each = assumed.map(
      ({ id, assumption }) =>
        line`${bold(id)} ${unansweredWords(design, { id })}; ${assumedLine(assumption, WHOLE)}`,
    );
    // Nobody ends answers that were given at the start.
    const isByItself = assumed.length > 0 && design.answers !== undefined;
    const reason = assumed.length === 0 ? ('all_answered' as const) : event.reason;
    return told(below([...(isByItself ? [] : [answeringClosedLine({ ...event, reason })]), ...each]));
  },
  gate_opened: ({ gateId, at, deadlineAt }, design) => {
    const why = gateReasons(design, gateNamed(design, gateId)).join('; ');
    return told(line`A person has to decide: ${why}. ${undecidedLine(moment(deadlineAt, at))}`);
  },
  gate_decided: ({ gateId, note: words }, design) =>
    told(gateClosedLine(design, gateNamed(design, gateId)), note(words)),
  people_reminded: ({ about, by }, design) => (isAskedAct(about) ? told(askedLine(design, about, by)) : null),
  outcome_settled: null,
  files_written: ({ files }) =>
    told(line`${counted(fileNames(files).length, 'file')} written and read back.`),
  record_closed: ({ head, detail }) =>
    head === null ? told(line`The files could not be written: ${untrusted(detail, WHOLE)}`) : null,
  design_ended: ended,
} satisfies Partial<Tellers>;

/** `false` at low depth or for small differences, where the step passes without arguments. */
function isAnythingArgued(design: Design): boolean {
  return design.divergences.some(({ impact, settlement }) => settlement === null && isArgued(design, impact));
}

function some(words: Line): Told | null {
  return words.length === 0 ? null : told(words);
}

function titleOf(design: Design, id: ParticipantId): string {
  return participant(design, id).title;
}

function name(words: string): Line {
  return [untrusted(words || 'Somebody', WHOLE, { bold: true })];
}

/** The numbered questions, whether or not people are there to answer. */
function asked({ at, deadlineAt }: EventOf<'answering_opened'>, design: Design): Told {
  const open = openQuestions(design);
  const heading = questionsHeading(open.length);
  const isAnybodyThere = design.settings.answerMs > 0;
  const how =
    design.answers !== undefined
      ? line`The answers given at the start are read; unanswered questions become stated assumptions.`
      : isAnybodyThere
        ? line`${HOW_TO_ANSWER} ${unansweredAt(moment(deadlineAt, at))}`
        : line`Nobody is here to answer.`;
  const each = open.map(({ id, participant: by, text, why, assumption }) => {
    const otherwise =
      assumption === '' ? [] : line` Unanswered, we assume: ${untrustedMarkdown(assumption, WHOLE)}`;
    return line`${bold(id)} ${untrustedMarkdown(text, WHOLE)} (${titleOf(design, by)}: ${untrustedMarkdown(why, WHOLE)}${otherwise})`;
  });
  return told(below([line`${heading} ${how}`, ...each]));
}

function said({ id, author, text, after, edited }: EventOf<'reply_recorded'>, design: Design): Told {
  if (after === 'end') return told(lateWordsLine(name(author), text), note(text));
  if (text === '') return told(line`${name(author)} withdrew their message.`);
  const reply = design.replies.find((each) => each.id === id);
  if (reply === undefined || answersIn(reply).length === 0)
    return told(line`${name(author)}${edited ? ', edited' : ' said'}:`, note(text));
  const questions = design.questions.map((question) => ({
    id: question.id,
    answers: saidAbout({ replies: [reply] }, question).answers,
  }));
  return told(below(takenLines({ questions }, replyOf(reply))), note(text));
}

function authorOf(design: Design, replyId: string): Line {
  return name(authorNamed(design, replyId));
}

/** A withdrawn reply is gone, except one from an earlier run. */
function authorNamed({ replies, carried }: Design, replyId: string): string {
  const all = [...replies, ...(carried?.replies ?? [])];
  return all.find(({ id }) => id === replyId)?.author ?? '';
}

function ended({ by, detail, ...end }: EventOf<'design_ended'>, design: Design): Told {
  const who = by === '' ? '' : line` by ${name(by)}`;
  return told(line`Ended${who}: ${endedWords(design, end)}.`, note(detail));
}

/** Longest excerpt of a context item; the whole is in `events.jsonl`. */
const CONTEXT_CHARACTERS = 2_000;

function startedBlocks(event: EventOf<'design_started'>, design: Design): Section {
  const { startedBy, topic, participants, repository, context, carried } = event;
  const people = participants.map(({ id, role, model }) => {
    const label = labelOf(design, id);
    const letter = label === '' ? '' : `, proposal ${label}`;
    const voice = design.rehearsal ? 'no model' : model;
    return line`${titleLine(design, id, { bold: true })} ${role}${letter}, ${untrusted(voice, WHOLE)}`;
  });
  return [
    lines(line`${person(startedBy, { bold: true })} asks:`),
    quotation(topic),
    ...list(people),
    ...(repository === null
      ? []
      : [lines(line`They read ${untrusted(repository.name, WHOLE)} at ${codeSpan(repository.commit)}.`)]),
    ...context.flatMap(({ name, text }) => [
      lines(line`Context, ${untrusted(name, WHOLE)}:`),
      quotation(shortened(text)),
    ]),
    ...(carried === null ? [] : carriedBlocks(design, carried)),
  ];
}

function carriedBlocks(design: Design, carried: NonNullable<Design['carried']>): Section {
  const questions = carried.questions.map(({ id, text, status, assumption }): Line => {
    const state = isAssumed({ status })
      ? assumedLine(assumption, WHOLE)
      : { open: 'Open.', answered: 'Answered.' }[status as 'open'];
    return line`${untrusted(id, WHOLE, { bold: true })} ${untrustedMarkdown(text, WHOLE)} ${state}`;
  });
  return [
    ...under(lines(line`Carried over from that run:`), list(questions)),
    ...carried.replies.flatMap(({ author, text }) => [
      lines(line`${person(author)} had said:`),
      quotation(text),
    ]),
    ...carried.proposals.flatMap((sealed) => proposalSection(design, sealed)),
  ];
}

/** Not by graphemes: a transcript has the same bytes under every version of Unicode. */
function shortened(text: string): string {
  if (text.length <= CONTEXT_CHARACTERS) return text;
  return `${text.slice(0, CONTEXT_CHARACTERS)}\n\n… ${text.length - CONTEXT_CHARACTERS} more characters`;
}
