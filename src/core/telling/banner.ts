import type { Outcome } from '../outcome/outcome.ts';
import type { GateReason } from '../vocabulary/events.ts';
import { confidence, counted, duration, money } from '../vocabulary/figures.ts';
import { IMPACTS } from '../vocabulary/submission.ts';
import { listed } from '../vocabulary/text.ts';
import {
  EXCUSE_WORDS,
  leftOutWords,
  membersOf,
  REASON_WORDS,
  ROUND_WORDS,
  reasonsIn,
  SHORTAGE_WORDS,
  STOP_WORDS,
  UNCHALLENGED_WORDS,
} from '../vocabulary/words.ts';

/** Of a rehearsal in which everybody speaks from the persona files: what it is, and what would make it more. */
const NOTHING_DECIDED = 'Nothing was decided. To connect a model, set ANTHROPIC_API_KEY (docs/models.md).';

/** The headline of a decision that was challenged and held. */
export const UNRESERVED = 'Decision ready.';

/** The first lines of the thread and of every file, written by code. */
interface Banner {
  /** Says that it was a rehearsal, or empty. Shown before the headline. */
  readonly mark: string;
  /** One sentence or two. Only a full result has the headline of a full result. */
  readonly headline: string;
  /** Plain text, to be shown in this order. */
  readonly facts: readonly string[];
}

/**
 * Where the banner stands: in a thread a design is run again by a button, elsewhere by a command. A file that contains the
 * decision of a rehearsal has the mark in that text, once, and the headline above it says the same in its own words.
 */
type BannerPlace = 'file' | 'thread' | 'above_mark';

export function bannerOf(outcome: Outcome, place: BannerPlace = 'file'): Banner {
  return {
    mark: place === 'above_mark' ? '' : outcome.mark,
    headline: place === 'above_mark' ? `${headline(outcome)} No model took part.` : headline(outcome),
    facts: [
      ...decided(outcome),
      ...stopped(outcome),
      outcome.participationWords,
      ...outcome.participation.died.filter(({ role }) => role !== 'persona').map(({ words }) => words),
      ...standIns(outcome),
      ...excused(outcome),
      ...openEnds(outcome),
      ...unread(outcome),
      ...authority(outcome, place),
      money(outcome.costUsd, outcome.costIsAtLeast),
      ...(outcome.endedAt === null ? [] : [duration(outcome.endedAt - outcome.startedAt)]),
      ...runAgain(outcome, place),
    ],
  };
}

function headline(outcome: Outcome): string {
  switch (outcome.status) {
    case 'completed':
      return outcome.isNeutral ? NOTHING_DECIDED : ready(outcome);
    case 'needs_review':
      if (!outcome.hasDecision) {
        return `Needs review: there is no decision, ${outcome.hasContribution ? 'only what was contributed' : 'and nothing was contributed'}.`;
      }
      return `Needs review: ${reviewWords(outcome).join('; ')}.`;
    case 'cancelled':
      if (outcome.stoppedBecause === 'no_persona_left') return 'Cancelled: no colleague is left.';
      if (outcome.stoppedBecause === 'cancelled_by_person' && outcome.stoppedBy !== '') {
        return `Cancelled by ${outcome.stoppedBy}: there is no decision.`;
      }
      if (outcome.stoppedBecause === 'not_resumed') {
        return 'Cancelled: nobody could be brought back after Charrette itself had stopped.';
      }
      return 'Cancelled: there is no decision.';
    case 'failed':
      return 'Failed: Charrette itself could not go on.';
    case 'unfinished':
      return 'Not finished: this is only what has happened so far.';
  }
}

/** Without a word more only where the decision was challenged and held (J11). */
function ready(outcome: Outcome): string {
  const held = outcome.unchallenged.map((kind) => UNCHALLENGED_WORDS[kind]);
  const unchallenged = listed(held);
  const and = unchallenged === '' ? '' : `, and ${unchallenged}`;
  const lacking = [...missing(outcome), ...held];
  if (outcome.signed === 0) {
    const by = outcome.decidedBy === null ? 'ready' : `accepted by ${outcome.decidedBy.by}`;
    const care = lacking.length === 0 ? '' : ` Read with care: ${listed(lacking)}.`;
    return `Decision ${by}, and ${unsigned(outcome)}.${care}`;
  }
  if (lacking.length > held.length) return `Decision ready. Read with care: ${listed(lacking)}.`;
  // A quick design leaves these to people; those of low impact are never argued, and no reservation.
  const open = outcome.notArgued.filter(({ impact }) => impact !== 'low').length;
  if (open > 0) {
    const differences = counted(open, 'difference is', 'differences are');
    return `Decision ready, and ${differences} for you to decide: not argued.${unchallenged === '' ? '' : ` Read with care: ${unchallenged}.`}`;
  }
  const { assumptions, unresolved, dissents, decidedBy } = outcome;
  const reservations = assumptions.length + unresolved.length + dissents.length;
  if (reservations > 0 || decidedBy !== null) return `Decision ready, with reservations${and}.`;
  return unchallenged === '' ? UNRESERVED : `Decision ready, but ${unchallenged}.`;
}

