import { counted, duration, money } from '../../vocabulary/figures.ts';

/** Fixed words of the page for operators. */
export const OPERATIONS = {
  outbox: 'Messages and files to send',
  inbox: 'Commands to handle',
  people: 'Designs that wait for people',
  gates: 'Open gates',
  rounds: 'Rounds that no daemon has taken',
  title: 'Operations',
  onlyOperators: 'This page is for operators.',
  well: 'Nothing waits for an operator.',
  daemons: 'Daemons',
  daemon: 'Daemon',
  host: 'Host and process',
  beat: 'Last beat',
  designs: 'Designs',
  queues: 'Queues',
  platforms: 'Chat platforms',
  models: 'Models',
  today: 'Today',
  memory: 'Memory of this daemon',
  warnings: 'Last warnings',
  noWarnings: 'None since this daemon began.',
  remedyUnknown: 'See the log, where its facts stand.',
  audit: 'Who did what',
  when: 'When',
  who: 'Who',
  way: 'By',
  what: 'What',
  outcome: 'Outcome',
  detail: 'Detail',
  tokens: 'Tokens',
  noTokens: 'None besides the admin’s.',
  sessions: 'Sessions',
  noSessions: 'Nobody is signed in.',
  name: 'Name',
  role: 'Role',
  ends: 'Ends',
  used: 'Last used',
  never: 'never',
  end: 'End',
  onlyOne: 'This daemon is the only one on its store.',
  connected: 'connected',
  notConnected: 'Not connected: nothing that people do there arrives. The log says why.',
  modelsWell: 'Every model that was called has answered.',
  storeAway: 'The store does not answer. Designs wait until it is back.',
} as const;

/** Tells how long a queue is, and how long its first entry has waited. */
export function queueWords(what: string, waiting: number, oldestMs: number | null): string {
  if (waiting === 0 || oldestMs === null) return `${what}: none`;
  return `${what}: ${waiting}, the first for ${duration(oldestMs)}`;
}

/** Tells how often calls of a platform have failed; empty for never. */
export function failureWords(counts: {
  readonly refused: number;
  readonly rate_limited: number;
  readonly failed: number;
}): string {
  const { refused, rate_limited: limited, failed } = counts;
  const all = [
    ...(refused > 0 ? [`${counted(refused, 'call')} refused`] : []),
    ...(limited > 0 ? [`${counted(limited, 'call')} asked to wait`] : []),
    ...(failed > 0 ? [`${counted(failed, 'call')} failed`] : []),
  ];
  return all.join(', ');
}

/** Tells what designs that were started today have cost. `budgetUsd`: `null` for no ceiling. */
export function spentWords(spentUsd: number, budgetUsd: number | null): string {
  if (budgetUsd === null) return `${money(spentUsd)}, without a ceiling`;
  const rest =
    spentUsd >= budgetUsd ? '. Designs wait or end until tomorrow, or until the ceiling is raised.' : '';
  return `${money(spentUsd)} of ${money(budgetUsd)}${rest}`;
}
