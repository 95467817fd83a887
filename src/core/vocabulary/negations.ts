/** Words that turn a whole sentence round, in four languages. An expression. */
export const NEGATIONS =
  "not|never|nobody|no one|don['’]t|nicht|nie|niemand|jamais|personne|nunca|nadie";

/** The others of these languages, by language, and those of three more. */
const OTHERS = [
  String.raw`no|none|nothing|neither|nor|without|cannot|\p{L}{1,10}n['’]t`,
  String.raw`niemals|nichts|kein\p{L}{0,2}|weder|ohne`,
  'ne|pas|rien|aucune?|ni|sans',
  'nada|ning[uú]n[ao]?|jamás|sin',
  'non|nessun[ao]?|niente|nulla|né|senza',
  'não|ninguém|nenhuma?|nem|sem',
  'niet|nooit|niets|geen|zonder',
].join('|');

/** Marks of style may stand between words. */
const BLANKS = String.raw`[\s*_~\x60]{1,9}`;
const ALL = `${NEGATIONS}|${OTHERS}`;
const BEFORE = new RegExp(String.raw`(?<=(?<!\p{L})(?:(?:${ALL})${BLANKS}|n['’]))`, 'iuy');
const BEHIND = new RegExp(String.raw`${BLANKS}(?:${ALL})(?![\p{L}'’])`, 'iuy');

/**
 * `true` if the word right before or behind a part of a text says the opposite of it, in one of
 * seven languages. The list in `decision/said-again.ts` has more languages: a word too many there
 * leaves out one finding, here it denies what a person said.
 */
export function isNegated(text: string, from: number, to: number): boolean {
  BEFORE.lastIndex = from;
  BEHIND.lastIndex = to;
  return BEFORE.test(text) || BEHIND.test(text);
}
