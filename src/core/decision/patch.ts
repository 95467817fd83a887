import { membersOf } from '../vocabulary/sets.ts';
import {
  type Change,
  Decision,
  FIELDS_OF,
  LISTED_PARTS,
  type ListedPart,
} from '../vocabulary/submission.ts';
import { itemsOf, partFieldsOf } from './parts.ts';

type ListedChange = Change & { readonly part: ListedPart };

/** Numbers start at 1. */
export function changeNumber(index: number): string {
  return String(index + 1);
}

export function isListed(change: Change): change is ListedChange {
  return membersOf(LISTED_PARTS).some((each) => each === change.part);
}

/** The index a change names: the end for an insertion without a number, -1 for an invalid one. */
export function placeOf({ number, how }: Pick<Change, 'number' | 'how'>, length: number): number {
  if (number === '') return how === 'insert' ? length : -1;
  return /^\d{1,2}$/.test(number) ? Number(number) - 1 : -1;
}

/**
 * One item after a change; a new item has empty fields where none are given, and a new sentence
 * keeps nothing that bore the old one.
 */
export function applyToItem(decision: Decision, change: ListedChange): object {
  const { part, how, fields, rests } = change;
  const items = itemsOf(decision, part);
  const item = how === 'replace' ? items[placeOf(change, items.length)] : undefined;
  const empty = Object.fromEntries(FIELDS_OF[part].map((name) => [name, '']));
  const ids = IDS_IN[part];
  const before = item === undefined ? {} : partFieldsOf(item);
  const isNewSentence =
    part === 'sentence' && fields.some(({ name, text }) => name === 'text' && text !== before.text);
  const isGiven = ids !== undefined && (item === undefined || isNewSentence || rests.length > 0);
  return {
    ...(item ?? empty),
    ...Object.fromEntries(fields.map(({ name, text }) => [name, text])),
    ...(isGiven ? { [ids]: rests } : {}),
  };
}

/** The field that a change's `rests` sets. */
const IDS_IN: Partial<Record<ListedPart, string>> = {
  sentence: 'rests',
  step: 'rests',
  rejected: 'proposals',
};

/** Applies a revision's changes; the result may be out of bounds. */
export function assemble(
  before: Decision,
  changes: readonly Change[],
): Readonly<Record<string, unknown>> {
  const sentence =
    changes.find(({ part }) => part === 'decision')?.fields[0]?.text ?? before.sentence;
  const lists = membersOf(LISTED_PARTS).map((part) => [
    LISTED_PARTS[part],
    applyToList(before, part, changes),
  ]);
  const rests = changes.find(({ part }) => part === 'rests')?.rests ?? before.rests;
  return { ...before, ...Object.fromEntries(lists), sentence, rests };
}

/**
 * The text a revision makes. Numbers refer to the text before it, so the order of changes matters
 * only between insertions at one place. Changes that make no valid decision are ignored;
 * `checkChanges` refuses them.
 */
export function applyChanges(before: Decision, changes: readonly Change[]): Decision {
  return Decision.safeParse(assemble(before, changes)).data ?? before;
}

function applyToList(before: Decision, part: ListedPart, changes: readonly Change[]): object[] {
  const items = itemsOf(before, part);
  const its = changes.filter((change): change is ListedChange => change.part === part);
  const at = (place: number, wanted: Change['how']) =>
    its.filter((change) => change.how === wanted && placeOf(change, items.length) === place);
  const after = (change: ListedChange) => applyToItem(before, change);
  return [...items, null].flatMap((item, place) => {
    const inserted = at(place, 'insert').map(after);
    if (item === null || at(place, 'remove').length > 0) return inserted;
    const [replaced] = at(place, 'replace');
    return [...inserted, replaced === undefined ? item : after(replaced)];
  });
}
