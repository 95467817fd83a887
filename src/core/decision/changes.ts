import type { Design } from '../vocabulary/design.ts';
import {
  type Change,
  type Confirmation,
  type Decision,
  MOST_CONFIRMED,
  type Revision,
} from '../vocabulary/submission.ts';
import { type Decided, type Drafted, decisionsOf, reviseText } from './decided.ts';
import { DECISION_PART_WORDS, itemsOf, namePart, type PartFields, partFieldsOf } from './parts.ts';
import { applyToItem, isListed, placeOf } from './patch.ts';

interface ChangedField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export type ChangeVerdict = Confirmation['changes'][number]['verdict'] | 'not_looked_at';

/**
 * Another base, and nothing taken from other proposals any more: a change of no part of the text.
 */
interface NewBase {
  readonly part: 'base';
  /** All that the changes of its revision answer: the decision is written anew for it. */
  readonly answers: readonly string[];
}

/** One change since the audit, as auditor and people read it, and what the auditor says of it. */
export interface JudgedChange {
  readonly change: Change | NewBase;
  /** From 1, counted since the draft. */
  readonly number: number;
  /** Index of its revision. */
  readonly revision: number;
  readonly kind: 'changed' | 'added' | 'removed';
  /** `step 3`, numbered before the change; an insertion has the number of the item after it. */
  readonly part: string;
  readonly fields: readonly ChangedField[];
  readonly verdict: ChangeVerdict;
  /** The auditor's reason; empty without a verdict. */
  readonly why: string;
  /** The former words stand again. */
  readonly isTakenOut: boolean;
}

export function listJudgedChanges(design: Drafted): JudgedChange[] {
  const texts = decisionsOf(design);
  const rows = design.confirmations.flatMap(({ confirmation }) => confirmation.changes);
  const changes = design.revisions.flatMap(({ revision, inForce }, index) => {
    const before = texts.findLast((text) => text.revision === index);
    if (before === undefined) return [];
    const ofParts = revision.changes.map((change) => ({
      change,
      revision: index,
      ...describeChange(before.decision, change),
      isTakenOut: !inForce.includes(change),
    }));
    return [
      ...ofParts,
      ...describeNewBase(before, revision).map((each) => ({ ...each, revision: index })),
    ];
  });
  return changes.map((each, index) => {
    const number = index + 1;
    const row = rows.find(({ change }) => change === nameChange(number));
    return { ...each, number, verdict: row?.verdict ?? 'not_looked_at', why: row?.reason ?? '' };
  });
}

/** The name by which the auditor judges a change. */
export function nameChange(number: number): string {
  return `change ${number}`;
}

/** Changes that no auditor has looked at. */
export function listChangesToConfirm(design: Design): JudgedChange[] {
  const changes = listJudgedChanges(design).filter(({ verdict }) => verdict === 'not_looked_at');
  return changes.slice(-MOST_CONFIRMED);
}

const KINDS = { replace: 'changed', insert: 'added', remove: 'removed' } as const;

function describeChange(
  before: Decision,
  change: Change,
): Pick<JudgedChange, 'kind' | 'part' | 'fields'> {
  const kind = KINDS[change.how];
  if (isListed(change)) {
    const items = itemsOf(before, change.part);
    const place = placeOf(change, items.length);
    const present = change.how === 'insert' ? {} : partFieldsOf(items[place] ?? {});
    const now = change.how === 'remove' ? {} : partFieldsOf(applyToItem(before, change));
    return {
      kind,
      part: namePart(change.part, place + 1),
      fields: listDifferingFields(present, now),
    };
  }
  const part = DECISION_PART_WORDS[change.part];
  if (change.part === 'decision') {
    const text = change.fields[0]?.text ?? '';
    return { kind, part, fields: listDifferingFields({ text: before.sentence }, { text }) };
  }
  return {
    kind,
    part,
    fields: listDifferingFields(
      partFieldsOf({ rests: before.rests }),
      partFieldsOf({ rests: change.rests }),
    ),
  };
}

function describeNewBase(
  before: Decided,
  revision: Revision,
): Pick<JudgedChange, 'change' | 'kind' | 'part' | 'fields' | 'isTakenOut'>[] {
  const shownOf = ({ base, taken }: Pick<Decided, 'base' | 'taken'>) => {
    return { text: `proposal ${base}`, taken: taken.join(', ') };
  };
  const fields = listDifferingFields(shownOf(before), shownOf(reviseText(before, revision)));
  const answers = [...new Set(revision.changes.flatMap((change) => change.answers))];
  const change = { part: 'base', answers } as const;
  return fields.length === 0
    ? []
    : [{ change, kind: 'changed', part: 'base', fields, isTakenOut: false }];
}

function listDifferingFields(before: PartFields, after: PartFields): ChangedField[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: before[name] ?? '', after: after[name] ?? '' }))
    .filter((field) => field.before !== field.after);
}
