import { fold } from '../questions/quoting/places.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Change, Confirmation, Decision } from '../vocabulary/submission.ts';
import { listJudgedChanges, nameChange } from './changes.ts';
import { checkWays } from './check-base.ts';
import { checkChanges } from './check-changes.ts';
import { checkDecision } from './check-decision.ts';
import { decidedOf, decisionsOf, type Grounds, reviseText } from './decided.ts';
import { itemsOf } from './parts.ts';
import { isListed, placeOf } from './patch.ts';

/**
 * The text of the newest revision without changes of these numbers; `null` if there is no revision.
 */
export function leaveOutChanges(design: Design, takenOut: readonly number[], grounds: Grounds) {
  const newest = design.revisions.at(-1);
  const index = design.revisions.length - 1;
  const before = decisionsOf(design).findLast(({ revision }) => revision === index);
  if (newest === undefined || before === undefined) return null;
  const its = listJudgedChanges(design).filter(({ revision }) => revision === index);
  const changesOf = (isTaken: boolean) =>
    its
      .filter(({ number }) => takenOut.includes(number) === isTaken)
      .flatMap(({ change }) => (change.part === 'base' ? [] : [change]));
  const kept = changesOf(false);
  const text = reviseText(before, { ...newest.revision, changes: kept }, grounds);
  return { ...text, before: before.decision, kept, removed: changesOf(true) };
}

/**
 * Numbers of the changes that code takes out, of those of the newest revision that do harm or say
 * what nobody asked for: all of them, else each that can go by itself. One stays if the rest would
 * not fit, or if the decision was written anew.
 */
export function listTakenOut(design: Design, { changes: rows }: Confirmation): number[] {
  const now = decidedOf(design);
  const newest = design.revisions.at(-1);
  if (now === null || newest === undefined || newest.revision.base !== '') return [];
  const harmful = listJudgedChanges(design)
    .filter(({ revision }) => revision === design.revisions.length - 1)
    .map(({ number }) => number)
    .filter((number) =>
      rows.some(({ change, verdict }) => change === nameChange(number) && verdict === 'harms'),
    );
  const refusalsOf = (text: Pick<typeof now, 'decision' | 'base' | 'taken'>) =>
    [...checkDecision(design, text), ...checkWays(design, text)].map(({ message }) => message);
  const known = refusalsOf(now);
  const fits = (takenOut: readonly number[]) => {
    const text = leaveOutChanges(design, takenOut, now);
    if (text === null) return false;
    const { before, kept, removed } = text;
    return (
      checkChanges(before, kept).length === 0 &&
      refusalsOf(text).every((message) => known.includes(message)) &&
      !removed.some((change) => isNamedByOthers(before, change, kept))
    );
  };
  if (fits(harmful)) return harmful;
  let taken: number[] = [];
  for (const number of harmful) {
    const more = taken.concat(number);
    if (fits(more)) taken = more;
  }
  return taken;
}

/**
 * `true` if one of these changes writes, as a number, that of a step which this one moves or words.
 */
function isNamedByOthers(before: Decision, taken: Change, kept: readonly Change[]): boolean {
  if (!isListed(taken) || taken.part !== 'step') return false;
  const { length } = itemsOf(before, 'step');
  const place = placeOf(taken, length);
  const shifts = [taken, ...kept].filter(({ part, how }) => part === 'step' && how !== 'replace');
  const isIts = (number: number) =>
    shifts.length === 0 ? number === place + 1 : number > place && number <= length + shifts.length;
  return kept.some(({ fields }) =>
    fields.some(({ text }) => (fold(text).match(/\d+/g) ?? []).map(Number).some(isIts)),
  );
}
