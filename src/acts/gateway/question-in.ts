import { BOT_NAME, withoutName } from './mentions.ts';

/** The mention of the bot in words that people read. */
const MENTION = `@?${BOT_NAME}`;

/** Returns the words that are said to the bot, without its name in front or behind. */
export function questionIn(words: string): string {
  return withoutName(words, MENTION, 'around').trim();
}
