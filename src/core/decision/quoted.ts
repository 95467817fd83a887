import { listSaidSentences } from '../questions/replies/sentences-said.ts';
import type { Design } from '../vocabulary/design.ts';
import type { QuotedSentence } from '../vocabulary/event-parts.ts';
import type { Decision, Submission } from '../vocabulary/submission.ts';
import { baseClaimsOf, decidedOf } from './decided.ts';
import { applyChanges } from './patch.ts';

/**
 * People's sentences on which a submitted decision rests, beyond those of the text before it, in their authors' own letters. They
 * are recorded with it, so that a later edit changes no text that was signed.
 */
export function quotedSentencesOf(design: Design, submission: Submission): QuotedSentence[] {
  const decided = decidedOf(design);
  switch (submission.tool) {
    case 'submit_composite':
      return listSentencesNamed(design, submission.input.decision, []);
    case 'submit_revision':
      if (decided === null) return [];
      return listSentencesNamed(
        design,
        applyChanges(decided.decision, submission.input.changes),
        decided.quoted,
      );
    default:
      return [];
  }
}

function listSentencesNamed(
  design: Design,
  decision: Decision,
  quotedSentences: readonly QuotedSentence[],
): QuotedSentence[] {
  const rested = baseClaimsOf(decision).filter((id) => !quotedSentences.some(({ name }) => name === id));
  return listSaidSentences(design).flatMap(({ name, author, text }) =>
    rested.includes(name) ? [{ name, author, text }] : [],
  );
}
