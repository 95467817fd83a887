import { claimsOf, type LabelledClaim } from '../../core/proposal/labels.ts';
import { adoptedClaims, decidedIn } from '../../core/synthesis/decided.ts';
import { citationLine } from '../../core/telling/facts/citation.ts';
import { linePlain } from '../../core/telling/render/plain.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Account } from '../../core/vocabulary/submission.ts';
import { cutText } from '../../core/vocabulary/text.ts';
import type { Ask } from './ask.ts';
import { material } from './material-text.ts';
import { LINES_OF_YOUR_REGION, SIGNED_AGAIN } from './texts.ts';

/** Places that a signer sees the lines of, characters of all together, and of a claim beside its lines. */
const [PLACES, PLACES_CHARACTERS, CLAIM_CHARACTERS] = [12, 6_000, 300];

/** Facts for a signer: its own claims, the fate of those that are not adopted, and the lines that its region cites. */
export function signingFacts(design: Design, ask: Ask): string[] {
  const decided = decidedIn(design);
  if (decided === null || ask.ownLabel === '') return [];
  const own = claimsOf(design).filter(({ label }) => label === ask.ownLabel);
  const ids = new Set(own.map(({ id }) => id));
  const signings = design.rounds.filter(({ kind }) => kind === 'signing').length;
  return [
    ...(signings > 1 ? [SIGNED_AGAIN] : []),
    ...(own.length === 0 ? [] : [`Your claims: ${[...ids].join(', ')}`]),
    ...decided.accounts.filter(({ claim }) => ids.has(claim)).flatMap(fateOf),
    ...linesOfRegion(design, own),
  ];
}

function fateOf({ claim, disposition, into }: Account): string[] {
  const how = { adopted: '', merged: `merged into ${into}`, rejected: 'rejected', unresolved: 'left open' };
  return disposition === 'adopted' ? [] : [`Your claim ${claim} was ${how[disposition]}.`];
}

/**
 * Returns the lines under adopted claims that are the signer's own or cite a file that one of its own cites (J4): its own first,
 * as many as there is room for.
 */
function linesOfRegion(design: Design, own: readonly LabelledClaim[]): string[] {
  const files = new Set(own.flatMap(({ check }) => check?.path || []));
  const isOwn = ({ label }: LabelledClaim) => label === own[0]?.label;
  const cited = adoptedClaims(design).filter(
    ({ check }) => check?.excerpt !== undefined && files.has(check.path),
  );
  const told = [...cited.filter(isOwn), ...cited.filter((claim) => !isOwn(claim))].map(linesUnder);
  let room = PLACES_CHARACTERS;
  const shown = told.slice(0, PLACES).filter((text) => {
    room -= text.length;
    return room >= 0;
  });
  const left = told.length - shown.length;
  const more = left === 0 ? [] : [`Left out for want of room: the lines of ${left} more.`];
  return shown.length === 0 ? [] : [LINES_OF_YOUR_REGION, ...shown, ...more];
}

/** One claim with its place and quotation, and the lines as they stand there. */
function linesUnder(claim: LabelledClaim): string {
  const cited = linePlain(citationLine(claim));
  const words = `${claim.id}, ${claim.kind}: ${cutText(claim.text, CLAIM_CHARACTERS, ' …')}`;
  const lines = `The lines:\n${claim.check?.excerpt ?? ''}`;
  return material(`what ${claim.id} cites`, [words, cited, lines].join('\n'));
}
