import type { Design } from '../vocabulary/design.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import type { Account, Change, Decision, Revision } from '../vocabulary/submission.ts';
import { type Decided, decisionsOf } from './decided.ts';
import { fieldsOf, itemsOf, PART_WORDS, type PartFields, partName, partsWith, restsOf } from './parts.ts';
import { aimOf, changeNumber, placeOf } from './patch.ts';

/** A field of a part before and after; empty where the part was added or taken out. */
interface ChangedField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** One change since the audit, as the auditor and people read it (J12). */
export interface ShownChange {
  /** Its number among all changes since the audit, under which the auditor names it: `2`. */
  readonly number: string;
  readonly change: Change;
  /** It names a finding or something that a person did, and the auditor did not call it unfounded. */
  readonly isFounded: boolean;
  /** Why the auditor called it unfounded; empty where it did not. */
  readonly objection: string;
  /** The place of its revision among all. */
  readonly revision: number;
  readonly kind: 'changed' | 'added' | 'removed';
  /** `step 3`, by its number before the change; an added one has the number of the one that it goes before. */
  readonly part: string;
  /** Claims that the part rests on, before or after. */
  readonly rests: readonly ClaimId[];
  /** Fields that differ. */
  readonly fields: readonly ChangedField[];
}

/** Returns all changes since the audit, of every revision, oldest first; empty where there was none. */
export function changesIn(design: Design): ShownChange[] {
  const texts = decisionsOf(design);
  const unfounded = design.confirmations.at(-1)?.confirmation.unfounded ?? [];
  const changes = design.revisions.flatMap(({ revision }, index) =>
    revision.changes.map((change) => ({ change, index, before: texts[index]?.decision })),
  );
  return changes.flatMap(({ change, index, before }, place) => {
    if (before === undefined) return [];
    const number = changeNumber(place);
    const objection = unfounded.find((each) => each.change === number)?.reason ?? '';
    const isFounded = change.answers.length > 0 && objection === '';
    return [{ number, change, isFounded, objection, revision: index, ...shown(before, change) }];
  });
}

/** Returns the kind, the part and the differing fields of one change of this text. */
function shown(before: Decision, change: Change): Pick<ShownChange, 'kind' | 'part' | 'fields' | 'rests'> {
  const aim = aimOf(change);
  if (aim.kind === 'text') {
    const fields = differing({ text: before[aim.part] }, { text: aim.after });
    return { kind: 'changed', part: PART_WORDS[aim.part], fields, rests: [] };
  }
  const items = itemsOf(before, aim.part);
  const place = placeOf(aim, items.length);
  const known = fieldsOf(items[place] ?? {});
  const part = partName(aim.part, place + 1);
  const now = aim.kind === 'remove' ? {} : aim.after;
  const rests = [...restsOf(items[place] ?? {}), ...restsOf(now)];
  switch (aim.kind) {
    case 'insert':
      return { kind: 'added', part, rests, fields: differing({}, fieldsOf(aim.after)) };
    case 'replace':
      return { kind: 'changed', part, rests, fields: differing(known, fieldsOf(aim.after)) };
    case 'remove':
      return { kind: 'removed', part, rests, fields: differing(known, {}) };
  }
}

function differing(before: PartFields, after: PartFields): ChangedField[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: before[name] ?? '', after: after[name] ?? '' }))
    .filter((field) => field.before !== field.after);
}

/** Returns the accounts that a revision states otherwise than the text before it; it may repeat others. */
export function changedAccounts(
  { accounts: before }: Pick<Decided, 'accounts'>,
  { accounts }: Pick<Revision, 'accounts'>,
): Account[] {
  return accounts.filter(({ claim, disposition, into, reason }) => {
    const known = before.find((account) => account.claim === claim);
    return known?.disposition !== disposition || known.into !== into || known.reason !== reason;
  });
}

/** Returns true if a revision makes another text of the one before it, or accounts for a claim otherwise. */
export function changesText(
  before: Decided | null,
  { revision }: Pick<Design['revisions'][number], 'revision'>,
): boolean {
  if (revision.changes.length > 0) return true;
  return before !== null && changedAccounts(before, revision).length > 0;
}

/** Returns all accounts that were changed since the audit, oldest first: what was done without a change of the text. */
export function accountsChangedIn(design: Design): Account[] {
  const texts = decisionsOf(design);
  return design.revisions.flatMap(({ revision }, index) => {
    const before = texts[index];
    return before === undefined ? [] : changedAccounts(before, revision);
  });
}

/**
 * Returns the claims whose account was changed since the audit for nothing that was found (J12): no founded change of the same
 * revision is about a part that rests on the claim, before or after, and no person has settled a difference in which it stands.
 */
export function accountsForNothing(design: Design): ClaimId[] {
  const texts = decisionsOf(design);
  const changes = changesIn(design).filter(({ isFounded }) => isFounded);
  const settled = design.divergences
    .filter(({ settlement }) => settlement?.outcome === 'settled_by_person')
    .flatMap(({ positions }) => positions.flatMap(({ claims }) => claims));
  return design.revisions.flatMap(({ revision }, index) => {
    const before = texts[index];
    const rested = changes.filter((each) => each.revision === index).flatMap((each) => each.rests);
    const changed = before === undefined ? [] : changedAccounts(before, revision);
    const founded = [...rested, ...settled];
    return changed.map(({ claim }) => claim).filter((claim) => !founded.includes(claim));
  });
}

/** Returns sentences of the decision about its own signatures, audit or checks, which the auditor has quoted and which stand there still. */
export function sentencesAboutItself(
  design: Pick<Design, 'composites' | 'revisions' | 'confirmation'>,
): readonly string[] {
  const decision = decisionsOf(design).at(-1)?.decision;
  if (decision === undefined) return [];
  const quoted = design.confirmation?.confirmation.aboutItself ?? [];
  return quoted.filter((quote) => partsWith(decision, quote).length > 0);
}

/** Returns true if the newest revision has changed an audited text, and nobody has been asked to confirm that (J12). */
export function isConfirmationDue(design: Design): boolean {
  const { rounds, revisions, audit } = design;
  const revision = revisions.at(-1);
  if (revision === undefined || audit === null) return false;
  if (!changesText(decisionsOf(design).at(-2) ?? null, revision)) return false;
  const revised = rounds.findLastIndex(({ id }) => id === revision.roundId);
  return !rounds.slice(revised).some(({ kind }) => kind === 'confirmation');
}

/** Returns true if sentences about itself go back to be revised: once for all texts of a decision (J12). */
export function isMendingDue(design: Design): boolean {
  const { rounds, confirmation, confirmations } = design;
  if (confirmation === null || sentencesAboutItself(design).length === 0) return false;
  const found = confirmations.filter((each) => each.confirmation.aboutItself.length > 0);
  const confirmed = rounds.findLastIndex(({ id }) => id === confirmation.roundId);
  return found.length === 1 && !rounds.slice(confirmed).some(({ kind }) => kind === 'revision');
}
