import type { Clock } from '../../foundation/clock.ts';
import type { SharedStore } from '../../ports/store.ts';
import type { PlatformAccess } from './platform-access.ts';

interface Marking {
  readonly engine: {
    readonly parts: { readonly store: Pick<SharedStore, 'rememberResponse' | 'recallResponse'> };
  };
}

/** Keeps a mark for all daemons, and returns the one that was kept first. */
export async function keepMark({ engine }: Marking, key: string, mark = ''): Promise<string> {
  const { store } = engine.parts;
  await store.rememberResponse(key, null, { status: 200, body: mark });
  return (await store.recallResponse(key))?.body ?? mark;
}

/** True for the first at all daemons to keep this key, whose `mark` no one else has. */
export async function keepFirst(marking: Marking, key: string, mark: string): Promise<boolean> {
  return (await keepMark(marking, key, mark)) === mark;
}

/**
 * As `keepFirst`, for a claim that ends, since its daemon may have died: it holds for the present
 * period and the next one.
 */
export async function claim(
  { clock, ...marking }: Marking & { readonly clock: Clock },
  key: string,
  mark: string,
  periodMs: number,
): Promise<boolean> {
  const period = Math.floor(clock.now() / periodMs);
  const claimOf = (each: number) => keepFirst(marking, `${key} ${each}`, mark);
  return (await claimOf(period)) && (await claimOf(period + 1));
}

const privateKey = (platform: string, channel: string, message: string): string =>
  `${platform} private ${channel} ${message}`;

/**
 * Marks what the bot wrote to one person: their reply to it is between the two. Does not reject.
 */
export async function markPrivate(
  { platform, log, ...marking }: Marking & Pick<PlatformAccess, 'platform' | 'log'>,
  channel: string,
  message: string,
): Promise<void> {
  try {
    await keepMark(marking, privateKey(platform, channel, message));
  } catch (error) {
    log.warn('notice_not_marked', { error });
  }
}

/** True for what the bot wrote to one person. */
export function isPrivate(
  { platform, ...marking }: Marking & Pick<PlatformAccess, 'platform'>,
  channel: string,
  message: string,
): Promise<boolean> {
  return isMarked(marking, privateKey(platform, channel, message));
}

export async function isMarked({ engine }: Marking, key: string): Promise<boolean> {
  return (await engine.parts.store.recallResponse(key)) !== null;
}
