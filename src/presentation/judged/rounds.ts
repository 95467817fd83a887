import type { Dropped, TurnOutcome } from '../../core/vocabulary/event-parts.ts';
import { formatMoney } from '../../core/vocabulary/figures.ts';
import type { Excuse, RoundKind } from '../../core/vocabulary/sets.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { bold, type Line, line } from '../format/document.ts';

/**
 * Words for rounds. `about`: the round's name. `task`: follows *no one could*. `doing`: for a
 * participant at work.
 */
export const ROUND_WORDS: Record<RoundKind, Record<'about' | 'task' | 'doing', string>> = {
  framing: {
    about: 'framing the question',
    task: 'frame the question',
    doing: 'framing the question',
  },
  questions: { about: 'questions', task: 'ask anything', doing: 'asking' },
  matching: {
    about: 'matching replies to questions',
    task: 'match the replies',
    doing: 'reading the replies',
  },
  reading: {
    about: 'reading what people said',
    task: 'read what people said',
    doing: 'reading what people said',
  },
  proposals: { about: 'proposals', task: 'propose', doing: 'writing' },
  mapping: {
    about: 'comparing the proposals',
    task: 'compare the proposals',
    doing: 'comparing the proposals',
  },
  argument: { about: 'arguing', task: 'argue', doing: 'arguing' },
  composite: { about: 'the draft', task: 'write the decision', doing: 'writing the decision' },
  audit: { about: 'the audit', task: 'audit it', doing: 'auditing' },
  revision: { about: 'the revision', task: 'revise it', doing: 'revising' },
  confirmation: {
    about: 'confirming the revision',
    task: 'confirm the revision',
    doing: 'checking the changes',
  },
  signing: { about: 'signing', task: 'sign it', doing: 'reading what to sign' },
};

export const TURN_WORDS: Record<TurnOutcome | 'open', string> = {
  spoke: 'answered',
  passed: 'passed',
  refused: 'refused',
  timed_out: 'ran out of time',
  model_error: 'model error',
  process_lost: 'crashed',
  cancelled: 'cancelled',
  open: 'under way',
};

export const EXCUSE_WORDS: Record<Excuse, string> = {
  dead: 'dead',
  timed_out: 'out of time',
  turn_failed: 'its turn failed',
  superseded: 'another participant took over',
  point_settled: 'a person has settled what it was to argue',
};

/** As it happens; the round may be unknown. */
export function drawExcused(title: string, kind: RoundKind | null, reason: Excuse): Line {
  const what = kind === null ? 'a round' : ROUND_WORDS[kind].about;
  return line`${bold(title)} missed ${what} (${EXCUSE_WORDS[reason]})`;
}

/** `no one could frame the question` */
export function sayNobodyCould(kind: RoundKind): string {
  return `no one could ${ROUND_WORDS[kind].task}`;
}

/**
 * Skipped rounds, a clause for each reason: `without arguing: the last $0.62 was needed for the
 * draft and signing`.
 */
export function sayLeftOut(dropped: readonly Dropped[]): string[] {
  const byReason = Map.groupBy(dropped, sayShortage);
  return [...byReason].map(
    ([why, those]) => `without ${listRounds(those.map(({ kind }) => kind))}${why}`,
  );
}

function sayShortage({ reason, money: amounts }: Dropped): string {
  if (reason === 'time_used_up') return ', for lack of time';
  const { leftUsd = 0, keptFor = [] } = amounts ?? {};
  if (leftUsd === 0 || keptFor.length === 0) return ', for lack of money';
  return `: the last ${formatMoney(leftUsd)} was needed for ${listRounds(keptFor)}`;
}

function listRounds(kinds: readonly RoundKind[]): string {
  return listWords(kinds.map((kind) => ROUND_WORDS[kind].about));
}
