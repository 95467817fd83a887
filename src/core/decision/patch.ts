import { membersOf } from '../vocabulary/sets.ts';
import {
  type Change,
  Decision,
  FIELDS_OF,
  LISTED_PARTS,
  type ListedPart,
  TEXT_PARTS,
  type TextPart,
} from '../vocabulary/submission.ts';
import { itemsOf } from './parts.ts';

type ListedChange = Change & { readonly part: ListedPart };

/** Returns the number of a change in its revision: `1`. */
export function changeNumber(index: number): string {
  return String(index + 1);
}

export function isText(part: Change['part']): part is TextPart {
  return TEXT_PARTS.some((each) => each === part);
}

/** Returns true for a change of a part of which there are several. */
export function isListed(change: Change): change is ListedChange {
  return membersOf(LISTED_PARTS).some((each) => each === change.part);
}

/** Returns the index that a change names: that of a new item for none, -1 for no number. */
export function placeOf({ number, how }: Pick<Change, 'number' | 'how'>, length: number): number {
  if (number === '') return how === 'insert' ? length : -1;
  return /^\d{1,2}$/.test(number) ? Number(number) - 1 : -1;
}

/** Returns one item as a change makes it: of a new one, fields that the change does not give are empty. */
export function itemAfter(before: Decision, change: ListedChange): object {
  const { part, how, fields, rests } = change;
  const items = itemsOf(before, part);
  const known = how === 'replace' ? items[placeOf(change, items.length)] : undefined;
  const empty = Object.fromEntries(FIELDS_OF[part].map((name) => [name, '']));
  const isGiven = part === 'step' && (known === undefined || rests.length > 0);
  return {
    ...(known ?? empty),
    ...Object.fromEntries(fields.map(({ name, text }) => [name, text])),
    ...(isGiven ? { rests } : {}),
  };
}

/** Applies the changes of a revision; the result is no decision yet where one of them is out of bounds. */
export function assembled(before: Decision, changes: readonly Change[]): Readonly<Record<string, unknown>> {
  const texts = TEXT_PARTS.map((part) => {
    const change = changes.find((each) => each.part === part);
    return [part, change?.fields[0]?.text ?? before[part]];
  });
  const lists = membersOf(LISTED_PARTS).map((part) => [LISTED_PARTS[part], listAfter(before, part, changes)]);
  const rests = changes.find(({ part }) => part === 'rests')?.rests ?? before.rests;
  return { ...before, ...Object.fromEntries([...texts, ...lists]), rests };
}

/**
 * Returns the text that a revision makes. All numbers are those of the text before it, so the order of changes makes no difference,
 * except between several that are inserted at one place. Changes that make no decision change nothing: `checkChanges` refuses them.
 */
export function patched(before: Decision, changes: readonly Change[]): Decision {
  return Decision.safeParse(assembled(before, changes)).data ?? before;
}

function listAfter(before: Decision, part: ListedPart, changes: readonly Change[]): object[] {
  const items = itemsOf(before, part);
  const its = changes.filter((change): change is ListedChange => change.part === part);
  const at = (place: number, wanted: Change['how']) =>
    its.filter((change) => change.how === wanted && placeOf(change, items.length) === place);
  const after = (change: ListedChange) => itemAfter(before, change);
  return [...items, null].flatMap((item, place) => {
    const inserted = at(place, 'insert').map(after);
    if (item === null || at(place, 'remove').length > 0) return inserted;
    const [replaced] = at(place, 'replace');
    return [...inserted, replaced === undefined ? item : after(replaced)];
  });
}
