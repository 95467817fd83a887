import type * as z from 'zod';
import { isObject } from '#foundation/is-object.ts';

type Json = z.infer<ReturnType<typeof z.json>>;
type Entry = { readonly [field: string]: Json };

const KINDS = [
  'change',
  'claim',
  'difference',
  'finding',
  'position',
  'proposal',
  'question',
  'said',
] as const;
export type Kind = (typeof KINDS)[number];
/**
 * A text that is only a key stands for that thing in the run; `*` for each one without an entry.
 */
const KEY = new RegExp(`^(${KINDS.join('|')})/(?:\\*|[a-z-]+(?:/[a-z-]+)?)$`);

export interface RunNames {
  /** `''` if the run does not have it. */
  of(key: string): string;
  list(kind: Kind): readonly string[];
}

/** A key, and the words by which a run is searched for it. */
interface Keyed {
  readonly key: string;
  readonly words: string;
}

export function keysOf(recorded: Json): Keyed[] {
  if (recorded === null || typeof recorded !== 'object') return [];
  if (Array.isArray(recorded)) return recorded.flatMap(keysOf);
  const { key, text, description, statement, attempt, claims, fields } = recorded;
  const words =
    text ?? description ?? statement ?? attempt ?? firstText(claims) ?? firstText(fields);
  const own =
    typeof key === 'string' && typeof words === 'string' ? [{ key, words: words.trim() }] : [];
  return [...own, ...Object.values(recorded).flatMap(keysOf)];
}

/** The text of the first claim or field, by which a run's proposal or change is found. */
function firstText(items: Json | undefined): Json | undefined {
  const [first] = Array.isArray(items) ? items : [];
  return first !== undefined && isEntry(first) ? first.text : undefined;
}

/**
 * Replaces the keys in a recorded submission by a run's names. Leaves out entries about something
 * the run does not have.
 */
export function replaceKeys(recorded: Json, names: RunNames): Json {
  if (typeof recorded === 'string') return KEY.test(recorded) ? names.of(recorded) : recorded;
  if (recorded === null || typeof recorded !== 'object') return recorded;
  if (Array.isArray(recorded)) {
    const here = expandList(recorded, names).filter((each) => !isAboutNothing(each, names));
    return here.map((each) => replaceKeys(each, names));
  }
  const { key: _, ...rest } = recorded;
  return Object.fromEntries(
    Object.entries(rest).map(([field, value]) => [field, replaceKeys(value, names)]),
  );
}

export function kindOf(key: string): Kind | undefined {
  const kind = KEY.exec(key)?.[1];
  return KINDS.find((each) => each === kind);
}

/**
 * Expands an entry for `finding/*` to one entry per finding of the run, in order: its own entry, or
 * the general one with the finding's name for `finding/*` in every text. Other entries come last.
 */
function expandList(list: readonly Json[], names: RunNames): readonly Json[] {
  const entries = list.filter(isEntry);
  const rule = entries.find((entry) => fieldOfAll(entry) !== undefined);
  const field = rule && fieldOfAll(rule);
  const kind = kindOf(String(field && rule[field]));
  if (rule === undefined || field === undefined || kind === undefined) return list;
  const isAbout = (entry: Entry) => kindOf(String(entry[field])) === kind;
  const about = (name: string) =>
    entries.find(
      (entry) => entry !== rule && isAbout(entry) && names.of(String(entry[field])) === name,
    );
  return [
    ...names
      .list(kind)
      .map((name) => ({ ...(about(name) ?? ruleFor(rule, kind, name)), [field]: name })),
    ...entries.filter((entry) => !isAbout(entry)),
  ];
}

function ruleFor(rule: Entry, kind: Kind, name: string): Entry {
  return Object.fromEntries(
    Object.entries(rule).map(([field, value]) => {
      return [field, typeof value === 'string' ? value.replaceAll(`${kind}/*`, name) : value];
    }),
  );
}

/**
 * `true` for a key, an entry with a key in a field, or one with a list of keys, of which the run
 * has none.
 */
function isAboutNothing(recorded: Json, names: RunNames): boolean {
  if (typeof recorded === 'string') return KEY.test(recorded) && names.of(recorded) === '';
  if (!isEntry(recorded)) return false;
  const { key: _, ...fields } = recorded;
  return Object.values(fields).some((value) =>
    Array.isArray(value)
      ? value.length > 0 &&
        value.every((each) => typeof each === 'string' && isAboutNothing(each, names))
      : typeof value === 'string' && isAboutNothing(value, names),
  );
}

function fieldOfAll(entry: Entry): string | undefined {
  return Object.keys(entry).find((field) => KINDS.some((kind) => entry[field] === `${kind}/*`));
}

function isEntry(value: Json): value is Entry {
  return isObject(value) && !Array.isArray(value);
}
