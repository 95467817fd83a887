import { requestIn as requestInWords } from '../../../runtime/gateway/mentions.ts';
import { verbOf } from '../../../runtime/gateway/verbs.ts';

const MENTION = /^\s{0,20}<@!?(\d{1,20})>[\s:,]{0,20}/;

interface MentionPlace {
  readonly botUser: string;
  readonly isDirect: boolean;
  readonly isInDesign: boolean;
}

/**
 * What a message asks the bot itself for: a verb, or words that are none. `null` when it does not speak to the bot, or when
 * its words are for the design. Direct messages are for the bot unless they are in a design, where a verb must stand alone.
 */
export function requestIn(text: string, { botUser, isDirect, isInDesign }: MentionPlace): string | null {
  const words = withoutAddress(text, botUser);
  if (words !== text) return requestInWords(words.trim(), isInDesign);
  if (!isDirect) return null;
  return isInDesign ? verbOf(text.trim()) : requestInWords(text.trim(), isInDesign);
}

/** What is said to the bot, without its name in front: where we may not read messages, naming it is how people are read at all. */
export function withoutAddress(text: string, botUser: string): string {
  const mention = MENTION.exec(text);
  return mention?.[1] === botUser ? text.slice(mention[0].length) : text;
}
