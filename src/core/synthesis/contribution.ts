import type { Author } from '../round/turns.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { checkNamed } from '../vocabulary/named.ts';
import type { Composite, Revision, SubmissionInput } from '../vocabulary/submission.ts';
import { checkDecision } from './check-decision.ts';
import { decidedIn, findingsOf, revisedAccounts } from './decided.ts';

/** Records a composite. `sha256` is the hash of the rendered decision, taken where it is rendered. */
export function submitComposite(
  draft: Draft,
  author: Author,
  composite: Composite,
  sha256: string,
): Refusal | null {
  const { decision, accounts } = composite;
  const refusal = refuseForAll(checkDecision(draft.design, decision, accounts));
  if (refusal !== null) return refusal;
  draft.record({ type: 'composite_submitted', ...author, composite, sha256 });
  return null;
}

/** Records a revision. It answers every finding once; its changes to the accounts are checked like a composite. */
export function submitRevision(
  draft: Draft,
  author: Author,
  revision: Revision,
  sha256: string,
): Refusal | null {
  const { design } = draft;
  const accounts = revisedAccounts(decidedIn(design)?.accounts ?? [], revision.accounts);
  const refusal = refuseForAll([
    ...checkFindings(draft, revision, sha256),
    ...checkDecision(design, revision.decision, accounts),
  ]);
  if (refusal !== null) return refusal;
  draft.record({ type: 'revision_submitted', ...author, revision, sha256 });
  return null;
}

function checkFindings({ design }: Draft, { findings }: Revision, sha256: string): Refusal[] {
  const known = findingsOf(design).map(({ id }) => id);
  const acted = findings.filter(({ done }) => done === 'acted_on').map(({ finding }) => finding);
  const isSame = acted.length > 0 && sha256 === decidedIn(design)?.sha256;
  const unchanged = `\`findings\` says that ${acted.join(', ')} is acted on, and the text is the same as before; change the decision, or leave it open and say why.`;
  return [
    ...checkNamed(
      findings.map(({ finding }) => finding),
      known,
      known,
      {
        unknown: (ids) => `There is no finding ${ids}`,
        twice: (ids) => `These findings are answered more than once: ${ids}.`,
        forgotten: (ids) =>
          `\`findings\` says nothing about ${ids}; say where the decision acts on each, or why it is left open.`,
      },
    ),
    ...(isSame ? [refuse('invalid', unchanged)] : []),
  ];
}

/**
 * Records a signature under one text, named by its hash (J9). A dissent is kept verbatim (J5). A dissent without words, or
 * words under a signature, is refused as unclear.
 */
export function submitSignature(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'sign'>,
  sha256: string,
): Refusal | null {
  const { verdict, dissent, rationale, confidence } = input;
  if (verdict === 'dissents' && dissent === '') {
    return refuse('incomplete', 'A dissent needs its text in `dissent`; it is kept verbatim.');
  }
  if (verdict === 'signs' && dissent !== '') {
    return refuse('invalid', 'Either sign with an empty `dissent`, or choose `dissents`.');
  }
  const decided = decidedIn(draft.design)?.sha256 ?? '';
  if (decided !== '' && decided !== sha256) {
    return refuse('not_open', 'What was shown is not the decision that stands now, so it is not signed.');
  }
  const signature = { verdict, dissent, rationale, confidence, sha256: decided };
  draft.record({ type: 'signature_given', ...author, ...signature });
  return null;
}
