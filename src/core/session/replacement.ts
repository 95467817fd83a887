import { shouldRetry } from '../policy/should-retry.ts';
import type { Participant } from '../vocabulary/design.ts';
import type { Settings } from '../vocabulary/events.ts';
import { isOwnLoss, isPermanentLoss, type LossCause, type Session } from '../vocabulary/session.ts';
import { listed } from '../vocabulary/text.ts';

/**
 * The one replacement of a participant. A lost session gets one other (C2); losing that leaves the participant dead. Stops of
 * Charrette itself use up nothing: everybody comes back under a new id (C18).
 */
const MAX_REPLACEMENTS = 1;

/** Counts sessions that use up the participant's one replacement. */
export function timesReplaced(sessions: readonly Session[]): number {
  return sessions.filter(({ origin }) => origin === 'retry').length;
}

/** Returns the origin of the session that replaces one lost for this cause; `null`: none does, and the participant is dead. */
export function originAfter(
  cause: Pick<LossCause, 'kind'>,
  sessions: readonly Session[],
  { replacement }: Pick<Settings, 'replacement'>,
): 'resume' | 'retry' | null {
  if (!isOwnLoss(cause)) return 'resume';
  const { retry } = shouldRetry({
    retriesUsed: timesReplaced(sessions),
    maxRetries: MAX_REPLACEMENTS,
    permanent: isPermanentLoss(cause),
    enabled: replacement === 'once',
    lowConfidence: false,
  });
  return retry ? 'retry' : null;
}

/** Says what a participant died of: each loss in order, short cause first (D2). */
export function deathWords(dead: Participant): string {
  return `${dead.title} ${crashWords(dead)}`;
}

function crashWords({ sessions }: Participant): string {
  const losses = ownLosses(sessions);
  const causes = losses.filter((cause) => !isPermanentLoss(cause)).map(({ detail }) => detail);
  const crashed = causes.length < 2 ? 'crashed' : `crashed ${timesWords(causes.length)}`;
  return [
    ...(causes.length === 0 ? [] : [`${crashed}: ${[...new Set(causes)].join('; then ')}`]),
    ...losses.filter(isPermanentLoss).map(({ detail }) => `could not be started: ${detail}`),
  ].join('; then ');
}

/** Says the same for several participants, grouping equal causes. */
export function deathsWords(dead: readonly Participant[]): string[] {
  return [...Map.groupBy(dead, crashWords)].map(
    ([words, all]) =>
      `${listed(all.map(({ title }) => title))} ${all.length === 1 ? words : ofSeveral(words)}`,
  );
}

/** Says it once for everybody, where all share the cause. */
export function allDeadWords(dead: readonly Participant[]): string {
  const [first] = dead;
  const everybody = dead.length === 2 ? 'Both' : `All ${dead.length}`;
  if (first === undefined) throw new Error('broken invariant: nobody is dead');
  return dead.length === 1 ? deathWords(first) : `${everybody} ${ofSeveral(crashWords(first))}`;
}

function ofSeveral(words: string): string {
  return words.replace(/\bits (?=process|persona file)/g, 'each ');
}

export function replacedWords(times: number): string {
  return times === 0 ? 'never replaced' : `replaced ${timesWords(times)}`;
}

function timesWords(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`;
}

function ownLosses(sessions: readonly Session[]): LossCause[] {
  return sessions.flatMap(({ cause }) => (cause !== null && isOwnLoss(cause) ? [cause] : []));
}
