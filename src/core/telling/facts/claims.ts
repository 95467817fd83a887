import { claimsOf, type LabelledClaim } from '../../proposal/labels.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ClaimId } from '../../vocabulary/ids.ts';
import type { Account, Proposal } from '../../vocabulary/submission.ts';
import {
  bold,
  codeSpan,
  type Inline,
  joined,
  type Line,
  line,
  lines,
  list,
  ours,
  prose,
  reference,
  type Section,
  title,
  WHOLE,
} from '../document.ts';
import { citationLine, sourceLine } from './citation.ts';
import { titleOf } from './people.ts';

/** The id of a claim or of a difference, leading to where the record has it; another text as it is. */
export function recordLink(id: string): Line {
  if (/^(?:[A-Z]-|D)\d{1,4}$/.test(id)) return [reference(`record.md#${id.toLowerCase()}`, id)];
  return prose(id, WHOLE);
}

export function recordLinks(ids: readonly string[]): Inline[] {
  return joined(ids.map(recordLink), ', ');
}

/** One claim: its kind, the option that it speaks for or against, its source in the given words, and what it says. */
export function claimLine(
  id: ClaimId,
  { kind, about, stance, text }: Proposal['claims'][number],
  cited: Line,
): Line {
  const side = stance === 'neither' ? '' : `, ${stance}`;
  const option =
    about === '' ? [] : line`${side === '' ? ', about' : ''} ${prose(about, WHOLE, { italic: true })}`;
  const source = cited.length === 0 ? [] : line` (read in ${cited})`;
  return line`${bold(id)}, ${kind}${side}${option}${source}: ${prose(text, WHOLE)}`;
}

/** Every claim of every revealed proposal under its id, which is where links lead; `null`: nothing was composed. */
export function claimsLedger(design: Design, accounts: readonly Account[] | null): Section {
  return claimsOf(design).flatMap((claim) => [
    title(3, [ours(claim.id)]),
    lines(claimed(design, claim)),
    ...citedLines(claim),
    lines(becameOf(design, claim, accounts)),
  ]);
}

/** Only claims with an account in this list. */
export function accountsList(design: Design, accounts: readonly Account[]): Section {
  return list(
    claimsOf(design)
      .filter(({ id }) => accounts.some(({ claim }) => claim === id))
      .map((claim) => line`${claimed(design, claim)} ${becameOf(design, claim, accounts)}`),
  );
}

/** Its words and its source, with the quotation where it has one. */
function claimed(design: Design, claim: LabelledClaim): Line {
  const cited = citationLine(claim, design.repository);
  const source = cited.length === 0 ? sourceLine(design, claim) : cited;
  return line`${prose(claim.text, WHOLE)} ${italics(line`(${source})`)}`;
}

/** The lines that it cites, so that readers can compare them with it where they have no repository at hand. */
function citedLines({ check }: LabelledClaim): Section {
  if (check?.excerpt === undefined) return [];
  return [lines(...check.excerpt.split('\n').map((each) => line`${codeSpan(each)}`))];
}

/** Its author, what it speaks for, and what the decision has made of it. */
function becameOf(design: Design, claim: LabelledClaim, accounts: readonly Account[] | null): Line {
  const { about, stance, kind } = claim;
  const spoken = about === '' || stance === 'neither' ? [] : line`, ${stance} “${prose(about, WHOLE)}”`;
  const found = accounts?.find((each) => each.claim === claim.id);
  const became =
    accounts === null ? '.' : line`: ${found === undefined ? 'not accounted for.' : accountLine(found)}`;
  return line`${titleOf(design, claim.participant)}, ${kind}${spoken}${became}`;
}

/** Tells the fate of a claim: `merged into A-2.`, `rejected. It costs too much.` */
export function accountLine({ disposition, into, reason }: Account): Line {
  switch (disposition) {
    case 'merged':
      return line`merged into ${recordLink(into)}.`;
    case 'rejected':
      return line`${ours('rejected.', { italic: true })} ${prose(reason, WHOLE)}`;
    case 'adopted':
    case 'unresolved':
      return line`${disposition}.`;
  }
}

/** The line in italics, as far as its pieces have a look. */
export function italics(said: Line): Line {
  return said.map((piece) =>
    piece.kind === 'text' || piece.kind === 'prose'
      ? { ...piece, style: { ...piece.style, italic: true } }
      : piece,
  );
}
