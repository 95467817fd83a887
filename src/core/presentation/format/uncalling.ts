/** Calls for people and groups, outside of an address of mail; forges and platforms read them in rendered text. */
const MENTION = /(?<!\w)(?:@|&#0{0,5}64;|&#x0{0,5}40;|&commat;)(?=\w)/gi;
/** Words with which a forge closes an issue that is named behind them. */
const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?[\s*_~]{1,9}(?:https?:|gh-\d|[\w./-]{0,140}#\d))/gi;
/** Joins what stands on both sides of it, and is not seen: what is read as a call no longer is one. */
export const JOINER = '\u2060';

/** Nobody is called, and nothing closed. */
export function uncalling(text: string): string {
  return text.replaceAll(MENTION, `@${JOINER}`).replaceAll(CLOSING, `$&${JOINER}`);
}
