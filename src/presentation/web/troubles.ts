import { longDuration } from '../../core/vocabulary/figures.ts';
import { causeOf, type Lapse, type Outage } from '../../core/vocabulary/sets.ts';
import { type Line, line, moment } from '../format/document.ts';
import { capitalized } from '../format/plain.ts';
import { LAPSE_WORDS, OUTAGE_WORDS, remedyFor } from '../unavailable.ts';
import { isUsedUp, OPERATIONS, spentWords, type Today } from './operations-words.ts';
import { connectionEvents, happenedWords, remedyWords } from './remedies.ts';

/** A problem that holds up designs until an operator acts, with its remedy. */
export interface Trouble {
  readonly what: Line;
  readonly remedy: string;
}

/** State of a daemon, its store, models and platforms. Times in milliseconds since the epoch. */
export interface Condition {
  readonly now: number;
  /** When the first entry of each queue began to wait; `null` for a store that does not answer. */
  readonly oldest: { readonly outbox: number | null; readonly rounds: number | null } | null;
  /** `null` if unknown. */
  readonly today: Today | null;
  /** The reader may see the cost of all channels. */
  readonly showsMoney: boolean;
  readonly outages: readonly { readonly model: string; readonly outage: Outage }[];
  /** Models that may recover by themselves. `since`: time of the first failed call since the last answer. */
  readonly failing: readonly { readonly model: string; readonly lapse: Lapse; readonly since: number }[];
  /** Names of platforms that are not connected. */
  readonly disconnected: readonly string[];
  /** Warnings of the log, newest first. */
  readonly warnings: readonly { readonly at: number; readonly event: string }[];
}

/** Milliseconds that an entry may wait: a working queue is emptied within seconds. */
const LONG_MS = 60_000;
/** Milliseconds that a warning counts: a lasting problem warns again. */
const RECENT_MS = 900_000;
/** Warnings whose trouble goes on after them. */
const LASTING = ['daemons_evicted', 'post_left_out'];
const { remedies } = OPERATIONS;

/** Returns the gravest trouble first; empty if all is well. */
export function troublesOf(condition: Condition): Trouble[] {
  const { now, oldest, today, showsMoney, outages, failing, warnings } = condition;
  return [
    ...(oldest === null ? [storeAway()] : []),
    ...outages.map(({ model, outage }) =>
      trouble(
        line`${OUTAGE_WORDS[outage]}: ${model}.`,
        `${capitalized(remedyFor(causeOf(outage), 'press Try again at the gate'))}.`,
      ),
    ),
    ...failing.map(({ model, lapse, since }) =>
      trouble(
        line`${model} ${LAPSE_WORDS[lapse]}: no answer since ${moment(since, since)}.`,
        remedyWords('model_request_failed'),
      ),
    ),
    ...(today !== null && isUsedUp(today) ? [trouble(usedUp(today, showsMoney), remedies.money)] : []),
    ...condition.disconnected.map((name) => disconnectedTrouble(name, condition)),
    ...LASTING.flatMap((event) =>
      warnings
        .filter((warning) => warning.event === event && now - warning.at < RECENT_MS)
        .slice(0, 1)
        .map(({ at }) => trouble(line`${moment(at, at)}: ${happenedWords(event)}`, remedyWords(event))),
    ),
    ...waited(now, oldest?.rounds ?? null).map((time) =>
      trouble(line`A design has waited ${time} for a daemon to take it.`, remedies.full),
    ),
    ...waited(now, oldest?.outbox ?? null).map((time) =>
      trouble(line`A message or a file has waited ${time} to be sent.`, remedies.warnings),
    ),
  ];
}

export function storeAway(): Trouble {
  return trouble(line`${OPERATIONS.storeAway}`, remedyWords('store_away'));
}

function usedUp(today: Today, showsMoney: boolean): Line {
  return showsMoney
    ? line`${OPERATIONS.usedUp}: ${spentWords(today)}`
    : line`${OPERATIONS.usedUp}. ${OPERATIONS.afterUsedUp}`;
}

function disconnectedTrouble(name: string, { now, warnings }: Condition): Trouble {
  const why = warnings.find(
    ({ event, at }) => connectionEvents(name).includes(event) && now - at < RECENT_MS,
  );
  return trouble(
    line`${capitalized(name)} is not connected: nothing people do there reaches Charrette.`,
    why === undefined ? remedies.doctor : remedyWords(why.event),
  );
}

function waited(now: number, since: number | null): string[] {
  return since !== null && now - since >= LONG_MS ? [longDuration(now - since)] : [];
}

function trouble(what: Line, remedy: string): Trouble {
  return { what, remedy };
}
