import type * as z from 'zod';

type Json = z.infer<ReturnType<typeof z.json>>;
type Entry = { readonly [field: string]: Json };

const KINDS = ['claim', 'difference', 'finding', 'position', 'proposal', 'question'] as const;
export type Kind = (typeof KINDS)[number];
/** A text that is only a key stands for that thing in the run; `*` for each one without an entry. */
const KEY = new RegExp(`^(${KINDS.join('|')})/(?:\\*|[a-z-]+(?:/[a-z-]+)?)$`);

export interface Names {
  /** `''` if the run does not have it. */
  of(key: string): string;
  all(kind: Kind): readonly string[];
}

/** A key, and the words by which a run is searched for it. */
export interface Keyed {
  readonly key: string;
  readonly words: string;
}

export function keyedIn(recorded: Json): Keyed[] {
  if (recorded === null || typeof recorded !== 'object') return [];
  if (Array.isArray(recorded)) return recorded.flatMap(keyedIn);
  const { key, text, description, statement } = recorded;
  const words = text ?? description ?? statement;
  const own = typeof key === 'string' && typeof words === 'string' ? [{ key, words: words.trim() }] : [];
  return [...own, ...Object.values(recorded).flatMap(keyedIn)];
}

/** Replaces the keys in a recorded submission by a run's names. */
export function named(recorded: Json, names: Names): Json {
  if (typeof recorded === 'string') return KEY.test(recorded) ? names.of(recorded) : recorded;
  if (recorded === null || typeof recorded !== 'object') return recorded;
  if (Array.isArray(recorded)) return listed(recorded, names).map((each) => named(each, names));
  const { key: _, ...rest } = recorded;
  return Object.fromEntries(Object.entries(rest).map(([field, value]) => [field, named(value, names)]));
}

/** The claim by which a recording names its proposal; any other key as it is. */
export function claimKeyOf(key: string): string {
  return key.replace(/^proposal\//, 'claim/');
}

export function kindOf(key: string): Kind | undefined {
  const kind = KEY.exec(key)?.[1];
  return KINDS.find((each) => each === kind);
}

/**
 * Expands an entry for `finding/*` to one entry per finding of the run, in order: its own entry, or the general one. Other entries
 * come last.
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
