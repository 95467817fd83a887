import { countOf, formatLongDuration, formatMinute, formatMoney } from '../../core/vocabulary/figures.ts';
import {
  causeOf,
  type PermanentlyUnavailable,
  type TemporarilyUnavailable,
} from '../../core/vocabulary/sets.ts';
import { compact } from '../../foundation/compact.ts';
import { type Line, line, moment, untrusted } from '../format/document.ts';
import { capitalize } from '../format/plain.ts';
import {
  PERMANENTLY_UNAVAILABLE_WORDS,
  REMEDY_OF,
  sayRemedyFor,
  TEMPORARILY_UNAVAILABLE_WORDS,
} from '../words/unavailable.ts';

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
    'The store went back to an earlier moment: sessions and links have ended, and each token is refused until you wake it. Wake only tokens that were not revoked since.',
  sleeps: ({ name, createdAt, createdBy, asleepSince }: SleepingToken) =>
    `${name}, made ${formatMinute(createdAt)} by ${createdBy}, asleep since ${formatMinute(asleepSince ?? 0)}`,
  wake: 'Wake',
  costs: 'Cost by day (UTC)',
  warnings: 'Last warnings',
  noWarnings: 'None since this daemon began.',
} as const;

const PLATFORM_REMEDY = 'Run charrette doctor, which says what the platform refuses.';

/** What an operator does about a warning, by its kind. docs/faults.md and the pages of Slack and Discord list the same events. */
const REMEDIES: readonly {
  readonly events: readonly string[];
  readonly remedy: string;
  /** People lost something, or something stands still. Absent if neither is so, or if the condition itself tells it. */
  readonly holdsUp?: 'loss' | 'wait';
}[] = [
  {
    events: ['store_away'],
    remedy: 'Run charrette doctor, which says what the database needs: designs go on when it is back.',
  },
  {
    events: ['store_went_back', 'chain_broken'],
    remedy: 'Restore the design from a backup, or ask people to repeat what they did since.',
    holdsUp: 'loss',
  },
  {
    events: ['daemons_evicted', 'lease_lost', 'ownership_lost'],
    remedy: 'Restart the lost daemon, and look for overload, paused machines and a slow network.',
    holdsUp: 'wait',
  },
  {
    events: ['gate_opened'],
    remedy: 'Decide on its page, after charrette doctor has said what its models or its chat refuse.',
    holdsUp: 'wait',
  },
  {
    events: ['design_not_adopted', 'inbox_not_read'],
    remedy: 'Give all daemons the same version and the same settings.',
    holdsUp: 'wait',
  },
  {
    events: ['model_not_usable', 'model_request_failed'],
    remedy:
      'If the model does not recover, charrette doctor says what to correct: its key, its name or its address.',
  },
  { events: ['model_calls_as_text'], remedy: `${capitalize(REMEDY_OF.calls_as_text)}.` },
  {
    events: ['post_left_out'],
    remedy: PLATFORM_REMEDY,
    holdsUp: 'loss',
  },
  {
    events: ['discord_refused', 'discord_commands_not_registered'],
    remedy: PLATFORM_REMEDY,
    holdsUp: 'wait',
  },
  { events: ['slack_token_not_accepted', 'slack_not_reached'], remedy: PLATFORM_REMEDY },
  {
    events: ['repository_not_pinned', 'repository_not_opened'],
    remedy: 'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
    holdsUp: 'wait',
  },
  {
    events: ['files_not_written', 'files_given_up', 'daemon_file_not_written'],
    remedy:
      'Free disk space, check who owns the folder, and run a design again that ended without its files.',
    holdsUp: 'loss',
  },
  {
    events: ['clock_jumped', 'session_unkillable'],
    remedy: 'Restart the daemon when no design waits for people.',
    holdsUp: 'wait',
  },
  {
    events: ['setting_unknown'],
    remedy: 'Correct the name of the setting, or delete the line.',
    holdsUp: 'wait',
  },
  {
    events: ['rights_asleep'],
    remedy: 'Wake the tokens that were not revoked since: with charrette token wake, or on this page.',
    holdsUp: 'wait',
  },
  {
    events: ['rights_not_kept'],
    remedy: 'Let Charrette write rights.json in its data folder, which says if the store went back.',
  },
  {
    events: ['started_from_backup'],
    remedy:
      'Repeat forget for designs that were forgotten since, wake tokens that were not revoked since, and stop the daemon that was backed up if it still runs.',
  },
  { events: ['event_loop_stalled'], remedy: 'Report it, with this line, if it comes again.' },
  { events: ['design_hung', 'design_broken'], remedy: 'Report it, with this line.', holdsUp: 'loss' },
];

export const EVENTS_WITH_REMEDY: readonly string[] = REMEDIES.flatMap(({ events }) => events);

export function sayRemedy(event: string): string {
  return REMEDIES.find(({ events }) => events.includes(event))?.remedy ?? 'Nothing to do, unless it goes on.';
}

/** Where the name of an event says too little. */
const HAPPENED: Readonly<Record<string, string>> = {
  chain_broken: 'A design is set aside',
  daemons_evicted: 'A daemon was lost; others took over its designs',
  gate_opened: 'A design came to a gate and cannot go on by itself',
  post_left_out: 'A message or a file could not be posted',
};

/** *Files not written: no space left on device.* of the event `files_not_written`. */
export function sayWarning(event: string, cause: string): string {
  const happened = HAPPENED[event] ?? capitalize(event.replaceAll('_', ' '));
  return cause === '' ? `${happened}.` : `${happened}: ${cause.replace(/\.$/, '')}.`;
}

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
  /** Models that may recover by themselves. `since`: time of the first failed call since the last answer. */
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
        `${capitalize(sayRemedyFor(causeOf(cause), 'press Run again at the gate'))}.`,
      ),
    ),
    ...temporary.map(({ model, cause, since }) =>
      trouble(
        line`${model} ${TEMPORARILY_UNAVAILABLE_WORDS[cause]}: no answer since ${moment(since, 0)}.`,
        sayRemedy('model_request_failed'),
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
        'The last warnings say what would help.',
      ),
    ),
  );
}

/** Recent warnings that hold people up, the newest of each remedy and design, and of equal ones the first. */
function warnedOf({ now, warnings }: Condition): Trouble[] {
  const recent = warnings.flatMap(({ at, event, designId, cause }) => {
    const { remedy = '', holdsUp } = REMEDIES.find(({ events }) => events.includes(event)) ?? {};
    if (holdsUp === undefined || (now - at >= RECENT_MS && event !== WARNS_ONCE)) return [];
    const what = line`${moment(at, 0)}: ${untrusted(sayWarning(event, cause))}`;
    return [{ what, remedy, isLoss: holdsUp === 'loss', designId }];
  });
  const byKey = Map.groupBy(recent, ({ remedy, designId }) => `${designId} ${remedy}`);
  return [...byKey.values()].flatMap(([newest]) => newest ?? []);
}

export function tellStoreUnavailable(): Trouble {
  return loss(line`The database does not answer: designs wait.`, sayRemedy('store_away'));
}

/** Answers *is anything wrong?* in a sentence. */
export function sayCondition(troubles: readonly Trouble[]): string {
  if (troubles.length === 0) return 'Nothing is wrong.';
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
