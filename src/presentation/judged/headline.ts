import type { DecisionStatus } from '../../core/follow-up/decision-status.ts';
import type { Outcome } from '../../core/outcome/outcome.ts';
import { isMendable } from '../../core/policy/cause.ts';
import { countLines } from '../../core/vocabulary/caveat.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import type { MetCause } from '../../core/vocabulary/sets.ts';
import { compact } from '../../foundation/compact.ts';
import type { Level } from '../format/document.ts';
import { nameAtBeginning } from '../format/people.ts';
import { lowerFirst } from '../format/plain.ts';
import { sayCause, sayGaveUp, sayRemedyFor } from '../words/unavailable.ts';
import { nameGravest } from './caveats.ts';
import { STOP_WORDS } from './ending.ts';

/** The first line of every result: what could make its reader wrong, and how grave it is. */
interface Headline {
  readonly headline: string;
  readonly level: Level;
}

export function headlineOf(outcome: Outcome, standing: DecisionStatus = 'decided'): Headline {
  const { status, hasDecision, hasContribution, stoppedBecause, stoppedBy } = outcome;
  switch (status) {
    case 'completed':
      return outcome.isNeutral ? NOTHING_DECIDED : ready(outcome, standing);
    case 'needs_review': {
      if (hasDecision && outcome.isNeutral) return NOTHING_DECIDED;
      if (hasDecision)
        return warning(`${STANDING_WORDS[standing]}Needs a look: ${reviewWords(outcome)}.`);
      const left = hasContribution
        ? 'there is only what was contributed'
        : 'nothing was contributed';
      return warning(`No decision: ${whyNothing(outcome) ?? left}.`);
    }
    case 'cancelled':
      if (stoppedBecause === 'no_persona_left')
        return { headline: `Cancelled: ${STOP_WORDS.no_persona_left}.`, level: 'error' };
      if (stoppedBecause === 'no_design_question')
        return info('Cancelled: this is not a design question.');
      return info(`${nameAtBeginning(stoppedBy)} cancelled it: there is no decision.`);
    case 'failed':
      return { headline: 'Failed: Charrette itself could not go on.', level: 'error' };
    case 'unfinished':
      return info('Not finished: this is only what has happened so far.');
  }
}

/**
 * `true` if the headline lists the caveats; a rehearsal's does not, nor that of a running design.
 */
export function namesCaveats({ status, hasDecision, isNeutral }: Outcome): boolean {
  return !isNeutral && (status === 'completed' || (status === 'needs_review' && hasDecision));
}

function warning(headline: string): Headline {
  return { headline, level: 'warning' };
}

function info(headline: string): Headline {
  return { headline, level: 'info' };
}

const NOTHING_DECIDED = warning('Nothing was decided. To connect a model, set ANTHROPIC_API_KEY.');

const STANDING_WORDS: Readonly<Record<DecisionStatus, string>> = {
  decided: '',
  accepted: 'Decision accepted. ',
  declined: 'Decision declined. ',
  superseded: 'Decision superseded. ',
};

/** *Ready* only without a caveat. */
function ready({ caveats, openPoints }: Outcome, standing: DecisionStatus): Headline {
  const head = STANDING_WORDS[standing];
  const lines = countLines(caveats);
  const points = openPoints === 0 ? '' : ` ${sayPoints(openPoints)}.`;
  if (lines > 0)
    return warning(
      `${head}${lines === 1 ? 'One caveat' : countOf(lines, 'caveat')}: ${nameGravest(caveats)}.${points}`,
    );
  const isHeld = standing === 'decided' || standing === 'accepted';
  return {
    headline: `${head.trim() || 'Decision ready.'}${points}`,
    level: isHeld ? 'success' : 'warning',
  };
}

function sayPoints(count: number): string {
  return count === 1 ? 'One point is yours to decide' : `${count} points are yours to decide`;
}

/** Why a design ended without a decision, and the one next action; `null` for any other reason. */
function whyNothing(outcome: Outcome): string | null {
  const { cause, unavailable, stoppedBecause, hasContribution, mayRunAgain } = outcome;
  if (unavailable !== null) return sayGaveUp(unavailable);
  const more = mayRunAgain ? 'run it again' : 'start a new design';
  const what = { money_used_up: 'a larger budget', time_used_up: 'more time' };
  const isShort = !hasContribution || cause !== null;
  if (isShort && (stoppedBecause === 'money_used_up' || stoppedBecause === 'time_used_up'))
    return `${STOP_WORDS[stoppedBecause]}; ${more} with ${what[stoppedBecause]}`;
  return cause === null ? null : mendWords(cause, outcome);
}

/** A cause and the one next action. */
function mendWords(cause: MetCause, { isLastRun }: Outcome): string {
  const next = sayRemedyFor(cause.cause, isLastRun ? 'start a new design' : 'run it again');
  return `${lowerFirst(sayCause(cause))}; ${next}`;
}

/**
 * Why a person should look: an unavailable model, the caveats and what can be mended about them, or
 * else how it ended.
 */
function reviewWords(outcome: Outcome): string {
  const { unavailable, caveats, cause, stoppedBecause } = outcome;
  const words = compact(
    unavailable !== null && sayGaveUp(unavailable),
    caveats.length > 0 && nameGravest(caveats),
    unavailable === null && cause !== null && isMendable(cause.cause) && mendWords(cause, outcome),
  );
  return words.length > 0 ? words.join('; ') : STOP_WORDS[stoppedBecause ?? 'finished'];
}
