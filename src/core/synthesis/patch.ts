import type { Change, Decision, LISTED_PARTS, ListedPart } from '../vocabulary/submission.ts';
import type { TextPart } from './parts.ts';

/** Returns the number of a change in its revision, under which it is confirmed: `1`. */
export function changeNumber(index: number): string {
  return String(index + 1);
}

/** The thing that a change does, and the part that it does it to. */
type Aim =
  | { readonly kind: 'text'; readonly part: TextPart; readonly after: string }
  | {
      readonly kind: 'insert' | 'replace';
      readonly part: ListedPart;
      readonly number: string;
      readonly after: object;
    }
  | { readonly kind: 'remove'; readonly part: ListedPart; readonly number: string };

export function aimOf(change: Change): Aim {
  switch (change.part) {
    case 'title':
    case 'sentence':
    case 'paragraph':
      return { kind: 'text', part: change.part, after: change.with };
    case 'remove':
      return { kind: 'remove', part: change.from, number: change.number };
    default:
      return { kind: change.how, part: change.part, number: change.number, after: change.with };
  }
}

/**
 * Applies the changes of a revision. All their numbers are those of the text before it, so their order makes no difference,
 * except between several that are inserted at one place. A change of a part that is not there changes nothing:
 * `checkChanges` has refused it.
 */
export function patched(before: Decision, changes: readonly Change[]): Decision {
  const after: Decision = { ...before };
  for (const change of changes) {
    if (change.part === 'title' || change.part === 'sentence' || change.part === 'paragraph')
      after[change.part] = change.with;
  }
  return {
    ...after,
    options: patchedList('option', before.options, changes),
    steps: patchedList('step', before.steps, changes),
    risks: patchedList('risk', before.risks, changes),
    assumptions: patchedList('assumption', before.assumptions, changes),
    open: patchedList('open', before.open, changes),
    revisitIf: patchedList('revisitIf', before.revisitIf, changes),
  };
}

type Item<Part extends ListedPart> = Decision[(typeof LISTED_PARTS)[Part]][number];
type ListedChange = Extract<Change, { readonly how: unknown }>;

function patchedList<Part extends ListedPart>(
  part: Part,
  items: readonly Item<Part>[],
  changes: readonly Change[],
): Item<Part>[] {
  const its = changes.filter((change): change is ListedChange => change.part === part);
  const removed = changes.flatMap((change) =>
    change.part === 'remove' && change.from === part ? [placeOf(change)] : [],
  );
  const insertedAt = (place: number) =>
    its.filter((change) => change.how === 'insert' && placeOf(change, items.length) === place);
  const replaced = (place: number) =>
    its.findLast((change) => change.how === 'replace' && placeOf(change) === place);
  const given = (change: ListedChange) => change.with as Item<Part>;
  return [...items.map((item): Item<Part> | null => item), null].flatMap((item, place) => {
    const kept = item === null || removed.includes(place) ? [] : [replaced(place) ?? null];
    return [
      ...insertedAt(place).map(given),
      ...kept.map((change) => (change === null ? (item as Item<Part>) : given(change))),
    ];
  });
}

/** Returns the index that a change names, `atEnd` for none; -1 for no number. */
export function placeOf({ number }: { readonly number: string }, atEnd = -1): number {
  if (number === '') return atEnd;
  return /^\d{1,2}$/.test(number) ? Number(number) - 1 : -1;
}
