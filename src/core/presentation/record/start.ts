import { labelOf } from '../../proposals/labels.ts';
import { isAssumed } from '../../questions/questions.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import {
  codeSpan,
  type Line,
  line,
  lines,
  list,
  quotation,
  type Section,
  under,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { person, titleOf } from '../format/people.ts';
import { proposalSection } from '../proposals/proposal-document.ts';
import { assumedLine } from '../questions/question.ts';

/** Longest excerpt of a context item; the whole is in `events.jsonl`. */
const CONTEXT_CHARACTERS = 2_000;

export function startedBlocks(event: EventOf<'design_started'>, design: Design): Section {
  const { startedBy, topic, participants, repository, context, carried } = event;
  const people = participants.map(({ id, role, model }) => {
    const label = labelOf(design, id);
    const letter = label === '' ? '' : `, proposal ${label}`;
    const voice = design.rehearsal ? 'no model' : model;
    return line`${titleOf(design, id, { bold: true })} ${role}${letter}, ${untrusted(voice, WHOLE)}`;
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
    ...under(lines(line`Taken over from there:`), list(questions)),
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
