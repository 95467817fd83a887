import { changesIn } from '../../core/decision/changes.ts';
import { decidedIn } from '../../core/decision/decided.ts';
import { findingsToConfirm } from '../../core/decision/findings.ts';
import { partsOf } from '../../core/decision/parts.ts';
import { toAnswer } from '../../core/decision/to-answer.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { cutWords } from '../../core/vocabulary/text.ts';

/** Enough of a part to know which one it is; the whole stands in the decision. */
const PART_CHARACTERS = 80;

/** Facts for a revision: everything that a change may answer, and each part under the number by which a change names it. */
export function askedRevision(design: Design) {
  const decided = decidedIn(design);
  const parts = decided === null ? [] : partsOf(decided.decision);
  return {
    /** The text as it stands. */
    decision: decided?.decision ?? null,
    toAnswer: toAnswer(design),
    parts: parts.map(({ name, fields }) => {
      const words = Object.values(fields).filter((each) => each !== '');
      return { name, begins: cutWords(words.join(' ').replaceAll(/\s+/g, ' '), PART_CHARACTERS) };
    }),
  };
}

/** Facts for a confirmation: each change since the audit, and the findings of which the auditor has to say if they are answered. */
export function askedConfirmation(design: Design) {
  return {
    findings: findingsToConfirm(design),
    changes: changesIn(design),
  };
}
