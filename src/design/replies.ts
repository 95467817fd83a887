/** What people write: kept verbatim, numbered, and never refused while the design runs (J8). */

import type { Change } from './change.ts';
import { type CommandOf, type Refusal, refuseEnded } from './commands.ts';
import { mayReplaceReply } from './questioning.ts';
import type { Design } from './state.ts';
import { isSettled } from './status.ts';

/** A message that came before, or an edit that leaves the text as it was, changes nothing. */
export function recordReply(change: Change, command: CommandOf<'reply'>): Refusal | null {
  const { design } = change;
  const { reply, replaces } = command;
  if (isSettled(design)) return refuseEnded();
  if (design.replies.some(({ id, messageId }) => id === reply.id || messageId === reply.id))
    return null;
  const edited = newestVersionOf(design, replaces);
  if (edited?.text === reply.text) return null;
  const isReplaced = edited !== null && mayReplaceReply(design);
  const number = isReplaced ? edited.number : design.replies.length + 1;
  const isKnown = design.questions.some(({ id }) => id === reply.questionId);
  const questionId = isKnown ? reply.questionId : '';
  change.record({ type: 'reply_recorded', reply: { ...reply, number, questionId }, replaces });
  return null;
}

function newestVersionOf({ replies }: Design, messageId: string): Design['replies'][number] | null {
  if (messageId === '') return null;
  return replies.findLast((each) => each.messageId === messageId || each.id === messageId) ?? null;
}
