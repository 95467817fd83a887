import { type Refusal, refuse } from '../vocabulary/commands.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import { counted } from '../vocabulary/figures.ts';
import { repeated } from '../vocabulary/named.ts';
import { type Change, Decision } from '../vocabulary/submission.ts';
import { listed } from '../vocabulary/text.ts';
import { fieldsOf, itemsOf, PART_WORDS, partName } from './parts.ts';
import { aimOf, changeNumber, patched, placeOf } from './patch.ts';

/**
 * Checks that a revision changes what it says it changes (J12): each change names a part that is there, and no part is named
 * twice or reads afterwards as it did; the result is a decision within its bounds.
 */
export function checkChanges(before: Decision, changes: readonly Change[]): Refusal[] {
  const misplaced = changes.flatMap((change, index) => checkPlace(before, change, nameOf(index)));
  // What a change of no part does, and with it the result, is not known.
  if (misplaced.length > 0) return misplaced;
  return [
    ...checkRepeated(changes),
    ...changes.flatMap((change, index) => checkDiffers(before, change, nameOf(index))),
    ...checkBounds(patched(before, changes)),
  ];
}

function nameOf(index: number): string {
  return `Change ${changeNumber(index)}`;
}

/** Refuses a number that no item has. */
function checkPlace(before: Decision, change: Change, name: string): Refusal[] {
  const aim = aimOf(change);
  if (aim.kind === 'text') return [];
  const { part, number } = aim;
  const { length } = itemsOf(before, part);
  const isInserted = aim.kind === 'insert';
  const place = placeOf(aim, isInserted ? length : -1);
  if (place >= 0 && place < length + (isInserted ? 1 : 0)) return [];
  const given = number === '' ? `no ${PART_WORDS[part]} by its number` : partName(part, number);
  const there =
    length === 0 ? `is no ${PART_WORDS[part]}` : `${are(length)} ${counted(length, PART_WORDS[part])}`;
  const message = `${name} names ${given}, and there ${there}; ${instead(aim.kind, length)}.`;
  return [refuse('unknown_reference', message)];
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function instead(kind: 'insert' | 'replace' | 'remove', length: number): string {
  if (kind === 'insert') return 'leave the number empty to add it at the end';
  if (length === 0) return kind === 'remove' ? 'leave the change out' : 'to add one, choose `insert`';
  return `name one from 1 to ${length}`;
}

/** Returns the part that a change replaces or takes out, by name; empty for one that it adds. */
function changedPart(change: Change): string {
  const aim = aimOf(change);
  if (aim.kind === 'text') return PART_WORDS[aim.part];
  return aim.kind === 'insert' ? '' : partName(aim.part, placeOf(aim) + 1);
}

/** Refuses two changes of one part, which could not both hold. */
function checkRepeated(changes: readonly Change[]): Refusal[] {
  const named = changes.map(changedPart);
  return repeated(named.filter((part) => part !== '')).map((part) => {
    const numbers = named.flatMap((each, index) => (each === part ? [changeNumber(index)] : []));
    const message = `Changes ${listed(numbers)} name one part, ${part}; say in one change how it reads then.`;
    return refuse('invalid', message);
  });
}

/** Refuses a change that changes nothing. */
function checkDiffers(before: Decision, change: Change, name: string): Refusal[] {
  const aim = aimOf(change);
  if (aim.kind === 'remove') return [];
  if (aim.kind === 'insert') {
    const twin = itemsOf(before, aim.part).findIndex((known) => readsSame(known, aim.after));
    if (twin === -1) return [];
    const message = `${name} adds what ${partName(aim.part, twin + 1)} says already; change what it says, or leave the change out.`;
    return [refuse('invalid', message)];
  }
  const [known, given] =
    aim.kind === 'text'
      ? [{ text: before[aim.part] }, { text: aim.after }]
      : [itemsOf(before, aim.part)[placeOf(aim)] ?? {}, aim.after];
  if (!readsSame(known, given)) return [];
  const answers = change.answers.length === 0 ? 'nothing that it answers' : change.answers.join(', ');
  const message = `${name} names ${answers} and ${changedPart(change)} reads as it did; change what it says, or leave the change out.`;
  return [refuse('invalid', message)];
}

/** Returns true if every field has the same letters and digits: a sign that nobody sees is no change. */
function readsSame(known: object, given: object): boolean {
  const after = fieldsOf(given);
  return Object.entries(fieldsOf(known)).every(
    ([field, words]) => lettersOf(words) === lettersOf(after[field] ?? ''),
  );
}

/** Refuses a result that is no decision any more: a title is shorter than the text of a change may be, and lists have an end. */
function checkBounds(after: Decision): Refusal[] {
  const { error } = Decision.safeParse(after);
  return (error?.issues ?? []).map((issue) => {
    const [field = ''] = issue.path.map(String);
    const most = issue.code === 'too_big' ? Number(issue.maximum) : 0;
    const given = Object.entries(after).find(([name]) => name === field)?.[1];
    if (most === 0 || given === undefined || issue.path.length !== 1)
      return refuse('invalid', `After these changes ${field} is not in order: ${issue.message}.`);
    const unit = typeof given === 'string' ? 'characters' : 'entries';
    const message = `After these changes ${field} has ${given.length} ${unit}, and at most ${most} are taken: leave out ${given.length - most} or more.`;
    return refuse('invalid', message);
  });
}
