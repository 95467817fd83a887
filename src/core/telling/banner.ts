import type { Outcome } from '../outcome/outcome.ts';
import { confidence, counted, duration, money } from '../vocabulary/figures.ts';
import { facilitatorOf } from '../vocabulary/round.ts';
import { IMPACTS } from '../vocabulary/submission.ts';
import { listed } from '../vocabulary/text.ts';
import type { Level } from './document.ts';
import { stoppedWords } from './facts/ending.ts';
import { reasonsIn } from './facts/gate.ts';
import { stoodInWords } from './facts/loss.ts';
import { takenPartWords } from './facts/participation.ts';
import { attemptsFailedWords, excusedWords } from './facts/round.ts';
import { headlineOf, leftOut } from './headline.ts';

/** The first lines of the thread and of every file, written by code. */
interface Banner {
  /** Says that it was a rehearsal, or empty. Shown before the headline. */
  readonly mark: string;
  /** One sentence or two. Only a full result has the headline of a full result. */
  readonly headline: string;
  readonly level: Level;
  /** Plain text, to be shown in this order. */
  readonly facts: readonly string[];
}

/**
 * Place of the banner: in a thread a design is run again by a button, elsewhere by a command. A file that contains the
 * decision of a rehearsal has the mark in that text, once, and the headline above it says the same in its own words.
 */
type BannerPlace = 'file' | 'thread' | 'above_mark';

export function bannerOf(outcome: Outcome, place: BannerPlace = 'file'): Banner {
  const { headline, level } = headlineOf(outcome);
  const isAbove = place === 'above_mark';
  return {
    mark: isAbove ? '' : outcome.mark,
    headline: isAbove ? `${headline} No model took part.` : headline,
    level,
    facts: [
      ...decided(outcome),
      ...stoppedWords(outcome),
      takenPartWords(outcome.takenPart),
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

/** Tells why a person should look, or who has, unless the headline has it already. */
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

/** Each role and each name once, however often the role was passed on. */
function standIns({ participation: { actingFacilitators } }: Outcome): string[] {
  return [...Map.groupBy(actingFacilitators, ({ role }) => role)].map(([role, its]) =>
    stoodInWords([...new Set(its.map(({ title }) => title))], role),
  );
}

/** Each name and kind of round once; where several tried and nobody could, all of them together. */
function excused({ participation, withoutContribution }: Outcome): string[] {
  const lines = participation.excused.map(({ title, what, reason }) => {
    const tried = participation.excused.filter((each) => each.what === what);
    return tried.length > 1 && withoutContribution.includes(what)
      ? attemptsFailedWords(what, facilitatorOf(what), tried.length)
      : `${title} ${excusedWords(what, reason)}`;
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
  return [`no persona has read what ${listed(outcome.unread)} said last`];
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

/** Returns `true` if another run is the next thing to do, and may be granted. */
export function isWorthAnotherRun(outcome: Outcome): boolean {
  return outcome.mayRunAgain && hasNoResult(outcome);
}

function hasNoResult({ status, hasDecision }: Outcome): boolean {
  return status === 'cancelled' || status === 'failed' || (status === 'needs_review' && !hasDecision);
}

/** Tells what is kept, and how to run again from it (C9), where that may be. */
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
