import type { OutsideCommand, Refusal, StartDesign } from '../../core/vocabulary/commands.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

/** A command by which words of people come in, change or go. */
export type ReplyCommand = Extract<
  Exclude<OutsideCommand, StartDesign>,
  { type: 'record_reply' | 'revise_reply' | 'withdraw_reply' }
>;

/** Why words of a message were not taken, for its author; `null` where nobody has to be told. */
export function refusalWords(command: ReplyCommand, refusal: Refusal): string | null {
  return command.type === 'record_reply' ? recordRefusal(refusal) : changeRefusal(command, refusal);
}

/** A message that was deleted before it came in has been refused under its own key already, as unknown. */
function recordRefusal({ code, message }: Refusal): string | null {
  return code === 'unknown_reference' ? null : message;
}

/** No notice for a change to a message that was never accepted, or is taken back already: it has no consequence. */
function changeRefusal({ type }: ReplyCommand, { code, message }: Refusal): string | null {
  // The words are gone, which is what their author wanted.
  if (type === 'withdraw_reply' && code === 'not_open') return message;
  return code === 'unknown_reference' ? null : REPLY_TEXTS.notChanged(message);
}
