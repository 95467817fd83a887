import { claimsOf } from '../proposals/labels.ts';
import { type CommandOf, type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { checkNamed } from '../vocabulary/named.ts';
import { present } from '../vocabulary/present.ts';
import type { Round } from '../vocabulary/round.ts';
import type { Audit, Composite, Confirmation, Revision, SubmissionInput } from '../vocabulary/submission.ts';
import type { Author } from '../workflow/rounds/turns.ts';
import { checkAnswers, checkFindings, checkNewBase } from './check-answered.ts';
import { checkAudit, checkJudged, keepSoundAudit, keepSoundConfirmation } from './check-audit.ts';
import { checkWays, checkWeighed } from './check-base.ts';
import { checkChanges } from './check-changes.ts';
import { checkDays, checkDecision } from './check-decision.ts';
import { decidedOf, reviseText, textOf } from './decided.ts';
import { doubtsIn } from './doubts.ts';
import { findingsOf, listFindingsToConfirm } from './findings.ts';

type Submitted = Pick<CommandOf<'submit'>, 'sha256' | 'quoted' | 'citations' | 'isLastTry'>;

/**
 * Records a draft. `sha256`: hash of the rendered decision. Refuses gaps in its bookkeeping and what its structure makes doubtful, but
 * not at the last try, when doubts are recorded with it.
 */
export function submitComposite(
  draft: Draft,
  author: Author,
  composite: Composite,
  { sha256, quoted, isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const text = textOf({ composite, quoted });
  const doubts = doubtsIn(design, text);
  const lenient = [
    ...checkWeighed(design, composite),
    ...checkWays(design, text),
    ...checkDays(design, text.decision),
    ...refuseDoubts(doubts),
  ];
  const refusal = refuseForAll([...checkDecision(design, text), ...(isLastTry ? [] : lenient)]);
  if (refusal !== null) return refusal;
  draft.record({ type: 'composite_submitted', ...author, composite, sha256, ...partsOf(quoted, doubts) });
  return null;
}

function refuseDoubts(doubts: readonly string[]): Refusal[] {
  return doubts.map((doubt) =>
    refuse('invalid', `${doubt}; say what is so, or name a sentence of theirs in \`rests\`.`),
  );
}

function partsOf(quoted: Submitted['quoted'] = [], doubts: readonly string[] = []) {
  return {
    ...(quoted.length === 0 ? {} : { quoted: [...quoted] }),
    ...(doubts.length === 0 ? {} : { doubts: [...doubts] }),
  };
}

/**
 * Records a revision: changes of parts, each with what it answers, and an answer to every finding. The resulting text is
 * checked like a composite.
 */
export function submitRevision(
  draft: Draft,
  author: Author,
  revision: Revision,
  { sha256, quoted, isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const before = present(decidedOf(design), 'a revision of no decision');
  const after = reviseText(before, revision, quoted);
  const earlierDoubts = doubtsIn(design, before);
  const actedOn = revision.findings.flatMap(({ finding, done }) => (done === 'acted_on' ? [finding] : []));
  const isActedOn = (doubt: string) =>
    findingsOf(design).some(({ id, text }) => text === `${doubt}.` && actedOn.includes(id));
  const doubts = doubtsIn(design, after).filter(
    (doubt) => !earlierDoubts.includes(doubt) || isActedOn(doubt),
  );
  const lenient = [
    ...checkAnswers(design, revision),
    ...checkFindings(design, revision),
    ...checkWays(design, after),
    ...checkDays(design, after.decision),
    ...refuseDoubts(doubts),
  ];
  const refusal = refuseForAll([
    ...checkChanges(before.decision, revision.changes),
    ...checkNewBase(design, revision, before, after),
    ...checkDecision(design, after),
    ...(isLastTry ? [] : lenient),
  ]);
  if (refusal !== null) return refusal;
  draft.record({ type: 'revision_submitted', ...author, revision, sha256, ...partsOf(quoted, doubts) });
  return null;
}

/** Records an audit. At the last try its sound rows are accepted without the others. */
export function submitAudit(
  draft: Draft,
  author: Author,
  round: Round,
  input: Audit,
  { citations, isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const refusal = isLastTry ? null : refuseForAll(checkAudit(design, round, input));
  if (refusal !== null) return refusal;
  const audit = isLastTry ? keepSoundAudit(design, round, input) : input;
  draft.record({ type: 'audit_submitted', ...author, audit, citations: [...citations] });
  return null;
}

/** Records the auditor's check of the changes and of sentences that people said. */
export function confirmRevision(
  draft: Draft,
  author: Author,
  round: Round,
  input: Confirmation,
  { isLastTry }: Submitted,
): Refusal | null {
  const { design } = draft;
  const refusal = isLastTry
    ? null
    : refuseForAll([...checkConfirmation(design, input), ...checkJudged(design, round, input.said)]);
  if (refusal !== null) return refusal;
  const confirmation = isLastTry ? keepSoundConfirmation(design, round, input) : input;
  draft.record({ type: 'revision_confirmed', ...author, confirmation });
  return null;
}

/**
 * Records a signature under one text, named by its hash. A dissent is kept verbatim, with its reason in one sentence. A
 * dissent without words, words under a signature, and other participants' claims are refused.
 */
export function submitSignature(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'sign'>,
  sha256: string,
): Refusal | null {
  const refusal = refuseForAll([...checkVerdict(input), ...checkContradicted(draft, author, input)]);
  if (refusal !== null) return refusal;
  const decided = decidedOf(draft.design)?.sha256 ?? '';
  if (decided !== '' && decided !== sha256) {
    return refuse(
      'not_open',
      'The text you were shown is no longer the current decision, so it is not signed.',
    );
  }
  draft.record({ type: 'signature_given', ...author, ...input, sha256: decided });
  return null;
}

function checkVerdict({ verdict, dissent, reason }: SubmissionInput<'sign'>): Refusal[] {
  const reasonRule =
    '`reason` is for `with_reservation` and `dissents`: say what is wrong in one sentence, or leave it empty.';
  const dissentRule = '`dissent` is for `dissents`, and is kept verbatim: give its text, or leave it empty.';
  return [
    ...((reason !== '') === (verdict !== 'signs') ? [] : [refuse('invalid', reasonRule)]),
    ...((dissent !== '') === (verdict === 'dissents') ? [] : [refuse('invalid', dissentRule)]),
  ];
}

/** A signer speaks only for its own claims. */
function checkContradicted(
  { design }: Draft,
  { participant }: Author,
  { contradicted }: SubmissionInput<'sign'>,
): Refusal[] {
  const own = claimsOf(design).flatMap((claim) => (claim.participant === participant ? [claim.id] : []));
  return checkNamed(
    '`contradicted`',
    contradicted.map(({ claim }) => claim),
    own,
    { mayRepeat: true },
  );
}

/** Requires one judgement for each finding asked about, and no other. */
function checkConfirmation(design: Design, { findings }: Confirmation): Refusal[] {
  const owed = listFindingsToConfirm(design).map(({ id }) => id);
  return checkNamed(
    '`findings`',
    findings.map(({ finding }) => finding),
    owed,
    {
      owed,
      advice: 'say whether the changes answer each',
    },
  );
}
