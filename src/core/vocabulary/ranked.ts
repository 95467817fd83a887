import { segmentsOf } from '../../foundation/cut-text.ts';

/**
 * Least common beginning of two forms of a word, in characters and as a share of the longer form:
 * *queues*, *queue*.
 */
const STEM = 3;
const STEM_SHARE = 0.6;
/**
 * Texts assumed beside the given ones, since a few texts do not show which words are rare. A word
 * of four characters is assumed in every fourth of them, one of eight in every sixteenth: the most
 * used words are short in every counted language (Zipf 1935, the law of abbreviation).
 */
const SUPPOSED = 8;
/** Weight from which a word counts as rare: it is in about every third text, or in fewer. */
const RARE = 1;

interface Matching {
  /** Gets the weight of the shared rare words and that of all rare words. */
  readonly suffices?: (sharedRare: number, rare: number) => boolean;
  readonly wordsOf?: (text: string) => ReadonlySet<string>;
}

/** Things whose text shares a word with the given text, best match first; ties keep their order. */
export function rank<Thing>(
  text: string,
  things: readonly Thing[],
  textOf: (thing: Thing) => string,
  { suffices = () => true, wordsOf = distinctWordsOf }: Matching = {},
): Thing[] {
  const wanted = weighWords(
    wordsOf(text),
    things.map((thing) => wordsOf(textOf(thing))),
  );
  const rare = sum(wanted.filter(isRare));
  return things
    .map((thing, index) => {
      const shared = wanted.filter(({ foundIn }) => foundIn.has(index));
      return { thing, weight: sum(shared), sharedRare: sum(shared.filter(isRare)) };
    })
    .filter(({ weight, sharedRare }) => weight > 0 && suffices(sharedRare, rare))
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ thing }) => thing);
}

interface Weighed {
  /** Inverse document frequency (Spärck Jones 1972), in nats. */
  readonly weight: number;
  /** Indexes of texts with a form of the word. */
  readonly foundIn: ReadonlySet<number>;
}

function isRare({ weight }: Weighed): boolean {
  return weight >= RARE;
}

/** Weights are squared as in a cosine: one rare word says more than two that are half as rare. */
function sum(words: readonly Weighed[]): number {
  return words.reduce((total, { weight }) => total + weight ** 2, 0);
}

function weighWords(words: ReadonlySet<string>, texts: readonly ReadonlySet<string>[]): Weighed[] {
  const groups = groupByBeginning(texts);
  return [...words].map((word) => {
    const forms = (groups.get(word.slice(0, STEM)) ?? []).filter((form) =>
      areForms(word, form.word),
    );
    const foundIn = new Set(forms.flatMap((form) => [...form.foundIn]));
    const supposed = SUPPOSED * 2 ** (-word.length / 2);
    return { weight: Math.log((texts.length + SUPPOSED) / (foundIn.size + supposed)), foundIn };
  });
}

interface Known {
  readonly word: string;
  readonly foundIn: Set<number>;
}

/**
 * The words of all texts by their beginnings, so that each word is compared with only a few others.
 */
function groupByBeginning(texts: readonly ReadonlySet<string>[]): Map<string, Known[]> {
  const groups = new Map<string, Known>();
  for (const [index, words] of texts.entries())
    for (const word of words)
      groups.getOrInsertComputed(word, () => ({ word, foundIn: new Set() })).foundIn.add(index);
  return Map.groupBy(groups.values(), ({ word }) => word.slice(0, STEM));
}

/** Compares beginnings, which works for languages that inflect at the end. */
function areForms(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  let common = 0;
  while (common < short.length && short[common] === long[common]) common += 1;
  return common >= STEM && common / long.length >= STEM_SHARE;
}

export function distinctWordsOf(text: string): Set<string> {
  const words = new Set<string>();
  for (const { segment, isWordLike } of listSegments(text)) if (isWordLike) words.add(segment);
  return words;
}

/**
 * Words, and in a script without blanks each two neighbouring characters, as in Lucene's
 * CJKBigramFilter: where a word ends there depends on the words beside it, and one who searches
 * types it alone.
 */
export function distinctSearchWordsOf(text: string): Set<string> {
  const words = new Set<string>();
  let before = '';
  for (const { segment, isWordLike } of listSegments(text)) {
    if (isWordLike) words.add(segment);
    if (!isWordLike || !isWithoutBlanks(segment)) {
      before = '';
      continue;
    }
    for (const character of segment) {
      if (before !== '') words.add(before + character);
      before = character;
    }
  }
  return words;
}

/** Kana and the common Chinese characters. */
function isWithoutBlanks(word: string): boolean {
  return word >= '\u3040' && word < '\ua000';
}

function listSegments(text: string): Intl.Segments {
  return segmentsOf(text.normalize('NFKC').toLowerCase(), 'word');
}
