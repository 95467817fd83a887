import type { OutsideCommand, Refusal, StartDesign } from '../../core/vocabulary/commands.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

export type ReplyCommand = Extract<
  Exclude<OutsideCommand, StartDesign>,
  { type: 'record_reply' | 'revise_reply' | 'withdraw_reply' }
>;

/** Refusal for the author; `null` if nobody needs to know. */
export function refusalWords(command: ReplyCommand, refusal: Refusal): string | null {
  return command.type === 'record_reply' ? recordRefusal(refusal) : changeRefusal(command, refusal);
}

/** A message deleted before it arrived was already refused as unknown. */
function recordRefusal({ code, message }: Refusal): string | null {
  return code === 'unknown_reference' ? null : message;
}

/** No notice for a change to words that were never recorded or are withdrawn: it has no effect. */
function changeRefusal({ type }: ReplyCommand, { code, message }: Refusal): string | null {
  // The words are gone, as their author wanted.
  if (type === 'withdraw_reply' && code === 'not_open') return message;
  return code === 'unknown_reference' ? null : REPLY_TEXTS.notChanged(message);
}
