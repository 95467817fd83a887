import { requestIn as requestInWords } from '../../../runtime/gateway/mentions.ts';
import { type New, threadOf } from './message-event.ts';

const MENTION = /^\s{0,20}<@([A-Z0-9]{1,40})(?:\|[^<>]{0,200})?>[\s:,]{0,20}/;

/**
 * What a message asks the bot itself for: a verb, or words that are none. `null` when it does not speak to the bot, or when
 * its words are for the design. Direct messages outside of threads are all for the bot.
 */
export function requestIn(event: New, botUser: string, isInDesign: boolean): string | null {
  const text = event.text ?? '';
  const words = withoutAddress(text, botUser);
  const isMentioned = words !== text;
  if (!isMentioned && !(isDirect(event) && threadOf(event) === null)) return null;
  return requestInWords(words.trim(), isInDesign);
}

/** What is said to the bot, without its name in front. */
export function withoutAddress(text: string, botUser: string): string {
  const mention = MENTION.exec(text);
  return mention?.[1] === botUser ? text.slice(mention[0].length) : text;
}

/** In channels Slack reports a mention twice, in direct messages once: this is the report that comes in any case. */
export function isMentionReport(event: New): boolean {
  return isDirect(event) || event.type === 'app_mention';
}

function isDirect({ channel_type }: New): boolean {
  return channel_type === 'im';
}
