import {
  countOf,
  formatLongDuration,
  formatMinute,
  formatMoney,
} from '../../core/vocabulary/figures.ts';
import {
  causeOfClass,
  type PermanentlyUnavailable,
  type TemporarilyUnavailable,
} from '../../core/vocabulary/sets.ts';
import { compact } from '../../foundation/compact.ts';
import { type Line, line, moment } from '../format/document.ts';
import { capitalize } from '../format/plain.ts';
import {
  PERMANENTLY_UNAVAILABLE_WORDS,
  sayRemedyFor,
  TEMPORARILY_UNAVAILABLE_WORDS,
} from '../words/unavailable.ts';
import { sayWarning, WARNINGS } from '../words/warnings.ts';

interface SleepingToken {
  readonly name: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly asleepSince: number | null;
}

/** Words of the operations page. */
export const OPERATIONS = {
  title: 'Operations',
  asleep: 'Sleeping tokens',
  whyAsleep:
    "The store went back to an earlier moment: sessions and links have ended, and each token is refused until somebody with the admin's rights wakes it. Wake only tokens that were not revoked since.",
  sleeps: ({ name, createdAt, createdBy, asleepSince }: SleepingToken) =>
    `${name}, made ${formatMinute(createdAt)} by ${createdBy}, asleep since ${formatMinute(asleepSince ?? 0)}`,
  wake: 'Wake',
  plainer: 'Models that lack a feature',
  costs: 'Cost by day (UTC)',
  given: {
    title: (designs: number) =>
      `What each contributed to the last ${designs === 1 ? 'design' : `${designs} designs`}`,
    words:
      'Adopted: the decision uses the claim. Found: the cited lines were found in the file. Refuted: the auditor refuted it.',
    persona: 'Persona',
    model: 'Model',
    heads: ['Designs', 'Cost', 'Claims adopted', 'Citations found', 'Claims refuted'],
  },
  earlier: 'Earlier, and not again in the last 15 minutes',
} as const;

/** A problem that holds up designs until an operator acts, with its remedy. */
export interface Trouble {
  readonly what: Line;
  readonly remedy: string;
  /** People lose what they do or should read. */
  readonly isLoss: boolean;
  readonly designId: string | null;
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
  readonly permanent: readonly { readonly model: string; readonly cause: PermanentlyUnavailable }[];
  /**
   * Models that may recover by themselves. `since`: time of the first failed call since the last
   * answer.
   */
  readonly temporary: readonly {
    readonly model: string;
    readonly cause: TemporarilyUnavailable;
    readonly since: number;
  }[];
  /** Platforms that are not connected. `toDo`: about a token that the platform refuses. */
  readonly disconnected: readonly { readonly name: string; readonly toDo: string | null }[];
  /** Warnings of the log, newest first. */
  readonly warnings: readonly {
    readonly at: number;
    readonly event: string;
    readonly designId: string | null;
    /** Empty for whoever may not read it. */
    readonly cause: string;
    readonly toDo: string;
  }[];
}

/** Milliseconds that an entry may wait: a working queue is emptied within seconds. */
const LONG_MS = 60_000;
/** Milliseconds that a warning counts: a lasting problem warns again. */
const RECENT_MS = 900_000;
/** A design stays set aside until the daemon is stopped and a backup restored. */
const WARNS_ONCE = 'chain_broken';

