import type { DecisionStatus } from '../../core/follow-up/decision-status.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import { countOf, formatMoney } from '../../core/vocabulary/figures.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import { lowerFirst } from '../format/plain.ts';
import { sayTaken } from '../format/time.ts';
import { sayOneFamily, sayPinned } from '../words/cost.ts';
import { sayKept } from '../words/phases.ts';
import { isToldByName, sayUnread } from './caveats.ts';
import { sayStopped } from './ending.ts';
import { headlineOf, namesCaveats } from './headline.ts';
import { sayTakenPart } from './people.ts';

/**
 * The first lines of the thread and of every file, written by code; only a full result sounds like
 * one.
 */
export function bannerOf(outcome: Outcome, standing?: DecisionStatus) {
  return {
    mark: outcome.mark,
    ...headlineOf(outcome, standing),
    listsCaveats: namesCaveats(outcome) && !isToldByName(outcome.caveats),
    facts: factsOf(outcome),
  };
}

/**
 * How it was made; without a result also why there is none, which no caveat says, and what is kept.
 */
function factsOf(outcome: Outcome): string[] {
  const { costUsd, costIsAtLeast, startedAt, endedAt, workedMs, stoppedBecause } = outcome;
  const cost = formatMoney(costUsd, costIsAtLeast);
  const took =
    endedAt === null
      ? []
      : [sayTaken(outcome.mark === '' ? workedMs : endedAt - startedAt, endedAt - startedAt)];
  if (stoppedBecause === 'no_design_question') return [...sayStopped(outcome), cost, ...took];
  const { hasDecision, status, assumptions, repository, unread } = outcome;
  const spent = [cost, ...took];
  // A running design may still read and keep more.
  if (status === 'unfinished') return [sayParticipation(outcome), ...spent];
  if (!hasDecision || status === 'cancelled' || status === 'failed')
    return compact(
      ...sayStopped(outcome),
      sayParticipation(outcome),
      unread.length > 0 && sayUnread(listWords(unread)),
      ...modelsFact(outcome),
      ...spent,
      lowerFirst(sayKept(outcome.hasKept)),
    );
  return compact(
    ...sayStopped(outcome),
    sayParticipation(outcome),
    ...some(assumptions.length, 'assumption'),
    ...sayAudited(outcome),
    repository === null ? 'no repository' : `repository ${sayPinned(repository)}`,
    ...sayLater(outcome),
    ...modelsFact(outcome),
    ...spent,
  );
}

/** What became of cited lines since, if the repository has moved on. */
function sayLater({ laterCitations }: Outcome): string[] {
  if (laterCitations === null) return [];
  const { commit, changed, unread } = laterCitations;
  if (commit === '') return ['it could not be read again at the end'];
  return compact(
    changed.length > 0 && `${countOf(changed.length, 'cited place')} changed since`,
    unread.length > 0 && `${countOf(unread.length, 'cited place')} not read again`,
  );
}

/** *audit: 2 minor findings, 5 parts not judged* */
function sayAudited({ auditLeft: { minor, untried, unjudged } }: Outcome): string[] {
  const parts = compact(
    minor > 0 && countOf(minor, 'minor finding'),
    untried.length > 0 && `${countOf(untried.length, 'part')} not judged`,
    unjudged > 0 && `${countOf(unjudged, 'sentence')} of the question not judged`,
  );
  return parts.length === 0 ? [] : [`audit: ${parts.join(', ')}`];
}

function sayParticipation(outcome: Outcome): string {
  const { takenPart } = outcome;
  const isNamed =
    namesCaveats(outcome) && outcome.caveats.some(({ kind }) => kind === 'persona_missing');
  return sayTakenPart(isNamed ? { ...takenPart, lost: [] } : takenPart);
}

/** Counts models, and families if all are known, since two models of one family think alike. */
function modelsFact({ models, families, mark, oneFamily }: Outcome): string[] {
  if (mark !== '') return [];
  if (models.length < 2) return models.map(() => 'one model');
  const count =
    families.length < 2
      ? `${models.length} models`
      : `models of ${families.length} families (${listWords(families)})`;
  return compact(count, sayOneFamily(oneFamily));
}

function some(count: number, one: string): string[] {
  return count === 0 ? [] : [countOf(count, one)];
}
