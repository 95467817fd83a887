import type * as z from 'zod';

type Json = z.infer<ReturnType<typeof z.json>>;
type Entry = { readonly [field: string]: Json };

/** Kinds of things that get a letter or a number in each run. */
const KINDS = ['claim', 'difference', 'finding', 'position', 'question'] as const;
export type Kind = (typeof KINDS)[number];
/** A text that is nothing but this stands for what that has become in a run, `*` for whatever is not named. */
const KEY = new RegExp(`^(${KINDS.join('|')})/(?:\\*|[a-z-]+(?:/[a-z-]+)?)$`);

/** Names that the keys of the recording have in one run. */
export interface Names {
  /** Empty for what this run does not have. */
  of(key: string): string;
  /** Everything of a kind that this run has, in its order. */
  all(kind: Kind): readonly string[];
}

/** Something that has a key, and the words by which a run has it too. */
export interface Keyed {
  readonly key: string;
  readonly words: string;
}

/** The keys that are given in here, in the order in which they stand. */
export function keyedIn(recorded: Json): Keyed[] {
  if (recorded === null || typeof recorded !== 'object') return [];
  if (Array.isArray(recorded)) return recorded.flatMap(keyedIn);
  const { key, text, description, statement } = recorded;
  const words = text ?? description ?? statement;
  const own = typeof key === 'string' && typeof words === 'string' ? [{ key, words: words.trim() }] : [];
  return [...own, ...Object.values(recorded).flatMap(keyedIn)];
}

/** A submission as it was recorded, under the names of a run and without its keys. */
export function named(recorded: Json, names: Names): Json {
  if (typeof recorded === 'string') return KEY.test(recorded) ? names.of(recorded) : recorded;
  if (recorded === null || typeof recorded !== 'object') return recorded;
  if (Array.isArray(recorded)) return listed(recorded, names).map((each) => named(each, names));
  const { key: _, ...rest } = recorded;
  return Object.fromEntries(Object.entries(rest).map(([field, value]) => [field, named(value, names)]));
}

export function kindOf(key: string): Kind | undefined {
  const kind = KEY.exec(key)?.[1];
  return KINDS.find((each) => each === kind);
}

/**
 * A list with an entry on `claim/*` has one entry for each claim of the run, in their order: the one about it, or else that
 * one. What is about none comes after them.
 */
function listed(list: readonly Json[], names: Names): readonly Json[] {
  const entries = list.filter(isEntry);
  const rule = entries.find((entry) => fieldOfAll(entry) !== undefined);
  const field = rule && fieldOfAll(rule);
  const kind = kindOf(String(field && rule[field]));
  if (rule === undefined || field === undefined || kind === undefined) return list;
  const isAbout = (entry: Entry) => kindOf(String(entry[field])) === kind;
  const about = (name: string) =>
    entries.find((entry) => entry !== rule && isAbout(entry) && names.of(String(entry[field])) === name);
  return [
    ...names.all(kind).map((name) => ({ ...(about(name) ?? rule), [field]: name })),
    ...entries.filter((entry) => !isAbout(entry)),
  ];
}

function fieldOfAll(entry: Entry): string | undefined {
  return Object.keys(entry).find((field) => KINDS.some((kind) => entry[field] === `${kind}/*`));
}

function isEntry(value: Json): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
