import type { Outcome } from '../../core/outcome/outcome.ts';
import { isMendable } from '../../core/policy/cause.ts';
import { countLines } from '../../core/vocabulary/caveat.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import type { MetCause } from '../../core/vocabulary/sets.ts';
import { compact } from '../../foundation/compact.ts';
import type { Level } from '../format/document.ts';
import { capitalize, lowerFirst } from '../format/plain.ts';
import { sayCause, sayGaveUp, sayRemedyFor } from '../words/unavailable.ts';
import type { Standing } from './afterwards.ts';
import { nameGravest } from './caveats.ts';
import { STOP_WORDS } from './ending.ts';

/** The first line of every result: what could make its reader wrong, and how grave it is. */
interface Headline {
  readonly headline: string;
  readonly level: Level;
}

/** `standing`: left out for how it ended. */
export function headlineOf(outcome: Outcome, standing: Standing = standingAtEnd(outcome)): Headline {
  const { status, hasDecision, hasContribution, stoppedBecause, stoppedBy } = outcome;
  switch (status) {
    case 'completed':
      if (!outcome.isNeutral) return ready(outcome, standing);
      return warning('Nothing was decided. To connect a model, set ANTHROPIC_API_KEY.');
    case 'needs_review': {
      if (hasDecision) {
        const head = standing.words === '' ? '' : `${standing.words}. `;
        return warning(`${head}Needs a look: ${reviewWords(outcome)}.`);
      }
      const left = hasContribution ? 'there is only what was contributed' : 'nothing was contributed';
      return warning(`No decision: ${whyNothing(outcome) ?? left}.`);
    }
    case 'cancelled':
      if (stoppedBecause === 'no_persona_left')
        return { headline: `Cancelled: ${STOP_WORDS.no_persona_left}.`, level: 'error' };
      if (stoppedBecause === 'no_design_question') return info('Cancelled: this is not a design question.');
      if (stoppedBecause === 'cancelled_by_person' && stoppedBy !== '')
        return info(`Cancelled by ${stoppedBy}: there is no decision.`);
      return info('Cancelled: there is no decision.');
    case 'failed':
      return { headline: 'Failed: Charrette itself could not go on.', level: 'error' };
    case 'unfinished':
      return info('Not finished: this is only what has happened so far.');
  }
}

/** `true` if the headline lists the caveats; a rehearsal's does not, nor that of a running design. */
export function namesCaveats({ status, hasDecision, isNeutral }: Outcome): boolean {
  return (status === 'completed' && !isNeutral) || (status === 'needs_review' && hasDecision);
}

function warning(headline: string): Headline {
  return { headline, level: 'warning' };
}

function info(headline: string): Headline {
  return { headline, level: 'info' };
}

/** Names the person who accepted it at its gate; nobody in a rehearsal. */
function standingAtEnd({ decidedBy, mark }: Outcome): Standing {
  return mark === '' && decidedBy?.choice === 'accept'
    ? { is: 'accepted', words: `Decision accepted by ${decidedBy.by}` }
    : { is: 'decided', words: '' };
}

/** *Ready* only without a caveat, and if nobody declined it since. */
function ready({ caveats }: Outcome, { is, words }: Standing): Headline {
  const isHeld = is === 'decided' || is === 'accepted';
  if (caveats.length === 0)
    return { headline: `${words === '' ? 'Decision ready' : words}.`, level: isHeld ? 'success' : 'warning' };
  const lines = countLines(caveats);
  const count = lines === 1 ? 'one caveat' : countOf(lines, 'caveat');
  const heads = {
    decided: capitalize(count),
    accepted: `${words}, with ${count}`,
    declined: `${words}. ${capitalize(count)}`,
    superseded: `${words}. ${capitalize(count)}`,
  };
  return warning(`${heads[is]}: ${nameGravest(caveats)}.`);
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

/** Why a person should look: an unavailable model, the caveats and what can be mended about them, or else how it ended. */
function reviewWords(outcome: Outcome): string {
  const { unavailable, caveats, cause, stoppedBecause } = outcome;
  const words = compact(
    unavailable !== null && sayGaveUp(unavailable),
    caveats.length > 0 && nameGravest(caveats),
    unavailable === null && cause !== null && isMendable(cause.cause) && mendWords(cause, outcome),
  );
  return words.length > 0 ? words.join('; ') : STOP_WORDS[stoppedBecause ?? 'finished'];
}
