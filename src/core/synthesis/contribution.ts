import { type Refusal, refuse } from '../commands.ts';
import type { Draft } from '../draft.ts';
import { claimsOf } from '../proposal/labels.ts';
import type { Author } from '../round/contribution.ts';
import type { Audit, Brief, Composite, SubmissionInput } from '../submission.ts';

type Account = Composite['accounts'][number];

/** Every claim of every proposal is accounted for, once, or the composite is refused with those it forgot. */
export function submitComposite(draft: Draft, author: Author, composite: Composite): Refusal | null {
  const refusal = checkAccounts(draft, composite);
  if (refusal !== null) return refusal;
  draft.record({ type: 'composite_submitted', ...author, composite });
  return null;
}

function checkAccounts(draft: Draft, { accounts }: Composite): Refusal | null {
  const known = new Set(claimsOf(draft.design).map((claim) => claim.id));
  const named = accounts.map((account) => account.claim);
  const references = accounts.flatMap(({ disposition, claim, into }) =>
    disposition === 'merged' ? [claim, into] : [claim],
  );
  const unknown = [...new Set(references)].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const list = [...known].join(', ');
    return refuse('unknown_reference', `There is no claim ${unknown.join(', ')}; the claims are ${list}.`);
  }
  const claims = (wrong: (account: Account) => boolean) => accounts.filter(wrong).map(({ claim }) => claim);
  const isMerged = ({ disposition }: Account) => disposition === 'merged';
  const problems = [
    {
      code: 'invalid',
      what: 'These claims are accounted for more than once',
      found: named.filter((id, index) => named.indexOf(id) !== index),
    },
    {
      code: 'incomplete',
      what: 'These claims are not accounted for',
      found: [...known].filter((id) => !named.includes(id)),
    },
    {
      code: 'invalid',
      what: 'A claim cannot be merged into itself',
      found: claims((account) => isMerged(account) && account.claim === account.into),
    },
    {
      code: 'invalid',
      what: 'These claims are merged in a ring, so that none of them is left',
      found: claims((account) => isMergedInRing(account, accounts)),
    },
    {
      code: 'incomplete',
      what: 'These claims are rejected without a reason',
      found: claims(({ disposition, reason }) => disposition === 'rejected' && reason === ''),
    },
  ] as const;
  const problem = problems.find(({ found }) => found.length > 0);
  return problem === undefined ? null : refuse(problem.code, `${problem.what}: ${problem.found.join(', ')}.`);
}

/** Following what it is merged into never ends: the claim would be lost with all others of the ring. */
function isMergedInRing(account: Account, accounts: Composite['accounts']): boolean {
  let reached: Account | undefined = account;
  for (let steps = 0; steps <= accounts.length; steps++) {
    if (reached?.disposition !== 'merged') return false;
    const { into }: Account = reached;
    reached = accounts.find(({ claim }) => claim === into);
  }
  return true;
}

/** A dissent is kept verbatim (J5); one without words, or words under a signature, is refused as unclear. */
export function submitSignature(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'sign'>,
): Refusal | null {
  const { verdict, dissent, rationale, confidence } = input;
  if (verdict === 'dissents' && dissent === '') {
    return refuse('incomplete', 'A dissent needs its text in `dissent`; it is kept verbatim.');
  }
  if (verdict === 'signs' && dissent !== '') {
    return refuse('invalid', 'Either sign with an empty `dissent`, or choose `dissents`.');
  }
  draft.record({ type: 'signature_given', ...author, verdict, dissent, rationale, confidence });
  return null;
}

export function submitAudit(draft: Draft, author: Author, audit: Audit): Refusal | null {
  draft.record({ type: 'audit_submitted', ...author, audit });
  return null;
}

/** Each assumption made for an unanswered question says how the decision changes if it is wrong. */
export function submitBrief(draft: Draft, author: Author, brief: Brief): Refusal | null {
  const { questions } = draft.design;
  const assumed = questions.filter((question) => question.status === 'assumed').map(({ id }) => id as string);
  const named = brief.ifAssumptionsFail.map((entry) => entry.question);
  const unknown = named.filter((id) => !assumed.includes(id));
  if (unknown.length > 0) {
    const list = assumed.length === 0 ? 'there is none' : `they are ${assumed.join(', ')}`;
    const message = `${unknown.join(', ')} is not a question with an assumption; ${list}.`;
    return refuse('unknown_reference', message);
  }
  const forgotten = assumed.filter((id) => !named.includes(id));
  if (forgotten.length > 0) {
    const message = `\`ifAssumptionsFail\` says nothing about ${forgotten.join(', ')}.`;
    return refuse('incomplete', message);
  }
  draft.record({ type: 'brief_submitted', ...author, brief });
  return null;
}
