import { claimsOf, type LabelledClaim, type Lettered } from '../proposal/labels.ts';
import { namesOf } from '../question/author.ts';
import { repliesLeft } from '../question/late-words.ts';
import { type CheckedCitation, checkOf } from '../vocabulary/checked.ts';
import type { Design, Reply } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId } from '../vocabulary/ids.ts';
import type { Round } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import type { Account, Audit, Composite, Decision, Revision } from '../vocabulary/submission.ts';
import { patched } from './patch.ts';

/** One text of the decision, from the composite or a later revision. */
export interface Decided {
  readonly decision: Decision;
  /** The accounts of every claim, as of this text. */
  readonly accounts: readonly Account[];
  readonly confidence: number;
  /** The hash of the rendered text. */
  readonly sha256: string;
  readonly participant: ParticipantId;
}

/** Returns the texts of the decision since the newest composite, oldest first. */
export function decisionsOf({ composites, revisions }: Pick<Design, 'composites' | 'revisions'>): Decided[] {
  const composed = composites.at(-1);
  if (composed === undefined) return [];
  const { decision, accounts, confidence } = composed.composite;
  const { sha256: first, participant: composer } = composed;
  let last: Decided = { decision, accounts, confidence, sha256: first, participant: composer };
  const decided = [last];
  for (const { revision, sha256, participant } of revisions) {
    last = { ...revised(last, revision), sha256, participant };
    decided.push(last);
  }
  return decided;
}

/** Returns the text that a revision makes of the one before it. */
export function revised(
  before: Decided,
  { changes, accounts, confidence }: Revision,
): Pick<Decided, 'decision' | 'accounts' | 'confidence'> {
  return {
    decision: patched(before.decision, changes),
    accounts: revisedAccounts(before.accounts, accounts),
    confidence,
  };
}

/** Returns the text of a composite. */
export function composedText({
  decision,
  accounts,
  confidence,
}: Composite): Pick<Decided, 'decision' | 'accounts' | 'confidence'> {
  return { decision, accounts, confidence };
}

/** Returns the current decision; `null` before there is a composite. */
export function decidedIn(design: Pick<Design, 'composites' | 'revisions'>): Decided | null {
  return decisionsOf(design).at(-1) ?? null;
}

/** Applies the accounts that a revision changes; it names no others. */
function revisedAccounts(before: readonly Account[], changed: readonly Account[]): readonly Account[] {
  const kept = before.filter(({ claim }) => !changed.some((each) => each.claim === claim));
  return [...kept, ...changed];
}

/** Follows a merged claim to the account that decides about it; `undefined` for a claim without one, or merged in a ring. */
export function finalAccount(accounts: readonly Account[], claim: ClaimId): Account | undefined {
  let reached = accounts.find((account) => account.claim === claim);
  for (let steps = 0; steps <= accounts.length; steps++) {
    if (reached?.disposition !== 'merged') return reached;
    const { into }: Account = reached;
    reached = accounts.find((account) => account.claim === into);
  }
  return undefined;
}

/** One finding of the audit with the number that the revision answers, and that answer. */
export interface AnsweredFinding extends Readonly<Audit['findings'][number]> {
  /** `F1`, `F2`, … in the auditor's order. */
  readonly id: string;
  /** The result of checking its citation. */
  readonly check: CheckedCitation | null;
  /** The auditor's word on whether what changed answers it; `null` where it was not asked, or has not said. */
  readonly confirmed: boolean | null;
  /** How it does, or what is still wrong, in the auditor's words; empty without any. */
  readonly confirmedWhy: string;
  /** It is more than minor. */
  readonly needsConfirmation: boolean;
  /** `null`: no revision has answered it. */
  readonly answer: Readonly<Revision['findings'][number]> | null;
}

/** Returns the findings of the audit, each with the newest revision's answer. */
export function findingsOf({
  audit,
  revisions,
  confirmation,
}: Pick<Design, 'audit' | 'revisions' | 'confirmation'>): AnsweredFinding[] {
  const newest = revisions.at(-1);
  const answers = newest?.revision.findings ?? [];
  const confirmed = confirmation?.confirmation.findings ?? [];
  return (audit?.audit.findings ?? []).map((finding, index) => {
    const id = `F${index + 1}`;
    const check = checkOf(audit?.citations ?? [], index + 1);
    const said = confirmed.find((each) => each.finding === id);
    const answer = answers.find((each) => each.finding === id) ?? null;
    const needsConfirmation = finding.severity !== 'minor';
    return {
      ...finding,
      id,
      check,
      confirmed: said?.isAnswered ?? null,
      confirmedWhy: said?.reason ?? '',
      needsConfirmation,
      answer,
    };
  });
}

/**
 * Returns true if the decision must be revised before signing: the audit has findings, or a person has settled or corrected
 * something since the text was written (J9).
 */
export function needsRevision(design: Design): boolean {
  const found = design.audit?.audit.findings.length ?? 0;
  return found > 0 || isOutdated(design);
}

const MAKES_TEXT: readonly RoundKind[] = ['composite', 'revision'];

/** Returns true if a person has settled a difference or corrected an answer since the newest text was asked for. */
export function isOutdated(design: Design): boolean {
  const asked = design.rounds.findLast(({ kind }) => MAKES_TEXT.includes(kind));
  const { settled, corrected } = saidSince(design, asked);
  return settled.length + corrected.length > 0;
}

/** Returns what people settled or corrected since the current text was asked for, if no newer text followed (J8). */
export function leftOutOfText(design: Design): ReturnType<typeof saidSince> {
  return saidSince(design, textRound(design));
}

/** Returns what people have said since the current text was asked for, unless they changed it after the end. */
export function repliesSinceText(design: Design): Reply[] {
  const asked = textRound(design)?.since ?? 0;
  return repliesLeft(design).filter(({ since }) => since > asked);
}

/** Returns the authors of replies that no turn has read: those since anybody was last asked. */
export function unreadAuthors({ replies, turns }: Design): string[] {
  const asked = turns.at(-1)?.since ?? 0;
  return namesOf(replies.filter(({ since }) => since > asked));
}

/** Returns the round that brought the current text. */
function textRound({ rounds }: Design): Round | undefined {
  return rounds.findLast(({ kind, contributed }) => MAKES_TEXT.includes(kind) && contributed.length > 0);
}

function saidSince({ divergences, corrections }: Design, asked: Round | undefined) {
  const isLater = ({ since }: { readonly since: number }) => since > (asked?.since ?? 0);
  return {
    settled: divergences.filter(
      ({ settlement }) => settlement?.outcome === 'settled_by_person' && isLater(settlement),
    ),
    corrected: corrections.filter((correction) => correction.isNews && isLater(correction)),
  };
}

/** Returns the claims that hold in the current decision. */
export function adoptedClaims(
  design: Lettered & Pick<Design, 'proposals' | 'composites' | 'revisions'>,
): LabelledClaim[] {
  const accounts = decidedIn(design)?.accounts ?? [];
  const adopted = new Set(
    accounts.flatMap(({ claim, disposition }) => (disposition === 'adopted' ? [claim] : [])),
  );
  return claimsOf(design).filter(({ id }) => adopted.has(id));
}
