import { citedLines, cites, foundAlone } from '../citation/cited.ts';
import { type Refusal, refuse } from '../commands.ts';
import type { Design } from '../design.ts';
import { claimsOf } from '../proposal/labels.ts';
import { repeated } from '../repeated.ts';
import type { Account } from '../submission.ts';
import { finalAccount } from './decided.ts';

/** More than so many claims do not say one thing; what is lost when they are made one is their difference. */
export const MAX_MERGED_INTO_ONE = 6;

/** Every claim of every proposal is accounted for, once, or the composite is refused with those it forgot. */
export function checkAccounts(design: Design, accounts: readonly Account[]): Refusal | null {
  const claims = claimsOf(design);
  const known = new Set(claims.map((claim) => claim.id));
  const named = accounts.map((account) => account.claim);
  const references = accounts.flatMap(({ disposition, claim, into }) =>
    disposition === 'merged' ? [claim, into] : [claim],
  );
  const unknown = [...new Set(references)].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const list = [...known].join(', ');
    return refuse('unknown_reference', `There is no claim ${unknown.join(', ')}; the claims are ${list}.`);
  }
  const found = (wrong: (account: Account) => boolean) => accounts.filter(wrong).map(({ claim }) => claim);
  const isMerged = ({ disposition }: Account) => disposition === 'merged';
  const problems = [
    {
      code: 'invalid',
      what: 'These claims are accounted for more than once',
      found: repeated(named),
    },
    {
      code: 'incomplete',
      what: 'These claims are not accounted for',
      found: [...known].filter((id) => !named.includes(id)),
    },
    {
      code: 'invalid',
      what: 'A claim cannot be merged into itself',
      found: found((account) => isMerged(account) && account.claim === account.into),
    },
    {
      code: 'invalid',
      what: 'These claims are merged in a ring, so that none of them is left',
      found: found((account) => isMerged(account) && finalAccount(accounts, account.claim) === undefined),
    },
    {
      code: 'incomplete',
      what: 'These claims are rejected without a reason',
      found: found(({ disposition, reason }) => disposition === 'rejected' && reason === ''),
    },
    {
      code: 'invalid',
      what: `More than ${MAX_MERGED_INTO_ONE} claims are merged into each of these; adopt or reject by itself what says something else`,
      found: [...known].filter((id) => mergedInto(accounts, id).length > MAX_MERGED_INTO_ONE),
    },
    ...lostAlone(design, accounts),
  ] as const;
  const problem = problems.find((each) => each.found.length > 0);
  return problem === undefined ? null : refuse(problem.code, `${problem.what}: ${problem.found.join(', ')}.`);
}

/** What only one proposal has found is adopted or rejected for a reason, and lost in no other way (J4). */
function lostAlone(design: Design, accounts: readonly Account[]) {
  const claims = claimsOf(design);
  const alone = foundAlone(claims);
  const found = (wrong: (account: Account) => boolean) => accounts.filter(wrong).map(({ claim }) => claim);
  return [
    {
      code: 'invalid',
      what: 'Only one proposal has found these, with a citation that what they are merged into does not have; adopt each, or reject it with a reason',
      found: found(({ claim, disposition }) => {
        const own = alone.find(({ id }) => id === claim);
        if (own === undefined || disposition !== 'merged') return false;
        const into = claims.find(({ id }) => id === finalAccount(accounts, claim)?.claim);
        const lines = citedLines(own);
        return into === undefined || lines === null || !cites(into, lines);
      }),
    },
    {
      code: 'invalid',
      what: 'Only one proposal has found these, and no open difference has them; adopt each, or reject it with a reason',
      found: found(
        ({ claim, disposition }) =>
          disposition === 'unresolved' && alone.some(({ id }) => id === claim) && !isOpen(design, claim),
      ),
    },
  ] as const;
}

function isOpen({ divergences }: Design, claim: string): boolean {
  return divergences.some(
    ({ settlement, positions }) =>
      (settlement === null || settlement.outcome === 'unresolved') &&
      positions.some(({ claims }) => claims.some((each) => each === claim)),
  );
}

/** The claims that this one stands for in the end, itself not counted. */
function mergedInto(accounts: readonly Account[], claim: string): string[] {
  return accounts
    .filter(
      (account) => account.disposition === 'merged' && finalAccount(accounts, account.claim)?.claim === claim,
    )
    .map((account) => account.claim);
}
