import { BOT_NAME, withoutName } from './mentions.ts';

/** Matches the bot's name in readable words. */
const MENTION = `@?${BOT_NAME}`;

export function questionIn(words: string): string {
  return withoutName(words, MENTION, 'around').trim();
}
