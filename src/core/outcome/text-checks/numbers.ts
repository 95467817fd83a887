/** One number of a text, with everything it may mean. */
interface Figure {
  readonly words: string;
  /** Equal for the same number in any notation. */
  readonly keys: readonly string[];
  /** Small enough to count a list, and without a unit of measurement. */
  readonly isSmall: boolean;
}

/**
 * Integers up to this one are not checked: they number steps, count a few things, or are spelled out elsewhere. Our own
 * choice.
 */
const SMALL = 12;

/** A version, port or status: it names something and measures nothing. */
const NAMED_BY_NUMBER = String.raw`(?<=[\w,;:)] )(?:[A-Z][\w+-]*|port|version) \d+(?:\.\d+)*(?![\d.,]*[ -]?(?:%|[kKMGT]?B\b|percent|thousand|million|(?:ms|sec|second|min|minute|h|hour|day|week)s?\b))`;
/**
 * Names with digits, which are no numbers (`p99`, `A-1`, `retries.ts:9`, `08aa129`, `95th`, `Postgres 16`); then numbers, with
 * currency and unit.
 */
const NAME = String.raw`${NAMED_BY_NUMBER}|\b\d+(?:st|nd|rd|th)\b|\b[A-Za-z_]+[-./:#@]?\d[\w./:#@-]*|\b\d+[A-Za-z]+\d\w*|\`[^\`]{0,400}\``;
const NUMBER = String.raw`(?<currency>[$€£¥]\s?)?(?<number>\d{1,3}(?:[ \u00a0\u202f'’.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(?:[ \u00a0\u202f-]?(?<unit>%|[A-Za-z]+))?`;
const IN_DECISION = new RegExp(`${NAME}|${NUMBER}`, 'g');
const ANYWHERE = new RegExp(NUMBER, 'g');

/** Size of a unit in the smallest of its kind; plain numbers have no kind. */
const UNITS: ReadonlyMap<string, readonly [factor: number, kind: string]> = new Map([
  ['%', [0.01, '']],
  ['percent', [0.01, '']],
  ['k', [1e3, '']],
  ['thousand', [1e3, '']],
  ['million', [1e6, '']],
  ['mio', [1e6, '']],
  ['billion', [1e9, '']],
  ['ms', [1, 'ms']],
  ['millisecond', [1, 'ms']],
  ['s', [1e3, 'ms']],
  ['sec', [1e3, 'ms']],
  ['second', [1e3, 'ms']],
  ['min', [60e3, 'ms']],
  ['minute', [60e3, 'ms']],
  ['h', [3_600e3, 'ms']],
  ['hour', [3_600e3, 'ms']],
  ['day', [86_400e3, 'ms']],
  ['week', [604_800e3, 'ms']],
  ['b', [1, 'bytes']],
  ['kb', [1e3, 'bytes']],
  ['mb', [1e6, 'bytes']],
  ['gb', [1e9, 'bytes']],
  ['tb', [1e12, 'bytes']],
]);
const PLAIN = ['%', 'percent', 'k', 'thousand', 'million', 'mio', 'billion'];

const UP_TO_NINETEEN =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...UP_TO_NINETEEN.split(' ').map((word, index) => [word, index] as const),
  ...TENS.split(' ').map((word, index) => [word, (index + 2) * 10] as const),
  ['dozen', 12],
  ['quarter', 0.25],
  ['third', 1 / 3],
  ['half', 0.5],
  ['hundred', 100],
  ['thousand', 1_000],
]);
const WORD_PAIR = /[a-z]+(?:-[a-z]+)?/g;

/** Numbers in a sentence that no source has, except this year and the next, which are dates. */
export function unsupportedNumbers(sentence: string, known: ReadonlySet<string>, year: number): string[] {
  const figures = figuresIn(sentence, IN_DECISION);
  const isYear = ({ keys }: Figure) => keys.includes(keyOf(year)) || keys.includes(keyOf(year + 1));
  return figures
    .filter((figure) => !figure.isSmall && !isYear(figure))
    .filter(({ keys }) => !keys.some((key) => known.has(key)))
    .map(({ words }) => words);
}

export function knownNumbers(texts: readonly string[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const text of texts) {
    for (const { keys } of figuresIn(text, ANYWHERE)) for (const key of keys) known.add(key);
    for (const [words] of text.toLowerCase().matchAll(WORD_PAIR)) {
      const parts = words.split('-').flatMap((word) => NUMBER_WORDS.get(word) ?? []);
      if (parts.length > 0) known.add(keyOf(parts.reduce((sum, part) => sum + part, 0)));
      for (const part of parts) known.add(keyOf(part));
    }
  }
  return known;
}

function figuresIn(text: string, expression: RegExp): Figure[] {
  return [...text.normalize('NFKC').matchAll(expression)].flatMap(({ groups }): Figure[] => {
    const { currency = '', number = '', unit = '' } = groups ?? {};
    if (number === '') return [];
    const named = unit.toLowerCase();
    const known = UNITS.has(named) ? named : named.replace(/s$/, '');
    const [factor, kind] = UNITS.get(known) ?? [1, ''];
    const values = readingsOf(number);
    const scaled = values.map((value) => keyOf(value * factor, kind));
    const isSmall = Number(number) <= SMALL && Number.isInteger(Number(number));
    const isNone = Number(number) === 0;
    return [
      {
        words: `${currency}${number}${UNITS.has(known) ? ` ${unit}` : ''}`,
        // A ratio may be written as a percentage of a bare number: `0.4`, `40 %`, `40`.
        keys: [...new Set([...values.map((value) => keyOf(value)), ...scaled])],
        isSmall: isNone || (isSmall && currency === '' && !PLAIN.includes(known)),
      },
    ];
  });
}

/** Possible values: `1.000` is one or a thousand, depending on the country. */
function readingsOf(number: string): number[] {
  const parts = number.split(/[ \u00a0\u202f'’.,]/);
  const [first = '', ...rest] = parts;
  const last = rest.at(-1);
  if (last === undefined) return [Number(first)];
  const decimal = Number(`${[first, ...rest.slice(0, -1)].join('')}.${last}`);
  if (rest.every((part) => part.length === 3)) return [Number(parts.join('')), decimal];
  return rest.length === 1 ? [decimal] : parts.map(Number);
}

function keyOf(value: number, kind = ''): string {
  return `${kind}${Number(value.toPrecision(9))}`;
}
