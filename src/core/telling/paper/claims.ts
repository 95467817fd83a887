import { claimsOf, type LabelledClaim } from '../../proposal/labels.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Account } from '../../vocabulary/submission.ts';
import { inline } from '../render/escape.ts';
import { citationLine, citedAt } from './citations.ts';
import { list, paragraphs, recordLink, titleOf } from './pieces.ts';

/** Every claim of every revealed proposal under its id, which is where links lead; `null`: nothing was composed. */
export function ledgerMarkdown(design: Design, accounts: readonly Account[] | null): string {
  return paragraphs(
    ...claimsOf(design).flatMap((claim) => [
      `### ${claim.id}`,
      claimed(design, claim),
      becameOf(design, claim, accounts),
    ]),
  );
}

/** The same in a list, without the ids. */
export function accountsMarkdown(design: Design, accounts: readonly Account[]): string {
  return list(
    claimsOf(design)
      .filter(({ id }) => accounts.some(({ claim }) => claim === id))
      .map((claim) => `${claimed(design, claim)} ${becameOf(design, claim, accounts)}`),
  );
}

/** What it says, and its source, with the quotation where it has one. */
function claimed(design: Design, claim: LabelledClaim): string {
  const source = citedAt(claim.citation, claim.check, design.repository) || citationLine(design, claim);
  return `${inline(claim.text)} *(${source})*`;
}

/** Whose it is, what it speaks for, and what the decision has made of it. */
function becameOf(design: Design, claim: LabelledClaim, accounts: readonly Account[] | null): string {
  const { about, stance, kind } = claim;
  const spoken = about === '' || stance === 'neither' ? '' : `, ${stance} “${inline(about)}”`;
  const became = accounts === null ? '.' : `: ${disposition(accounts, claim)}`;
  return `${titleOf(design, claim.participant)}, ${kind}${spoken}${became}`;
}

function disposition(accounts: readonly Account[], claim: LabelledClaim): string {
  const found = accounts.find((each) => each.claim === claim.id);
  switch (found?.disposition) {
    case undefined:
      return '*not accounted for*.';
    case 'merged':
      return `merged into ${recordLink(found.into)}.`;
    case 'rejected':
      return `*rejected.* ${inline(found.reason)}`;
    case 'adopted':
    case 'unresolved':
      return `${found.disposition}.`;
  }
}
