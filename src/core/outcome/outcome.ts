import type { Design } from '../design.ts';
import { IS_RESPONSE } from '../events.ts';
import { costOf } from '../figures.ts';
import type { DivergenceId } from '../ids.ts';
import { participant } from '../participants.ts';
import { lowestConfidence } from '../policy/should-gate.ts';
import { isPause } from '../status.ts';
import type { Impact } from '../submission.ts';
import { participationOf } from './participation.ts';

export interface OpenPoint {
  readonly id: DivergenceId;
  readonly description: string;
  readonly impact: Impact;
}

/** The outcome of a design: computed from what was recorded and from nothing that a model says about itself (A5). */
export type Outcome = ReturnType<typeof outcomeOf>;

export function outcomeOf(design: Design) {
  const { settled, end } = design;
  const decidedBy = decision(design);
  return {
    designId: design.id,
    /** Its final status, or the one it is about to get; `unfinished` before that is decided. */
    status: end?.status ?? settled?.status ?? ('unfinished' as const),
    /** Why a person should look, or why one was asked to. */
    reasons: settled?.reasons ?? decidedBy?.reasons ?? [],
    participation: participationOf(design),
    assumptions: design.questions
      .filter((question) => question.status === 'assumed')
      .map(({ id, text, assumption }) => ({ id, question: text, assumption })),
    ...openPoints(design),
    dissents: design.signatures
      .filter(({ verdict }) => verdict === 'dissents')
      .map(({ participant: id, dissent }) => ({
        participant: id,
        title: participant(design, id).title,
        dissent,
      })),
    /**
     * The lowest confidence that the decision rests on, as the gate policy computes it; `null` when there is nothing
     * yet. Proposals do not count: a participant that was unsure of its proposal says so again when signing.
     */
    lowestConfidence: restsOnSomething(design) ? lowestConfidence(design) : null,
    models: modelsThatTookPart(design),
    citations: citations(design),
    audit: { done: design.audit !== null, blocking: blockingFindings(design) },
    hasDecision: design.brief !== null,
    /** What a second run would start from. */
    kept: {
      answers: design.questions.filter((question) => question.status === 'answered').length,
      proposals: design.proposals.length,
    },
    deliberationStopped: design.deliberationStopped,
    decidedBy,
    stoppedBecause: end?.stoppedBecause ?? settled?.stoppedBecause ?? null,
    stoppedBy: end?.by ?? '',
    detail: end?.detail ?? settled?.detail ?? '',
    costUsd: totalCost(design),
    tokens: design.turns.reduce((sum, turn) => sum + turn.tokens, 0),
    startedAt: design.startedAt,
    /** When it ended or, if that is still to come, when it was decided what it ends as. */
    endedAt: end?.at ?? settled?.at ?? null,
    rehearsal: design.rehearsal,
  };
}

/** The outcome as outsiders get it (HTTP API v1, manifest). A change needs a new version. */
export type PublishedOutcome = NonNullable<ReturnType<typeof publishedOutcome>>;

/** `null` while the design has none. */
export function publishedOutcome(design: Design) {
  const outcome = outcomeOf(design);
  if (outcome.status === 'unfinished') return null;
  const { reasons, participation, assumptions, unresolved } = outcome;
  const { dissents, lowestConfidence, stoppedBecause, costUsd } = outcome;
  return {
    reasons,
    participation,
    assumptions,
    unresolved,
    dissents,
    lowestConfidence,
    stoppedBecause,
    costUsd,
  };
}

/** USD, rounded to the millionth, the finest step of a price table; `null` when the price of any call is unknown. */
function totalCost(design: Design): number | null {
  const sum = costOf(design.turns);
  return sum === null ? null : Number(sum.toFixed(6));
}

/** Those that were to be argued and ended without agreement, and those of low impact that nobody was asked to argue. */
function openPoints(design: Design): { unresolved: OpenPoint[]; notArgued: OpenPoint[] } {
  const unresolved: OpenPoint[] = [];
  const notArgued: OpenPoint[] = [];
  for (const { id, description, impact, arguments: given, settlement } of design.divergences) {
    if (settlement !== null && settlement.outcome !== 'unresolved') continue;
    const leftAlone = impact === 'low' && given.length === 0;
    (leftAlone ? notArgued : unresolved).push({ id, description, impact });
  }
  return { unresolved, notArgued };
}

function restsOnSomething(design: Design): boolean {
  return design.composites.length + design.signatures.length > 0 || design.brief !== null;
}

/** Models of those who took a turn (J7); in rehearsal there are none. */
function modelsThatTookPart(design: Design): string[] {
  if (design.rehearsal) return [];
  const spoke = new Set(
    design.turns
      .filter(({ outcome }) => outcome !== 'open' && IS_RESPONSE[outcome])
      .map((turn) => turn.participant),
  );
  const models = design.participants.filter(({ id }) => spoke.has(id)).map(({ model }) => model);
  return [...new Set(models)].sort();
}

/** Citations given, and how many of them failed the check; `null`: not checked. */
function citations(design: Design): { readonly given: number; readonly failed: number | null } {
  const claims = design.proposals.flatMap(({ proposal }) => proposal.claims);
  return { given: claims.filter((claim) => claim.citation !== '').length, failed: null };
}

function blockingFindings(design: Design): number {
  const findings = design.audit?.audit.findings ?? [];
  return findings.filter((finding) => finding.severity === 'blocking').length;
}

/**
 * The last decision of a person about the result, or to stop it, by name (J8); continuing after a pause does not count.
 */
function decision(design: Design) {
  const gate = design.gates.findLast(
    (each) =>
      each.decision !== null &&
      each.decision.choice !== 'unanswered' &&
      !(isPause(each) && each.decision.choice === 'accept'),
  );
  if (gate === undefined || gate.decision === null || gate.decision.choice === 'unanswered') return null;
  const { by, choice, note } = gate.decision;
  return { by, choice, note, reasons: gate.reasons };
}
