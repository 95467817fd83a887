import { labelOf } from '../../proposal/labels.ts';
import { newestWords } from '../../question/late-words.ts';
import { unansweredWords } from '../../question/said.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../vocabulary/events.ts';
import { code, inline, name, quoted } from './markdown.ts';
import {
  byLetter,
  earlierDesigns,
  followedUp,
  list,
  paragraphs,
  personName,
  titleOf,
  utcTime,
} from './pieces.ts';
import { proposalMarkdown } from './proposal.ts';
import type { Entries } from './transcript-entry.ts';

/** How much of an item of context is shown; the whole is in `events.jsonl`. */
const CONTEXT_CHARACTERS = 2_000;

/** Everything up to the reveal: who took part, what was asked and answered, seals and proposals. */
export const PROPOSAL_ENTRIES = {
  design_started: started,
  questions_asked: (design, { participant: id, questions }) => {
    const numbers = design.questions.filter(({ participant }) => participant === id);
    const asked = questions.map(({ text, why, assumption }, index) => {
      const number = numbers[index] === undefined ? '' : `**${numbers[index].id}** `;
      return `${number}${inline(text)} *Why:* ${inline(why)} *If nobody answers:* ${inline(assumption)}`;
    });
    return paragraphs(`**${titleOf(design, id)}** asks:`, list(asked));
  },
  participant_passed: (design, { participant: id, rationale }) =>
    `**${titleOf(design, id)}** has nothing to add: ${inline(rationale)}`,
  answering_opened: () => 'People are asked to answer.',
  reply_recorded: reply,
  reply_revised: reply,
  reply_withdrawn: reply,
  answers_matched: matched,
  reply_match_corrected: (design, { questionId, replyId, by }) => {
    if (replyId === null)
      return `**${personName(by)}** says that nothing said so far answers **${questionId}**.`;
    const reply = `the reply by ${personName(replyAuthor(design, replyId))}`;
    return questionId === null
      ? `**${personName(by)}** says that ${reply} is no answer.`
      : `**${personName(by)}** says what answers **${questionId}**: ${reply}.`;
  },
  answering_closed: answeringClosed,
  proposal_sealed: (design, { participant: id }) => `**${titleOf(design, id)}** sealed a proposal.`,
  proposals_revealed: revealed,
} satisfies Entries;

function started(design: Design, event: EventOf<'design_started'>): string {
  const people = event.participants.map(({ id, role, model }) => {
    const label = labelOf(design, id);
    const letter = label === '' ? '' : `, proposal ${label}`;
    return `**${titleOf(design, id)}** ${role}${letter}, ${design.rehearsal ? 'no model' : inline(model)}`;
  });
  const { carried, context, repository, successorOf } = event;
  return paragraphs(
    `**${personName(event.startedBy)}** asks, on ${utcTime(event.at)} UTC:`,
    quoted(event.topic),
    list(people),
    ...(repository === null ? [] : [`They read ${name(repository.name)} at ${code(repository.commit)}.`]),
    ...context.flatMap(({ name: item, text }) => [`Context, ${name(item)}:`, quoted(shortened(text))]),
    followedUp(design),
    earlierDesigns(design),
    ...(successorOf === null ? [] : [`This runs ${code(successorOf)} again.`]),
    ...(carried === null ? [] : carriedOver(design, carried)),
  );
}

function carriedOver(design: Design, carried: NonNullable<Design['carried']>): string[] {
  const questions = carried.questions.map(
    ({ id, text, status, assumption }) =>
      `**${id}** ${inline(text)} ${{ open: 'Open.', answered: 'Answered.', assumed: `*Assumed:* ${inline(assumption)}` }[status]}`,
  );
  return [
    ...(questions.length === 0 ? [] : ['Taken over from there:', list(questions)]),
    ...carried.replies.map(({ author, text }) => paragraphs(`${personName(author)} had said:`, quoted(text))),
    ...carried.proposals.map((sealed) => proposalMarkdown(design, sealed)),
  ];
}

