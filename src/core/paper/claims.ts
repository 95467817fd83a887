import type { Design } from '../design.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import type { Account } from '../submission.ts';
import { citationLine, citedAt } from './citations.ts';
import { inline } from './markdown.ts';
import { list, paragraphs, recordLink, titleOf } from './pieces.ts';

/** Every claim of every revealed proposal under its id, which is where links lead; `null`: nothing was composed. */
export function ledgerMarkdown(design: Design, accounts: readonly Account[] | null): string {
  return paragraphs(
    ...claimsOf(design).map((claim) => {
      const became = accounts === null ? '' : `, ${disposition(accounts, claim)}`;
      const about =
        claim.about === '' || claim.stance === 'neither' ? '' : `, ${claim.stance} “${inline(claim.about)}”`;
      return paragraphs(
        `### ${claim.id}`,
        `${titleOf(design, claim.participant)}, ${claim.kind}${about}${became}: ${inline(claim.text)} *(${sourceOf(design, claim)})*`,
      );
    }),
  );
}

/** The same in a list, without the ids. */
export function accountsMarkdown(design: Design, accounts: readonly Account[]): string {
  return list(
    claimsOf(design)
      .filter(({ id }) => accounts.some(({ claim }) => claim === id))
      .map(
        (claim) =>
          `${titleOf(design, claim.participant)}, ${claim.kind}, ${disposition(accounts, claim)}: ${inline(claim.text)} *(${sourceOf(design, claim)})*`,
      ),
  );
}

/** With its quotation, where it has one. */
function sourceOf(design: Design, claim: LabelledClaim): string {
  return citedAt(claim.citation, claim.check, design.repository) || citationLine(design, claim);
}

function disposition(accounts: readonly Account[], claim: LabelledClaim): string {
  const found = accounts.find((each) => each.claim === claim.id);
  switch (found?.disposition) {
    case undefined:
      return '*not accounted for*';
    case 'merged':
      return `merged into ${recordLink(found.into)}`;
    case 'rejected':
      return `rejected because ${inline(found.reason.replace(/\.$/, ''))}`;
    case 'adopted':
    case 'unresolved':
      return found.disposition;
  }
}