/** Returns losses of people first; empty if all is well. */
export function troublesOf(condition: Condition): Trouble[] {
  const { now, oldest, today, showsMoney, permanent, temporary } = condition;
  const warned = warnedOf(condition);
  return compact(
    oldest === null && tellStoreUnavailable(),
    ...condition.disconnected.map(({ name, toDo }) =>
      loss(
        line`${capitalize(name)} is not connected: nothing people do there reaches Charrette.`,
        toDo ?? 'Run charrette doctor, which says why.',
      ),
    ),
    ...warned.filter(({ isLoss }) => isLoss),
    ...permanent.map(({ model, cause }) =>
      trouble(
        line`${PERMANENTLY_UNAVAILABLE_WORDS[cause]}: ${model}.`,
        `${capitalize(sayRemedyFor(causeOfClass(cause), 'press Run again where it waits'))}.`,
      ),
    ),
    ...temporary.map(({ model, cause, since }) =>
      trouble(
        line`${model} ${TEMPORARILY_UNAVAILABLE_WORDS[cause]}: no answer since ${moment(since, 0)}.`,
        'If it does not recover, charrette doctor says what to correct: its key, its name or its address.',
      ),
    ),
    today !== null &&
      isUsedUp(today) &&
      trouble(
        line`${sayUsedUp(today, showsMoney)}`,
        'Raise CHARRETTE_BUDGET_USD_PER_DAY, or wait until tomorrow (UTC).',
      ),
    ...warned.filter(({ isLoss }) => !isLoss),
    ...sayWaited(now, oldest?.rounds ?? null).map((time) =>
      trouble(
        line`A design has waited ${time} for a daemon to take it.`,
        'Start another daemon, or wait until a design ends.',
      ),
    ),
    ...sayWaited(now, oldest?.outbox ?? null).map((time) =>
      trouble(
        line`A message or a file has waited ${time} to be sent.`,
        'Run charrette doctor, which says what the platform or the disk refuses.',
      ),
    ),
  );
}

/** Warnings that no longer count. */
export function earlierOf(condition: Condition): Trouble[] {
  return warnedOf(condition, false);
}

/** Warnings, the newest of each remedy and design, and of equal ones the first. */
function warnedOf({ now, warnings, disconnected }: Condition, isRecent = true): Trouble[] {
  const toldAlready = disconnected.map(({ toDo }) => toDo);
  const recent = warnings
    .filter(
      ({ at, event, toDo }) =>
        !toldAlready.includes(toDo) && (now - at < RECENT_MS || event === WARNS_ONCE) === isRecent,
    )
    .map(({ at, event, designId, cause, toDo }) => ({
      what: line`${moment(at, 0)}: ${sayWarning(event, cause)}`,
      remedy: toDo,
      isLoss: WARNINGS[event]?.isLoss === true,
      designId,
    }));
  const byKey = Map.groupBy(recent, ({ remedy, designId }) => `${designId} ${remedy}`);
  return [...byKey.values()].flatMap(([newest]) => newest ?? []);
}

export function tellStoreUnavailable(): Trouble {
  return loss(
    line`The database does not answer: designs wait.`,
    'Run charrette doctor, which says what the database needs: designs go on when it is back.',
  );
}

/** Answers *is anything wrong?* in a sentence. */
export function sayCondition(
  troubles: readonly Trouble[],
  earlier: readonly Trouble[] = [],
): string {
  if (troubles.length === 0)
    return earlier.length === 0
      ? 'Nothing is wrong.'
      : 'Nothing has gone wrong in the last 15 minutes.';
  if (troubles.length === 1) return 'One thing is wrong.';
  return `${troubles.length} things are wrong, the gravest first.`;
}

function sayUsedUp(today: Today, showsMoney: boolean): string {
  const spent = showsMoney ? `: ${saySpentOf(today)}` : '';
  return `The day’s budget is used up${spent}. Designs end with what they have, or wait for a person.`;
}

function sayWaited(now: number, since: number | null): string[] {
  return since !== null && now - since >= LONG_MS ? [formatLongDuration(now - since)] : [];
}

function trouble(what: Line, remedy: string): Trouble {
  return { what, remedy, isLoss: false, designId: null };
}

function loss(what: Line, remedy: string): Trouble {
  return { ...trouble(what, remedy), isLoss: true };
}

/** *$4.27 for 4 designs*. */
export function sayCost(usd: number, designs: number): string {
  return `${formatMoney(usd)} for ${countOf(designs, 'design')}`;
}

/** Cost of the designs that started today. `budgetUsd`: `null` for no limit. */
interface Today {
  readonly spentUsd: number;
  readonly budgetUsd: number | null;
}

function isUsedUp({ spentUsd, budgetUsd }: Today): boolean {
  return budgetUsd !== null && spentUsd >= budgetUsd;
}

/** *$11.40 of $50.00*. */
export function saySpentOf({ spentUsd, budgetUsd }: Today): string {
  return budgetUsd === null
    ? `${formatMoney(spentUsd)}, without a ceiling`
    : `${formatMoney(spentUsd)} of ${formatMoney(budgetUsd)}`;
}
