import { sourcedFacts } from '../core/decision/facts.ts';
import type { ClaimFate } from '../core/decision/fates.ts';
import { claimsOf, type LabelledClaim } from '../core/proposals/labels.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { counted } from '../core/vocabulary/figures.ts';
import type { ClaimId } from '../core/vocabulary/ids.ts';
import { membersOf } from '../core/vocabulary/sets.ts';
import type { Proposal } from '../core/vocabulary/submission.ts';
import { FATE_WORDS } from '../core/vocabulary/words.ts';
import { citationLine, sourceLine } from './citations.ts';
import {
  bold,
  codeSpan,
  type Inline,
  joined,
  type Line,
  line,
  lines,
  list,
  reference,
  type Section,
  title,
  trusted,
  under,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { titleOf } from './format/people.ts';

/** Links the id of a claim or difference to the record; other text stays as it is. */
export function recordLink(id: string): Line {
  if (/^(?:[A-Z]-|D)\d{1,4}$/.test(id)) return [reference(`record.md#${id.toLowerCase()}`, id)];
  return untrustedMarkdown(id, WHOLE);
}

export function recordLinks(ids: readonly string[]): Inline[] {
  return joined(ids.map(recordLink), ', ');
}

export function claimLine(id: ClaimId, { kind, text }: Proposal['claims'][number], cited: Line): Line {
  const source = cited.length === 0 ? [] : line` (read in ${cited})`;
  return line`${bold(id)}, ${kind}${source}: ${untrustedMarkdown(text, WHOLE)}`;
}

/** Every claim of every revealed proposal under its id, which links point to. `fates`: `null` without a draft. */
export function claimsLedger(design: Design, fates: readonly ClaimFate[] | null): Section {
  return claimsOf(design).flatMap((claim) => {
    const { fate } = fates?.find((each) => each.claim.id === claim.id) ?? {};
    const became = fate === undefined ? '' : `: ${FATE_WORDS[fate]}`;
    return [
      title(3, [trusted(claim.id)]),
      lines(claimed(design, claim)),
      ...citedLines(claim),
      lines(line`${titleOf(design, claim.participant)}, ${claim.kind}${became}.`),
    ];
  });
}

export function loneBlocks(lone: Design['lone']): Section {
  const told = lone.map(({ claim, why }) => line`${recordLink(claim)}: ${untrustedMarkdown(why, WHOLE)}`);
  return under(lines(line`Found by one proposal only, and would change the answer:`), list(told));
}

/** `11 of 14 facts with a source are in the decision` */
export function factsCounted(design: Design): string {
  const { all, notUsed } = sourcedFacts(design);
  const are = all.length === 1 ? 'fact with a source is' : 'facts with a source are';
  return `${all.length - notUsed.length} of ${all.length} ${are} in the decision`;
}

/** Empty if all facts with a source are used. */
export function factsNotUsed(design: Design): Section {
  const { notUsed } = sourcedFacts(design);
  return under(
    lines(line`${factsCounted(design)}; the others:`),
    list(
      notUsed.map(
        (claim) =>
          line`${recordLink(claim.id)}, ${titleOf(design, claim.participant)}: ${claimed(design, claim)}`,
      ),
    ),
  );
}

/** `Of 20 claims: 12 adopted, 3 rejected, 5 not used.` */
export function fatesCounted(fates: readonly ClaimFate[]): string {
  const counts = membersOf(FATE_WORDS).flatMap((fate) => {
    const count = fates.filter((each) => each.fate === fate).length;
    return count === 0 ? [] : [`${count} ${FATE_WORDS[fate]}`];
  });
  return `Of ${counted(fates.length, 'claim')}: ${counts.join(', ')}.`;
}

function claimed(design: Design, claim: LabelledClaim): Line {
  const cited = citationLine(claim, design.repository);
  const source = cited.length === 0 ? sourceLine(design, claim) : cited;
  return line`${untrustedMarkdown(claim.text, WHOLE)} ${italics(line`(${source})`)}`;
}

function citedLines({ check }: LabelledClaim): Section {
  if (check?.excerpt === undefined) return [];
  return [lines(...check.excerpt.split('\n').map((each) => line`${codeSpan(each)}`))];
}

/** A line in italics, as far as its pieces can be styled. */
export function italics(said: Line): Line {
  return said.map((piece) =>
    piece.kind === 'text' || piece.kind === 'prose'
      ? { ...piece, style: { ...piece.style, italic: true } }
      : piece,
  );
}
