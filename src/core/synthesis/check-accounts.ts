import { citedLines, cites, foundAlone } from '../citation/cited.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import { repeated } from '../vocabulary/named.ts';
import type { Account } from '../vocabulary/submission.ts';
import { finalAccount } from './decided.ts';

/** More claims than this do not say one thing; merging them loses their difference. */
export const MAX_MERGED_INTO_ONE = 6;

/** Checks that every claim of every proposal is accounted for once. Returns the faults with their claims. */
export function checkAccounts(design: Design, accounts: readonly Account[]): Refusal[] {
  const claims = claimsOf(design);
  const known = claims.map(({ id }) => id);
  const named = accounts.map((account) => account.claim);
  const claimsWhere = (wrong: (account: Account) => boolean) =>
    accounts.filter(wrong).map(({ claim }) => claim);
  const isMerged = ({ disposition }: Account) => disposition === 'merged';
  const alone = foundAlone(claims);
  const isAlone = ({ claim }: Account) => alone.some(({ id }) => id === claim);
  const problems: readonly (readonly [code: Refusal['code'], what: string, found: readonly string[]])[] = [
    ['invalid', 'These claims are accounted for more than once', repeated(named)],
    ['incomplete', 'These claims are not accounted for', known.filter((id) => !named.includes(id))],
    [
      'invalid',
      'A claim cannot be merged into itself',
      claimsWhere((account) => isMerged(account) && account.claim === account.into),
    ],
    [
      'invalid',
      'These claims are merged in a ring, so that none of them is left',
      claimsWhere(
        (account) =>
          isMerged(account) &&
          account.claim !== account.into &&
          known.includes(account.into) &&
          finalAccount(accounts, account.claim) === undefined,
      ),
    ],
    [
      'incomplete',
      'These claims are rejected without a reason',
      claimsWhere(({ disposition, reason }) => disposition === 'rejected' && reason === ''),
    ],
    [
      'invalid',
      `More than ${MAX_MERGED_INTO_ONE} claims are merged into each of these; adopt or reject by itself what says something else`,
      known.filter((id) => mergedInto(accounts, id).length > MAX_MERGED_INTO_ONE),
    ],
    // A claim found by only one proposal is adopted or rejected for a reason, and lost in no other way (J4).
    [
      'invalid',
      'Only one proposal has found these, with a citation that what they are merged into does not have; adopt each, or reject it with a reason',
      claimsWhere(
        (account) => isAlone(account) && isMerged(account) && losesItsLines(claims, accounts, account),
      ),
    ],
    [
      'invalid',
      'Only one proposal has found these, and no open difference has them; adopt each, or reject it with a reason',
      claimsWhere(
        (account) =>
          isAlone(account) && account.disposition === 'unresolved' && !isOpen(design, account.claim),
      ),
    ],
  ];
  return problems
    .filter(([, , found]) => found.length > 0)
    .map(([code, what, found]) => refuse(code, `${what}: ${found.join(', ')}.`));
}

/** Returns true if the final claim of a merge lacks the lines that this one cites. */
function losesItsLines(
  claims: readonly LabelledClaim[],
  accounts: readonly Account[],
  { claim }: Account,
): boolean {
  const into = claims.find(({ id }) => id === finalAccount(accounts, claim)?.claim);
  const own = claims.find(({ id }) => id === claim);
  const lines = own === undefined ? null : citedLines(own);
  return into !== undefined && (lines === null || !cites(into, lines));
}

function isOpen({ divergences }: Design, claim: string): boolean {
  return divergences.some(
    ({ settlement, positions }) =>
      (settlement === null || settlement.outcome === 'unresolved') &&
      positions.some(({ claims }) => claims.some((each) => each === claim)),
  );
}

/** Returns the claims merged into this one in the end, without itself. */
function mergedInto(accounts: readonly Account[], claim: string): string[] {
  return accounts
    .filter(
      (account) => account.disposition === 'merged' && finalAccount(accounts, account.claim)?.claim === claim,
    )
    .map((account) => account.claim);
}
