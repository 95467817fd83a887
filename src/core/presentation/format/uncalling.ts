/** Mentions of people and groups, except within mail addresses; forges and platforms read them in rendered text. */
const MENTION = /(?<!\w)(?:@|&#0{0,5}64;|&#x0{0,5}40;|&commat;)(?=\w)/gi;
/** Words by which a forge closes the issue named after them. */
const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?[\s*_~]{1,9}(?:https?:|gh-\d|[\w./-]{0,140}#\d))/gi;
/** Invisible; breaks up what would be read as a mention. */
export const JOINER = '\u2060';

/** Prevents mentions and closing of issues. */
export function uncalling(text: string): string {
  return text.replaceAll(MENTION, `@${JOINER}`).replaceAll(CLOSING, `$&${JOINER}`);
}
