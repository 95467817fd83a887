import { foundAlone } from '../proposals/cited.ts';
import { claimsOf } from '../proposals/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import { repeated } from '../vocabulary/named.ts';
import type { Account } from '../vocabulary/submission.ts';
import { type Decided, restedOn } from './decided.ts';
import { decidingOpen, fatesIn, leftOpen } from './fates.ts';

/**
 * Checks what a text says of the claims that it does not take. One that decides an open difference stays unresolved (J6), and what one
 * proposal alone has found is not passed over (J4).
 */
export function checkAccounts(design: Design, text: Pick<Decided, 'decision' | 'accounts'>): Refusal[] {
  const { decision, accounts } = text;
  const rested = restedOn(decision);
  const claimsWhere = (wrong: (account: Account) => boolean) =>
    accounts.filter(wrong).map(({ claim }) => claim);
  const deciding = decidingOpen(design, decision).flatMap(({ claims }) => claims);
  const onOpen = leftOpen(design, decision.open).flatMap(({ positions }) =>
    positions.flatMap(({ claims }) => claims),
  );
  const unused = fatesIn(design, text).filter(({ fate }) => fate === 'not_used');
  const alone = foundAlone(claimsOf(design));
  const problems: readonly (readonly [code: Refusal['code'], what: string, found: readonly ClaimId[]])[] = [
    [
      'invalid',
      'These claims are accounted for more than once',
      repeated(accounts.map(({ claim }) => claim)),
    ],
    [
      'invalid',
      'These are rejected, and the decision or a step rests on them; rest it on what holds, or do not reject them',
      claimsWhere(({ claim, disposition }) => disposition === 'rejected' && rested.includes(claim)),
    ],
    [
      'invalid',
      'These decide a difference that is open, and people decide it; leave them unresolved instead of rejecting them',
      claimsWhere(({ claim, disposition }) => disposition === 'rejected' && deciding.includes(claim)),
    ],
    [
      'invalid',
      'These are left unresolved, and stand on no position of a difference in `open`; rest the decision or a step on each, or reject it',
      claimsWhere(({ claim, disposition }) => disposition === 'unresolved' && !onOpen.includes(claim)),
    ],
    [
      'incomplete',
      'Only one proposal has found these, with a source; rest the decision or a step on each, or reject it with a reason',
      unused.map(({ claim }) => claim.id).filter((id) => alone.some((claim) => claim.id === id)),
    ],
  ];
  return problems
    .filter(([, , found]) => found.length > 0)
    .map(([code, what, found]) => refuse(code, `${what}: ${found.join(', ')}.`));
}
