import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { wordsAndSignsOf } from '../vocabulary/compared.ts';
import { checkNamed, listRepeated } from '../vocabulary/named.ts';
import { type Change, Decision, FIELDS_OF } from '../vocabulary/submission.ts';
import { listWords } from '../vocabulary/text.ts';
import { DECISION_PART_WORDS, itemsOf, namePart, partFieldsOf } from './parts.ts';
import { applyToItem, assemble, changeNumber, isListed, placeOf } from './patch.ts';

/**
 * Checks that a revision changes what it says: each change names an existing part and fields, no
 * part is named twice or stays the same, and the result is a decision within bounds.
 */
export function checkChanges(before: Decision, changes: readonly Change[]): Refusal[] {
  const misplaced = changes.flatMap((change, index) => [
    ...checkPlace(before, change, nameOf(index)),
    ...checkFields(change, nameOf(index)),
  ]);
  // The result is unknown if any change has no place.
  if (misplaced.length > 0) return misplaced;
  return [
    ...checkRepeated(before, changes),
    ...changes.flatMap((change, index) => checkDiffers(before, change, nameOf(index))),
    ...checkBounds(assemble(before, changes)),
  ];
}

/** `false` for a change without a place, or after which its part reads as before. */
export function changesSomething(before: Decision, change: Change): boolean {
  return (
    checkPlace(before, change, '').length === 0 && checkDiffers(before, change, '').length === 0
  );
}

function nameOf(index: number): string {
  return `Change ${changeNumber(index)}`;
}

/** Refuses a number without an item, and adding or removing a text. */
function checkPlace(before: Decision, change: Change, name: string): Refusal[] {
  const { part, how, number } = change;
  if (!isListed(change)) {
    const message = `${name}: ${DECISION_PART_WORDS[part]} can only be replaced; choose \`replace\`.`;
    return how === 'replace' ? [] : [refuse('invalid', message)];
  }
  if (how === 'insert' && number === '') return [];
  const { length } = itemsOf(before, change.part);
  const numbers = Array.from({ length: how === 'insert' ? length + 1 : length }, (_, index) =>
    changeNumber(index),
  );
  return checkNamed(`${name} (${DECISION_PART_WORDS[part]})`, [number || 'no number'], numbers, {});
}

function checkFields({ part, how, fields }: Change, name: string): Refusal[] {
  if (how === 'remove') return [];
  const names = fields.map((field) => field.name);
  return checkNamed(`${name} (${DECISION_PART_WORDS[part]})`, names, FIELDS_OF[part], {});
}

/** The name of the part a change replaces or removes; empty for an insertion. */
function nameChangedPart(before: Decision, change: Change): string {
  if (!isListed(change)) return DECISION_PART_WORDS[change.part];
  const { length } = itemsOf(before, change.part);
  return change.how === 'insert' ? '' : namePart(change.part, placeOf(change, length) + 1);
}

function checkRepeated(before: Decision, changes: readonly Change[]): Refusal[] {
  const named = changes.map((change) => nameChangedPart(before, change));
  return listRepeated(named.filter((part) => part !== '')).map((part) => {
    const numbers = named.flatMap((each, index) => (each === part ? [changeNumber(index)] : []));
    const message = `Changes ${listWords(numbers)} name the same part, ${part}; combine them into one change.`;
    return refuse('invalid', message);
  });
}

function checkDiffers(before: Decision, change: Change, name: string): Refusal[] {
  if (change.how === 'remove') return [];
  if (isListed(change) && change.how === 'insert') {
    const twin = itemsOf(before, change.part).findIndex((item) =>
      readsSame(item, applyToItem(before, change)),
    );
    if (twin === -1) return [];
    const message = `${name} repeats ${namePart(change.part, twin + 1)}; change what it says, or leave the change out.`;
    return [refuse('invalid', message)];
  }
  const [known, given] = compareBeforeAndAfter(before, change);
  if (!readsSame(known, given)) return [];
  const message = `${name} names ${listWords(change.answers)}, but ${nameChangedPart(before, change)} reads as before; change what it says, or leave the change out.`;
  return [refuse('invalid', message)];
}

function compareBeforeAndAfter(before: Decision, change: Change): readonly [object, object] {
  if (isListed(change)) {
    const items = itemsOf(before, change.part);
    return [items[placeOf(change, items.length)] ?? {}, applyToItem(before, change)];
  }
  if (change.part === 'rests') return [{ rests: before.rests }, { rests: change.rests }];
  return [{ text: before.sentence }, { text: change.fields[0]?.text ?? before.sentence }];
}

/** Compares words and signs that say something: an invisible sign is no change. */
function readsSame(one: object, other: object): boolean {
  const after = partFieldsOf(other);
  return Object.entries(partFieldsOf(one)).every(
    ([field, words]) => wordsAndSignsOf(words) === wordsAndSignsOf(after[field] ?? ''),
  );
}

function checkBounds(after: ReturnType<typeof assemble>): Refusal[] {
  const { error } = Decision.safeParse(after);
  return (error?.issues ?? []).map((issue) => {
    const path = issue.path.map(String).join('.');
    const value = issue.path.length === 1 ? after[path] : undefined;
    const most = issue.code === 'too_big' ? Number(issue.maximum) : 0;
    if (most === 0 || !(typeof value === 'string' || Array.isArray(value)))
      return refuse('invalid', `After these changes ${path} is not valid: ${issue.message}.`);
    const unit = typeof value === 'string' ? 'characters' : 'entries';
    const message = `After these changes ${path} has ${value.length} ${unit}, but at most ${most} are allowed: leave out ${value.length - most} or more.`;
    return refuse('invalid', message);
  });
}
