import { counted, duration, money } from '../../vocabulary/figures.ts';

/** Words of the operations page. */
export const OPERATIONS = {
  outbox: 'Messages and files to send',
  inbox: 'Commands to handle',
  people: 'Designs that wait for people',
  gates: 'Open gates',
  rounds: 'Unclaimed rounds',
  title: 'Operations',
  well: 'Nothing is waiting for an operator.',
  daemons: 'Daemons',
  daemon: 'Daemon',
  queues: 'Queues',
  platforms: 'Chat platforms',
  models: 'Models',
  today: 'Today',
  usedUp: 'The day’s budget is used up',
  afterUsedUp: 'Designs end with what they have, or wait for a person.',
  memory: 'Memory of this daemon',
  troubles: 'Needs an operator',
  more: 'Operations',
  remedies: {
    doctor: 'Run charrette doctor, which says why.',
    full: 'Start another daemon, or wait until a design ends.',
    money: 'Raise CHARRETTE_BUDGET_USD_PER_DAY, or wait until tomorrow (UTC).',
    warnings: 'The last warnings say what would help.',
  },
  costs: 'Cost by day (UTC)',
  turnTimes: 'Time per turn, until its answer',
  most: (words: string) => `highest: ${words}`,
  thisDay: 'today',
  turnsAgo: (turns: number) => `${counted(turns, 'turn')} ago`,
  lastTurn: 'last turn',
  noTurns: 'No turn has ended so far.',
  warnings: 'Last warnings',
  noWarnings: 'None since this daemon began.',
  remedyUnknown: 'See its line in the log.',
  tokens: 'Tokens',
  noTokens: 'None except the admin’s.',
  sessions: 'Sessions',
  noSessions: 'Nobody is signed in.',
  ends: 'Ends',
  used: 'Last used',
  never: 'never',
  end: 'End',
  overAlready: 'It has already ended.',
  onlyOne: 'This daemon is the only one on its store.',
  connected: 'connected',
  notConnected: 'not connected',
  modelsWell: 'Every model that was called has answered.',
  noModelCalled: 'This daemon has called no model yet.',
  storeAway: 'The store does not answer. Designs wait until it is back.',
} as const;

export function queueWords(what: string, waiting: number, oldestMs: number | null): string {
  if (waiting === 0 || oldestMs === null) return `${what}: 0`;
  return `${what}: ${waiting}, the oldest for ${duration(oldestMs)}`;
}

/** `beatAgoMs`: time since its last beat; `null` outside a fleet, where no daemon beats. */
export function daemonWords(beatAgoMs: number | null, designs: number): string {
  const open = counted(designs, 'open design');
  return beatAgoMs === null ? `${open}.` : `${open}, last beat ${duration(beatAgoMs)} ago`;
}

/** Counts failed calls to a platform by kind; empty for none. */
export function failureWords(counts: {
  readonly refused: number;
  readonly rate_limited: number;
  readonly failed: number;
}): string {
  const { refused, rate_limited: limited, failed } = counts;
  const all = [
    ...(refused > 0 ? [`${counted(refused, 'call')} refused`] : []),
    ...(limited > 0 ? [`${counted(limited, 'call')} told to wait`] : []),
    ...(failed > 0 ? [`${counted(failed, 'call')} failed`] : []),
  ];
  return all.join(', ');
}

export function costsWords(days: number, usd: number, designs: number): string {
  return `${money(usd)} for ${counted(designs, 'design')} in ${counted(days, 'day')}`;
}

/** `medianMs`: over all these turns. */
export function turnTimesWords(turns: number, medianMs: number): string {
  return `${duration(medianMs)}, the median of the last ${counted(turns, 'turn')}`;
}

/** Cost of the designs that started today. `budgetUsd`: `null` for no limit. */
export interface Today {
  readonly spentUsd: number;
  readonly budgetUsd: number | null;
}

export function isUsedUp({ spentUsd, budgetUsd }: Today): boolean {
  return budgetUsd !== null && spentUsd >= budgetUsd;
}

export function spentWords(today: Today): string {
  const { spentUsd, budgetUsd } = today;
  if (budgetUsd === null) return `${money(spentUsd)}, without a ceiling`;
  const rest = isUsedUp(today) ? `. ${OPERATIONS.afterUsedUp}` : '';
  return `${money(spentUsd)} of ${money(budgetUsd)}${rest}`;
}