function answeringClosed(design: Design, { reason, by, assumed }: EventOf<'answering_closed'>): string {
  const words = {
    done: `**${personName(by)}** has finished answering.`,
    all_answered: 'Every question is answered.',
    deadline: 'The time for answers is over.',
    skipped: by === '' ? 'Nobody is there to answer.' : `**${personName(by)}** skips the questions.`,
  }[reason];
  const assumptions = design.questions
    .filter(({ id }) => assumed.includes(id))
    .map(
      ({ id, assumption }) =>
        `**${id}** ${inline(unansweredWords(design, { id }))}. It is assumed: ${inline(assumption)}`,
    );
  return paragraphs(words, list(assumptions));
}

/** Which words were read as the answer to which question. */
function matched(
  design: Design,
  { participant: id, replies, matches, leftOpen = [] }: EventOf<'answers_matched'>,
): string {
  const count = replies.length === 1 ? 'a reply' : `${replies.length} replies`;
  const read = matches.map(
    ({ questionId, replyId, quote }) =>
      `**${questionId}** ${personName(replyAuthor(design, replyId))}: “${inline(quote)}”`,
  );
  const what = read.length === 0 ? 'it answers none of the questions' : 'it answers';
  return paragraphs(
    `**${titleOf(design, id)}** has read ${count}; ${replies.length === 1 ? what : what.replace('it answers', 'they answer')}${read.length === 0 ? '.' : ':'}`,
    list(read),
    list(
      leftOpen.map(
        ({ questionId, replyId, quote }) =>
          `**${questionId}** stays open: ${personName(replyAuthor(design, replyId))} does not know, “${inline(quote)}”`,
      ),
    ),
  );
}

function replyAuthor({ replies }: Design, replyId: string): string {
  return replies.find(({ id }) => id === replyId)?.author ?? '';
}

function revealed(design: Design, { participants }: EventOf<'proposals_revealed'>): string {
  const shown = byLetter(design).filter((sealed) => participants.includes(sealed.participant));
  return paragraphs('The proposals are shown.', ...shown.map((sealed) => proposalMarkdown(design, sealed)));
}

/** Not by graphemes: a transcript has the same bytes under every version of Unicode. */
function shortened(text: string): string {
  if (text.length <= CONTEXT_CHARACTERS) return text;
  return `${text.slice(0, CONTEXT_CHARACTERS)}\n\n… ${text.length - CONTEXT_CHARACTERS} more characters`;
}

/**
 * What people said. Words that were changed or taken back before anybody had read them are not repeated: what stands is
 * what their author let stand.
 */
function reply(design: Design, event: ReplyEvent, events: readonly DesignEvent[]): string {
  if (event.after === 'end') return lateWords(design, event);
  const all = events.filter(isOfReply).filter(({ id, after }) => id === event.id && after === undefined);
  if (all.at(-1) !== event) return '';
  if (event.type === 'reply_withdrawn') {
    return `**${personName(authorOf(design, all))}** has taken back what they had said.`;
  }
  const which = event.answers.map(({ questionId }) => questionId).join(', ');
  const how = event.type === 'reply_revised' ? ', in words changed since' : '';
  const what = which === '' ? '' : `${how === '' ? '' : ','} answers ${which}`;
  return paragraphs(`**${personName(event.author)}**${how}${what}:`, quoted(event.text));
}

function lateWords(design: Design, event: ReplyEvent): string {
  return event.type === 'reply_withdrawn'
    ? `**${personName(newestWords(design, event.id)?.author ?? '')}**, after the end, takes back what they said.`
    : paragraphs(`**${personName(event.author)}**, after the end:`, quoted(event.text));
}

type ReplyEvent = EventOf<'reply_recorded' | 'reply_revised' | 'reply_withdrawn'>;

function isOfReply(event: DesignEvent): event is ReplyEvent {
  return ['reply_recorded', 'reply_revised', 'reply_withdrawn'].includes(event.type);
}

/** What was carried over from the earlier design has no event here. */
function authorOf({ carried }: Design, events: readonly ReplyEvent[]): string {
  const said = events.flatMap((event) => (event.type === 'reply_withdrawn' ? [] : [event.author]));
  return said.at(-1) ?? carried?.replies.find(({ id }) => id === events[0]?.id)?.author ?? '';
}
