import type { Outcome } from '../outcome/outcome.ts';
import type { GateReason } from '../vocabulary/events.ts';
import { counted } from '../vocabulary/figures.ts';
import type { Unchallenged } from '../vocabulary/sets.ts';
import { listed } from '../vocabulary/text.ts';
import type { Level } from './document.ts';
import { STOP_WORDS } from './facts/ending.ts';
import { REASON_WORDS, reasonsIn } from './facts/gate.ts';
import { WAS_LOST } from './facts/loss.ts';
import { leftOutWords, ROUND_WORDS, SHORTAGES } from './facts/round.ts';

/** The first sentence or two of every result, with how grave it is: only one that was challenged and held is a success (J11). */
interface Headline {
  readonly headline: string;
  readonly level: Level;
}

/** A decision that was never challenged. Each continues a headline. */
const UNCHALLENGED_WORDS: Record<Unchallenged, string> = {
  one_proposal: 'there was really only one proposal',
  nothing_disputed: 'nothing was disputed',
  no_source: 'no claim has a source that was checked',
  nobody_asked: 'nobody was asked',
};

export function headlineOf(outcome: Outcome): Headline {
  const { status, hasDecision, hasContribution, stoppedBecause, stoppedBy } = outcome;
  switch (status) {
    case 'completed':
      if (!outcome.isNeutral) return ready(outcome);
      return warning('Nothing was decided. To connect a model, set ANTHROPIC_API_KEY (docs/models.md).');
    case 'needs_review': {
      if (hasDecision) return warning(`Needs review: ${reviewWords(outcome).join('; ')}.`);
      const left = hasContribution ? 'only what was contributed' : 'and nothing was contributed';
      return warning(`Needs review: there is no decision, ${left}.`);
    }
    case 'cancelled':
      if (stoppedBecause === 'no_persona_left')
        return { headline: `Cancelled: ${STOP_WORDS.no_persona_left}.`, level: 'error' };
      if (stoppedBecause === 'cancelled_by_person' && stoppedBy !== '')
        return info(`Cancelled by ${stoppedBy}: there is no decision.`);
      return info(
        `Cancelled: ${stoppedBecause === 'not_resumed' ? STOP_WORDS.not_resumed : 'there is no decision'}.`,
      );
    case 'failed':
      return { headline: 'Failed: Charrette itself could not go on.', level: 'error' };
    case 'unfinished':
      return info('Not finished: this is only what has happened so far.');
  }
}

function warning(headline: string): Headline {
  return { headline, level: 'warning' };
}

function info(headline: string): Headline {
  return { headline, level: 'info' };
}

/** Without a word more only where the decision was challenged and held (J11). */
function ready(outcome: Outcome): Headline {
  const { assumptions, unresolved, notArgued, dissents, decidedBy } = outcome;
  const held = outcome.unchallenged.map((kind) => UNCHALLENGED_WORDS[kind]);
  const unchallenged = listed(held);
  const lacking = [...missing(outcome), ...held];
  const care = (words: string) => (words === '' ? '' : ` Read with care: ${words}.`);
  if (outcome.signed === 0) {
    const by = decidedBy === null ? 'ready' : `accepted by ${decidedBy.by}`;
    return warning(`Decision ${by}, and ${unsigned(outcome)}.${care(listed(lacking))}`);
  }
  if (lacking.length > held.length) return warning(`Decision ready.${care(listed(lacking))}`);
  // A quick design leaves these to people; those of low impact are never argued, and no reservation.
  const open = notArgued.filter(({ impact }) => impact !== 'low').length;
  if (open > 0) {
    const differences = counted(open, 'difference is', 'differences are');
    return warning(`Decision ready, and ${differences} for you to decide: not argued.${care(unchallenged)}`);
  }
  if (assumptions.length + unresolved.length + dissents.length > 0 || decidedBy !== null)
    return warning(`Decision ready, with reservations${unchallenged === '' ? '' : `, and ${unchallenged}`}.`);
  if (unchallenged !== '') return warning(`Decision ready, but ${unchallenged}.`);
  return { headline: 'Decision ready.', level: 'success' };
}

function unsigned({ allDissent, dissents }: Outcome): string {
  if (!allDissent) return 'nobody has signed it';
  return `nobody has signed it (${dissents.length === 1 ? 'the only one who was asked dissents' : `all ${dissents.length} dissent`})`;
}

/** Reasons for a person to look at a decision. */
function reviewWords(outcome: Outcome): string[] {
  const { decidedBy, signed } = outcome;
  const words = [
    ...(decidedBy?.choice === 'stop' ? [`${decidedBy.by} stopped it`] : []),
    ...(signed === 0 ? [unsigned(outcome)] : []),
    ...missing(outcome),
  ];
  return words.length > 0 ? words : reasonsIn(outcome.reasons, outcome);
}

/** Said by the headline in other words: who signed, and how many took part. */
const SAID_OTHERWISE: readonly GateReason[] = ['not_signed', 'degraded_participation'];

/** People and parts that belong to a full result and are not in it, each once. Each continues a headline. */
function missing(outcome: Outcome): string[] {
  const { audit, dropped, citations, stoppedBecause, signed } = outcome;
  const isAuditLeftOut = dropped.some(({ kind }) => kind === 'audit');
  const reasons = outcome.reasons.filter(
    (reason) => !SAID_OTHERWISE.includes(reason) && !(signed === 0 && reason === 'dissent_of_half'),
  );
  const lacks: Partial<Record<GateReason, boolean>> = {
    nothing_contributed: !outcome.hasDecision,
    not_audited: !audit.done && !isAuditLeftOut,
    blocking_finding: audit.blocking > 0,
    citation_failed: citations.some(({ status }) => status === 'failed'),
    unresolved_high_impact: outcome.unresolved.some(({ impact }) => impact === 'high'),
  };
  const isStopped = stoppedBecause !== null && !['finished', 'decided_by_person'].includes(stoppedBecause);
  return [
    ...new Set([
      ...missingPeople(outcome),
      ...reasonsIn(reasons, outcome),
      ...(Object.keys(lacks) as GateReason[])
        .filter((reason) => lacks[reason])
        .map((reason) => REASON_WORDS[reason]),
      ...leftOut(dropped),
      ...(isStopped ? [STOP_WORDS[stoppedBecause]] : []),
    ]),
  ];
}

function missingPeople({ participation, signed, dissents }: Outcome): string[] {
  const { asked, toTheEnd, died, excused: late, actingFacilitators } = participation;
  const isSigned = signed + dissents.length > 0;
  const fewer = isSigned && toTheEnd < asked;
  const lost = died.filter(({ role }) => role !== 'persona' || toTheEnd === asked);
  const waited = late.filter(({ what }) => !(fewer && what === 'signing'));
  return [
    ...(fewer ? [`${asked - toTheEnd} of ${asked} did not take part to the end`] : []),
    ...lost.map(({ title }) => `${title} ${WAS_LOST}`),
    ...waited.map(({ what }) => `somebody was not waited for in ${ROUND_WORDS[what].about}`),
    ...actingFacilitators.map(({ role }) => `somebody stood in as ${role}`),
  ];
}

/** Rounds that were left out, by their reason. */
export function leftOut(dropped: Outcome['dropped']): string[] {
  return SHORTAGES.flatMap((reason) => {
    const kinds = dropped.filter((each) => each.reason === reason).map(({ kind }) => kind);
    return kinds.length === 0 ? [] : [leftOutWords(kinds, reason)];
  });
}
