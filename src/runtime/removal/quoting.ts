import { lettersOf } from '../../core/vocabulary/compared.ts';

/** Words in a row, letters and digits in a row, and characters of a telling word, that make a text a quotation. */
const [RUN_WORDS, RUN_LETTERS, TELLING_CHARACTERS] = [3, 12, 6];
/** Letters and digits of the shortest reply that is looked for inside other texts; a shorter one is only found alone. */
const SHORTEST_INSIDE = 4;

/** Finds texts that quote words which are to be removed (P12). */
export interface Quoting {
  quotes(text: string): boolean;
  /** Returns the same, except that words of this message of a person stand by themselves from now on. */
  besides(message: string): Quoting;
}

interface Wanted {
  /** Texts of the reply, all of its versions. */
  readonly reply: readonly string[];
  /** All texts that stood in the design before the reply came: their words are not its words. */
  readonly before: readonly string[];
  /** Messages of people that stay: what they repeat is theirs. */
  readonly staying?: readonly string[];
  /** Words that an operator names: every text that contains them goes. */
  readonly words?: string;
}

/**
 * Decides what quotes a reply, in this one place, and errs to removal. A text quotes it that has in it the whole reply; three of
 * its words in a row; twelve of its letters or digits in a row; or a word of at least six characters with a digit or a sign
 * inside, as passwords have it. Each counts only where it stood in no earlier text: what the reply itself quotes is not its own.
 * Runs of words also do not count where their author's other messages, which stay, have them. Case, blanks, punctuation, width
 * and Markdown make no difference.
 */
export function quotingOf({ reply, before, staying = [], words = '' }: Wanted): Quoting {
  const [known, stays] = [formsOf(before), formsOf(staying)];
  const own = reply.map(formOf);
  const isNew = (piece: string) => !known.some((form) => isIn(form, piece));
  const whole = own.map(({ spaced }) => spaced).filter((spaced) => spaced !== '  ' && isNew(spaced));
  const named = words.trim() === '' ? [] : [formOf(words)];
  const runs = new Set(own.flatMap(({ runs: all }) => [...all]));
  const letters = new Set(own.flatMap(({ letters: all }) => [...all]));
  for (const form of [...known, ...stays]) for (const run of form.runs) runs.delete(run);
  for (const form of known) for (const piece of form.letters) letters.delete(piece);
  const telling = [...new Set(reply.flatMap(tellingWords))].filter(
    (word) => !known.some((form) => hasTelling(form, word)),
  );
  return {
    quotes(text) {
      const form = formOf(text);
      if (named.some(({ spaced, raw }) => isIn(form, spaced) || form.raw.includes(raw))) return true;
      if (whole.some((spaced) => isWhole(form, spaced))) return true;
      if (hasAny(form.runs, runs) || hasAny(form.letters, letters)) return true;
      return telling.some((word) => hasTelling(form, word));
    },
    besides: (message) => quotingOf({ reply, before, staying: [...staying, message], words }),
  };
}

/** A text as it is compared: its words between blanks, all in a row, and the runs in it. */
interface Form {
  readonly raw: string;
  readonly spaced: string;
  readonly squeezed: string;
  readonly runs: ReadonlySet<string>;
  readonly letters: ReadonlySet<string>;
}

function formsOf(texts: readonly string[]): Form[] {
  return [...new Set(texts)].map(formOf);
}

function formOf(text: string): Form {
  const compared = lettersOf(text);
  const words = compared.split(' ').filter((word) => word !== '');
  const runs = words.flatMap((_, at) =>
    at + RUN_WORDS <= words.length ? [words.slice(at, at + RUN_WORDS).join(' ')] : [],
  );
  const letters = words.flatMap((word) => {
    const signs = [...word];
    return signs.flatMap((_, at) =>
      at + RUN_LETTERS <= signs.length ? [signs.slice(at, at + RUN_LETTERS).join('')] : [],
    );
  });
  return {
    raw: plainCase(text).trim(),
    spaced: ` ${words.join(' ')} `,
    squeezed: words.join(''),
    runs: new Set(runs),
    letters: new Set(letters),
  };
}

function plainCase(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** `piece`: words between blanks. */
function isIn({ spaced }: Pick<Form, 'spaced'>, piece: string): boolean {
  return piece !== '  ' && spaced.includes(piece);
}

function isWhole(form: Form, spaced: string): boolean {
  return spaced.replaceAll(' ', '').length < SHORTEST_INSIDE ? form.spaced === spaced : isIn(form, spaced);
}

function hasAny(found: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  const [fewer, more] = found.size < wanted.size ? [found, wanted] : [wanted, found];
  for (const piece of fewer) if (more.has(piece)) return true;
  return false;
}

/** Words that a password could be: a digit or a sign inside. An apostrophe between letters makes none. */
function tellingWords(text: string): string[] {
  return plainCase(text)
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]{1,200}/u, '').replace(/[^\p{L}\p{N}]{1,200}$/u, ''))
    .filter((word) => word.length >= TELLING_CHARACTERS && /[^\p{L}\p{M}'’]/u.test(word));
}

/** Finds it as it is written, or with other signs between its letters. */
function hasTelling({ raw, squeezed }: Form, word: string): boolean {
  if (raw.includes(word)) return true;
  const letters = lettersOf(word).replaceAll(' ', '');
  return letters.length >= TELLING_CHARACTERS && squeezed.includes(letters);
}
