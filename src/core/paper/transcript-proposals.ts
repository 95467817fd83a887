import type { Design, SealedProposal } from '../design.ts';
import type { EventOf } from '../events.ts';
import { participant } from '../participants.ts';
import { labelOf } from '../proposal/labels.ts';
import { proposalMarkdown } from '../proposal/render.ts';
import { code, inline, name, quoted, verbatim } from './markdown.ts';
import { byLetter, list, personName, titleOf, utcTime } from './pieces.ts';

/** How much of an item of context is shown; the whole is in `events.jsonl`. */
const CONTEXT_CHARACTERS = 2_000;

export type ProposalEntry = EventOf<
  | 'design_started'
  | 'questions_asked'
  | 'participant_passed'
  | 'answering_opened'
  | 'answering_closed'
  | 'proposal_sealed'
  | 'proposals_revealed'
>;

/** Everything up to the reveal: who took part, what was asked and answered, seals and proposals. */
export function proposalEntry(design: Design, event: ProposalEntry): string {
  switch (event.type) {
    case 'design_started':
      return started(design, event);
    case 'questions_asked':
      return paragraphs(
        `**${titleOf(design, event.participant)}** asks:`,
        list(
          event.questions.map(
            ({ id, text, why, assumption }) =>
              `**${id}** ${inline(text)} *Why:* ${inline(why)} *If nobody answers:* ${inline(assumption)}`,
          ),
        ),
      );
    case 'participant_passed':
      return `**${titleOf(design, event.participant)}** has nothing to add: ${inline(event.rationale)}`;
    case 'answering_opened':
      return 'People are asked to answer.';
    case 'answering_closed':
      return answeringClosed(design, event);
    case 'proposal_sealed':
      return `**${titleOf(design, event.participant)}** sealed a proposal: ${code(event.sha256)}`;
    case 'proposals_revealed':
      return revealed(design, event);
  }
}

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
    ...(successorOf === null ? [] : [`This runs ${code(successorOf)} again.`]),
    ...(carried === null ? [] : carriedOver(design, carried)),
  );
}

function carriedOver(design: Design, carried: NonNullable<Design['carried']>): string[] {
  const questions = carried.questions.map(
    ({ id, text, status, assumption }) =>
      `**${id}** ${inline(text)} ${status === 'answered' ? 'Answered.' : `*Assumed:* ${inline(assumption)}`}`,
  );
  return [
    ...(questions.length === 0 ? [] : ['Taken over from there:', list(questions)]),
    ...carried.replies.map(({ author, text }) => paragraphs(`${personName(author)} had said:`, quoted(text))),
    ...carried.proposals.map((sealed) => wholeProposal(design, { ...sealed, revealed: true })),
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
    .map(({ id, assumption }) => `**${id}** is assumed: ${inline(assumption)}`);
  return paragraphs(words, list(assumptions));
}

function revealed(design: Design, { participants }: EventOf<'proposals_revealed'>): string {
  const shown = byLetter(design).filter((sealed) => participants.includes(sealed.participant));
  return paragraphs('The proposals are shown.', ...shown.map((sealed) => wholeProposal(design, sealed)));
}

/** One sealed proposal, in full, with the seal it can be checked against. */
export function wholeProposal(design: Design, { participant: id, proposal, sha256 }: SealedProposal): string {
  const { title } = participant(design, id);
  const label = labelOf(design, id);
  return paragraphs(
    proposalMarkdown({ title, label, topic: design.topic, proposal }, '###'),
    `Seal: ${code(sha256)}`,
  );
}

/** A late submission as it came, because it was never read as a contribution (C16). */
export function lateSubmission(design: Design, event: EventOf<'late_submission_recorded'>): string {
  return paragraphs(
    `**${titleOf(design, event.participant)}** was too late with ${code(event.tool)}; it changed nothing:`,
    verbatim(event.text),
  );
}

export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Not by graphemes: a transcript has the same bytes under every version of Unicode. */
function shortened(text: string): string {
  if (text.length <= CONTEXT_CHARACTERS) return text;
  return `${text.slice(0, CONTEXT_CHARACTERS)}\n\n… ${text.length - CONTEXT_CHARACTERS} more characters`;
}
