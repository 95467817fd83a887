import { confidence, counted, duration, money } from '../figures.ts';
import { IMPACTS } from '../submission.ts';
import { EXCUSE_WORDS, REASON_WORDS, ROUND_WORDS, STOP_WORDS } from '../words.ts';
import type { Outcome } from './outcome.ts';

export const REHEARSAL_MARK = 'REHEARSAL: no model was called';

/** The first lines of the thread and of every file, written by code. */
export interface Banner {
  /** `REHEARSAL: no model was called`, or empty. Shown before the headline. */
  readonly mark: string;
  /** One sentence or two. Only a full result has the headline of a full result. */
  readonly headline: string;
  /** Plain text, to be shown in this order. */
  readonly facts: readonly string[];
}

/** Where the banner stands: in a thread a design is run again by a button, elsewhere by a command. */
export type BannerPlace = 'file' | 'thread';

export function bannerOf(outcome: Outcome, place: BannerPlace = 'file'): Banner {
  return {
    mark: outcome.rehearsal ? REHEARSAL_MARK : '',
    headline: headline(outcome),
    facts: [
      ...reasons(outcome),
      ...participation(outcome),
      ...openEnds(outcome),
      ...authority(outcome),
      ...price(outcome),
      ...runAgain(outcome, place),
    ],
  };
}

/** The banner as plain text: mark and headline on one line, the facts on the next. */
export function bannerText(outcome: Outcome): string {
  const { mark, headline, facts } = bannerOf(outcome);
  return `${mark === '' ? '' : `${mark}. `}${headline}\n${facts.join(' · ')}`;
}

function headline(outcome: Outcome): string {
  switch (outcome.status) {
    case 'completed':
      if (isMissingSomething(outcome)) return 'Decision ready. Read with care: it is missing something.';
      return hasReservations(outcome) ? 'Decision ready, with reservations.' : 'Decision ready.';
    case 'needs_review':
      return outcome.hasDecision
        ? 'Needs review: there is a decision, but it may not carry full authority.'
        : 'Needs review: there is no decision, only what was contributed.';
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

/** Somebody or something that belongs to a full result is not in it. */
function isMissingSomething(outcome: Outcome): boolean {
  const { participation, audit, deliberationStopped, reasons, citations } = outcome;
  return (
    participation.toTheEnd < participation.asked ||
    participation.died.length + participation.excused.length + participation.actingFacilitators.length > 0 ||
    !outcome.hasDecision ||
    !audit.done ||
    audit.blocking > 0 ||
    deliberationStopped !== null ||
    reasons.length > 0 ||
    (citations.failed ?? 0) > 0 ||
    (outcome.stoppedBecause !== 'finished' && outcome.stoppedBecause !== 'decided_by_person') ||
    outcome.unresolved.some((point) => point.impact === 'high')
  );
}

function hasReservations({ assumptions, unresolved, dissents, decidedBy }: Outcome): boolean {
  return assumptions.length + unresolved.length + dissents.length > 0 || decidedBy !== null;
}

function reasons(outcome: Outcome): string[] {
  const words = outcome.reasons.map((reason) => REASON_WORDS[reason]).join('; ');
  return [...decided(outcome, words), ...stopped(outcome)];
}

function decided({ decidedBy }: Outcome, words: string): string[] {
  if (decidedBy === null) return words === '' ? [] : [words];
  const choice = { accept: 'accepted by', send_back: 'sent back by', stop: 'stopped by' }[decidedBy.choice];
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

function participation({ participation }: Outcome): string[] {
  const { asked, toTheEnd, died, excused, actingFacilitators } = participation;
  const deadPersonas = died.filter(({ role }) => role === 'persona');
  const names = deadPersonas.length === 0 ? '' : ` (${deadPersonas.map(({ words }) => words).join('; ')})`;
  return [
    `${toTheEnd} of ${asked} took part to the end${names}`,
    ...died.filter(({ role }) => role !== 'persona').map(({ words }) => words),
    ...actingFacilitators.map(({ role, title }) => `${title} stood in as ${role}`),
    ...excused.map(
      ({ title, what, reason }) =>
        `${title} was not waited for in ${ROUND_WORDS[what].about}: ${EXCUSE_WORDS[reason]}`,
    ),
  ];
}

function openEnds({
  assumptions,
  unresolved,
  notArgued,
  dissents,
  audit,
  deliberationStopped,
  hasDecision,
}: Outcome): string[] {
  const byImpact = IMPACTS.flatMap((impact) => {
    const count = unresolved.filter((point) => point.impact === impact).length;
    return count === 0 ? [] : [`${counted(count, `${impact}-impact question`)} unresolved`];
  });
  return [
    ...some(assumptions.length, 'assumption'),
    ...byImpact,
    ...(notArgued.length === 0 ? [] : [`${counted(notArgued.length, 'low-impact difference')} not argued`]),
    ...some(dissents.length, 'dissent'),
    ...some(audit.blocking, 'blocking finding'),
    ...(hasDecision && !audit.done ? ['not audited'] : []),
    ...(deliberationStopped === null ? [] : [`discussion cut short: ${STOP_WORDS[deliberationStopped]}`]),
  ];
}

function authority({ lowestConfidence, models, citations, rehearsal }: Outcome): string[] {
  const [model] = models;
  const same = models.length === 1 && model !== undefined ? [`all on one model, ${model}`] : [];
  const different = models.length > 1 ? [`${models.length} different models`] : [];
  const checked =
    citations.failed === null
      ? 'citations not checked'
      : `${counted(citations.failed, 'citation')} failed the check`;
  return [
    ...(lowestConfidence === null ? [] : [`lowest confidence ${confidence(lowestConfidence)}`]),
    ...(rehearsal ? ['no model took part'] : [...same, ...different]),
    ...(citations.given === 0 || citations.failed === 0 ? [] : [checked]),
  ];
}

function price({ costUsd, startedAt, endedAt }: Outcome): string[] {
  return [money(costUsd), ...(endedAt === null ? [] : [duration(endedAt - startedAt)])];
}

/** What is kept, and how to run again from it (C9). */
function runAgain({ status, kept, designId, hasDecision }: Outcome, place: BannerPlace): string[] {
  if (status === 'completed' || status === 'unfinished' || (status === 'needs_review' && hasDecision))
    return [];
  const things = [...some(kept.answers, 'answer'), ...some(kept.proposals, 'proposal')].join(' and ');
  const nothing = 'nothing to keep yet';
  if (place === 'thread') return [things === '' ? nothing : `kept for another run: ${things}`];
  const again = `to run it again: charrette retry ${designId}`;
  return things === '' ? [nothing, again] : [`kept: ${things}`, `${again} (starts from them)`];
}

function some(count: number, one: string): string[] {
  return count === 0 ? [] : [counted(count, one)];
}
