import type { Design } from '../vocabulary/design.ts';
import type { Change, Decision } from '../vocabulary/submission.ts';
import { decisionsOf } from './decided.ts';
import { fieldsOf, itemsOf, namePart, PART_WORDS, type PartFields } from './parts.ts';
import { applyToItem, isListed, isText, placeOf } from './patch.ts';

interface ChangedField {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** One change since the audit, as auditor and people read it. */
export interface ChangeView {
  readonly change: Change;
  /** Index of its revision. */
  readonly revision: number;
  readonly kind: 'changed' | 'added' | 'removed';
  /** `step 3`, numbered before the change; an insertion has the number of the item after it. */
  readonly part: string;
  readonly fields: readonly ChangedField[];
}

export function changesIn(design: Design): ChangeView[] {
  const texts = decisionsOf(design);
  return design.revisions.flatMap(({ revision }, index) => {
    const before = texts[index]?.decision;
    if (before === undefined) return [];
    return revision.changes.map((change) => ({ change, revision: index, ...describeChange(before, change) }));
  });
}

const KINDS = { replace: 'changed', insert: 'added', remove: 'removed' } as const;

function describeChange(before: Decision, change: Change): Pick<ChangeView, 'kind' | 'part' | 'fields'> {
  const kind = KINDS[change.how];
  if (isListed(change)) {
    const items = itemsOf(before, change.part);
    const place = placeOf(change, items.length);
    const present = change.how === 'insert' ? {} : fieldsOf(items[place] ?? {});
    const now = change.how === 'remove' ? {} : fieldsOf(applyToItem(before, change));
    return { kind, part: namePart(change.part, place + 1), fields: listDifferingFields(present, now) };
  }
  const part = PART_WORDS[change.part];
  if (isText(change.part)) {
    const text = change.fields[0]?.text ?? '';
    return { kind, part, fields: listDifferingFields({ text: before[change.part] }, { text }) };
  }
  return {
    kind,
    part,
    fields: listDifferingFields(fieldsOf({ rests: before.rests }), fieldsOf({ rests: change.rests })),
  };
}

function listDifferingFields(before: PartFields, after: PartFields): ChangedField[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: before[name] ?? '', after: after[name] ?? '' }))
    .filter((field) => field.before !== field.after);
}
