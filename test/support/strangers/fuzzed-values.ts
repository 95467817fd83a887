import type { Chance } from './fuzz.ts';

/** Short texts that something once went wrong with. */
export const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud83d',
  '\ude00',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u001b[31m',
  '\u0007',
  '\u2028',
  '\r',
  '\t',
  '\u0301',
  '👍🏽',
  '🧑‍🧒',
  'א',
  '一',
  'ﬁ',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  '-0',
  '1e308',
  '../..',
  '%2e%2e',
  '<!channel>',
  '@everyone',
  '](',
  '`',
  '\\',
  '"',
  "'",
  '{',
  '[',
  '…',
  'x'.repeat(300),
]; // prettier-ignore

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  -0,
  2 ** 53,
  [],
  {},
  [[]],
  '',
  'x'.repeat(5_000),
  ['x'],
  { toString: null },
  { length: -1 },
  JSON.parse('{"__proto__":{"a":1}}'),
]; // prettier-ignore

const FRAMEWORK_NAMES = [
  'design',
  'persona_id',
  'Round',
  'path',
  'extra',
  '__proto__',
  'constructor',
  'notes',
  'a\u0000b',
  '\ud83d',
  'x'.repeat(500),
];

/**
 * A copy of plain JSON in which up to three things are missing, replaced, doubled, of another type,
 * or too many.
 */
export function damageValue(chance: Chance, value: unknown): unknown {
  let copy: unknown = structuredClone(value);
  for (let times = chance.below(4); times > 0; times--) copy = damageOnce(chance, copy);
  return copy;
}

function damageOnce(chance: Chance, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return oddInstead(chance, value);
  if (Array.isArray(value)) {
    const at = chance.below(value.length + 1);
    if (chance.oneIn(6)) return Array.from({ length: 30 }, () => value[0] ?? null);
    if (chance.oneIn(4) || at === value.length)
      return value.toSpliced(at, 1, chance.oneOf(ODD_VALUES));
    return value.with(at, damageOnce(chance, value[at]));
  }
  const entries = Object.entries(value);
  const at = chance.below(entries.length + 1);
  const [name, member] = entries[at] ?? [chance.oneOf(FRAMEWORK_NAMES), 'x'];
  if (at < entries.length && chance.oneIn(5)) return Object.fromEntries(entries.toSpliced(at, 1));
  const instead: [string, unknown] = [
    name,
    chance.oneIn(6) ? chance.oneOf(ODD_VALUES) : damageOnce(chance, member),
  ];
  return Object.fromEntries(entries.toSpliced(at, 1, instead));
}

function oddInstead(chance: Chance, value: unknown): unknown {
  if (chance.oneIn(3)) return chance.oneOf(ODD_VALUES);
  if (typeof value === 'string') return chance.damageText(value, ODD_TEXTS);
  return typeof value === 'number' ? value * chance.oneOf([-1, 2, 1e9, 0.1]) : value;
}