function unsigned({ allDissent, dissents }: Outcome): string {
  if (!allDissent) return 'nobody has signed it';
  return `nobody has signed it (${dissents.length === 1 ? 'the only one who was asked dissents' : `all ${dissents.length} dissent`})`;
}

/** What is the matter with a decision that a person should look at. */
function reviewWords(outcome: Outcome): string[] {
  const { decidedBy, signed } = outcome;
  const words = [
    ...(decidedBy?.choice === 'stop' ? [`${decidedBy.by} stopped it`] : []),
    ...(signed === 0 ? [unsigned(outcome)] : []),
    ...missing(outcome),
  ];
  return words.length > 0 ? words : reasonsIn(outcome.reasons, outcome);
}

/** What the headline says of them in other words: who signed, and how many took part. */
const SAID_OTHERWISE: readonly GateReason[] = ['not_signed', 'degraded_participation'];

/** Who or what belongs to a full result and is not in it, each once. Each continues a headline. */
function missing(outcome: Outcome): string[] {
  const { audit, dropped, citations, stoppedBecause } = outcome;
  const isAuditLeftOut = dropped.some(({ kind }) => kind === 'audit');
  const reasons = outcome.reasons.filter(
    (reason) => !SAID_OTHERWISE.includes(reason) && !(outcome.signed === 0 && reason === 'dissent_of_half'),
  );
  const lacks = (applies: boolean, reason: GateReason) => (applies ? [REASON_WORDS[reason]] : []);
  const isStopped = stoppedBecause !== null && !['finished', 'decided_by_person'].includes(stoppedBecause);
  return [
    ...new Set([
      ...missingPeople(outcome),
      ...reasonsIn(reasons, outcome),
      ...lacks(!outcome.hasDecision, 'nothing_contributed'),
      ...lacks(!audit.done && !isAuditLeftOut, 'not_audited'),
      ...lacks(audit.blocking > 0, 'blocking_finding'),
      ...lacks(
        citations.some(({ status }) => status === 'failed'),
        'citation_failed',
      ),
      ...lacks(
        outcome.unresolved.some((point) => point.impact === 'high'),
        'unresolved_high_impact',
      ),
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
    ...lost.map(({ title }) => `${title} was lost`),
    ...waited.map(({ what }) => `somebody was not waited for in ${ROUND_WORDS[what].about}`),
    ...actingFacilitators.map(({ role }) => `somebody stood in as ${role}`),
  ];
}

/** Why a person should look, or who has, unless the headline has it already. */
function decided(outcome: Outcome): string[] {
  const { decidedBy, status, hasDecision } = outcome;
  const words = reasonsIn(outcome.reasons, outcome).join('; ');
  if (status === 'needs_review' && hasDecision && (decidedBy?.choice ?? 'stop') === 'stop') return [];
  if (decidedBy === null) return words === '' ? [] : [words];
  const choice = {
    accept: 'accepted by',
    send_back: 'sent back by',
    again: 'run once more by',
    stop: 'stopped by',
  }[decidedBy.choice];
  return [`${choice} ${decidedBy.by}${words === '' ? '' : `, who was told: ${words}`}`];
}

/** Why it stopped, unless that is what everybody expects, or the headline or the participation says so. */
function stopped({ stoppedBecause, stoppedBy, detail }: Outcome): string[] {
  const told = detail.replace(/\.$/, '');
  switch (stoppedBecause) {
    case null:
    case 'decided_by_person':
    case 'no_persona_left':
    case 'not_resumed':
      return [];
    case 'finished':
      return told === '' ? [] : [told];
    case 'cancelled_by_person':
      return [
        ...(stoppedBy === '' ? ['a person cancelled it'] : []),
        ...(told === '' ? [] : [`reason: ${told}`]),
      ];
    case 'nothing_contributed':
    case 'time_used_up':
    case 'money_used_up':
    case 'gate_unanswered':
    case 'write_failed':
    case 'internal_error':
      return [told === '' ? `stopped because ${STOP_WORDS[stoppedBecause]}` : told];
  }
}

/** Each role and each name once, however often the role was passed on. */
function standIns({ participation: { actingFacilitators } }: Outcome): string[] {
  const roles = [...new Set(actingFacilitators.map(({ role }) => role))];
  return roles.map((role) => {
    const its = actingFacilitators.filter((each) => each.role === role);
    return `${listed([...new Set(its.map(({ title }) => title))])} stood in as ${role}`;
  });
}

/** Each name and kind of round once; where several tried and nobody could, only how often. */
function excused({ participation, withoutContribution }: Outcome): string[] {
  const lines = participation.excused.map(({ title, what, reason }) => {
    const attempts = participation.excused.filter((each) => each.what === what).length;
    return attempts > 1 && withoutContribution.includes(what)
      ? `nobody could ${ROUND_WORDS[what].task}: ${attempts} attempts failed`
      : `${title} was not waited for in ${ROUND_WORDS[what].about}: ${EXCUSE_WORDS[reason]}`;
  });
  return [...new Set(lines)];
}

function openEnds(outcome: Outcome): string[] {
  const { audit } = outcome;
  const byImpact = (points: Outcome['unresolved'], what: string, state: string) =>
    IMPACTS.flatMap((impact) => {
      const count = points.filter((point) => point.impact === impact).length;
      return count === 0 ? [] : [`${counted(count, `${impact}-impact ${what}`)} ${state}`];
    });
  return [
    ...some(outcome.assumptions.length, 'assumption'),
    ...byImpact(outcome.unresolved, 'question', 'unresolved'),
    ...byImpact(outcome.notArgued, 'difference', 'not argued'),
    ...some(outcome.dissents.length, 'dissent'),
    ...some(audit.blocking, 'blocking finding'),
    ...(outcome.hasDecision && !audit.done ? ['not audited'] : []),
    ...leftOut(outcome.dropped),
  ];
}

/** Without a result another run reads it. */
function unread(outcome: Outcome): string[] {
  if (outcome.unread.length === 0 || outcome.status === 'unfinished' || hasNoResult(outcome)) return [];
  return [`no colleague has read what ${listed(outcome.unread)} said last`];
}

function leftOut(dropped: Outcome['dropped']): string[] {
  return membersOf(SHORTAGE_WORDS).flatMap((reason) => {
    const kinds = dropped.filter((each) => each.reason === reason).map(({ kind }) => kind);
    return kinds.length === 0 ? [] : [leftOutWords(kinds, reason)];
  });
}

function authority({ lowestConfidence, models, citations, mark }: Outcome, place: BannerPlace): string[] {
  const [model] = models;
  const same = models.length === 1 && model !== undefined ? [`all on one model, ${model}`] : [];
  const different = models.length > 1 ? [`${models.length} different models`] : [];
  return [
    ...(lowestConfidence === null ? [] : [`lowest confidence ${confidence(lowestConfidence)}`]),
    ...(mark === '' ? [...same, ...different] : []),
    ...(mark !== '' && place !== 'above_mark' ? ['no model took part'] : []),
    ...citations.filter(({ status }) => status !== 'checked').map(({ words }) => words),
  ];
}

/** Whether another run is what one would do next, and may be granted. */
export function isWorthAnotherRun(outcome: Outcome): boolean {
  return outcome.mayRunAgain && hasNoResult(outcome);
}

function hasNoResult({ status, hasDecision }: Outcome): boolean {
  return status === 'cancelled' || status === 'failed' || (status === 'needs_review' && !hasDecision);
}

/** What is kept, and how to run again from it (C9), where that may be. */
function runAgain(outcome: Outcome, place: BannerPlace): string[] {
  if (!hasNoResult(outcome)) return [];
  const { kept, designId, mayRunAgain } = outcome;
  const said = kept.answers === 0 && kept.isSaid ? ['what people said'] : some(kept.answers, 'answer');
  const things = [...said, ...some(kept.proposals, 'proposal')].join(' and ');
  const nothing = 'nothing to keep yet';
  if (!mayRunAgain) return [things === '' ? nothing : `kept: ${things}`];
  if (place === 'thread') return [things === '' ? nothing : `kept for another run: ${things}`];
  const again = `to run it again: charrette retry ${designId}`;
  return things === '' ? [nothing, again] : [`kept: ${things}`, `${again} (starts from them)`];
}

function some(count: number, one: string): string[] {
  return count === 0 ? [] : [counted(count, one)];
}
