import type { Design } from '../design.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import type { Composite } from '../submission.ts';
import { code, inline } from './markdown.ts';
import { list, titleOf } from './pieces.ts';

/** Every claim of every revealed proposal, and what the composite did with it. */
export function ledgerMarkdown(design: Design, composite: Composite): string {
  return list(
    claimsOf(design).map(
      (claim) =>
        `**${claim.id}** ${titleOf(design, claim.participant)}, ${claim.kind}, ${disposition(composite, claim)}: ${inline(claim.text)}`,
    ),
  );
}

/** The claims that the decision rests on, each with its source and with what was merged into it. */
export function adoptedMarkdown(design: Design, composite: Composite): string {
  const adopted = claimsOf(design).filter((claim) => account(composite, claim)?.disposition === 'adopted');
  return list(
    adopted.map((claim) => {
      const merged = composite.accounts
        .filter(({ disposition, into }) => disposition === 'merged' && into === claim.id)
        .map((each) => inline(each.claim));
      const also = merged.length === 0 ? '' : `, with ${merged.join(', ')}`;
      return `${inline(claim.text)} *(${titleOf(design, claim.participant)}, ${claim.id}${also}; ${source(claim)})*`;
    }),
  );
}

/** What a claim rests on, never more than is known. */
export function source({ kind, citation }: Pick<LabelledClaim, 'kind' | 'citation'>): string {
  if (citation !== '') return `${code(citation)}, not checked`;
  return kind === 'assumption' ? 'assumed' : 'no source given';
}

function disposition(composite: Composite, claim: LabelledClaim): string {
  const found = account(composite, claim);
  if (found === undefined) return '*not accounted for*';
  switch (found.disposition) {
    case 'adopted':
      return 'adopted';
    case 'merged':
      return `merged into ${inline(found.into)}`;
    case 'rejected':
      return `rejected because ${inline(found.reason)}`;
    case 'unresolved':
      return 'unresolved';
  }
}

function account(composite: Composite, claim: LabelledClaim): Composite['accounts'][number] | undefined {
  return composite.accounts.find((each) => each.claim === claim.id);
}
