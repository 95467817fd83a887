import { createLookUpCache } from '../../foundation/cache.ts';
import { makeReadableName } from '../../presentation/format/plain.ts';
import { lookUpOr, type PlatformAccess } from './platform-access.ts';

/** Milliseconds that a page waits for the name of a channel. */
const WAIT_MS = 1_500;
/**
 * Milliseconds that a name of a person or a channel is kept, unless the platform says that it
 * changed.
 */
export const NAME_KEPT_MS = 600_000;
const MAX_KEPT = 2_000;

/**
 * Returns the names of channels as people know them: `#eng`, *direct message* for a conversation
 * without a name, `null` if the platform does not say in time. Never rejects. A missing name is
 * looked up again after ten minutes, like any other.
 */
export function createChannelNames(
  context: PlatformAccess,
  lookUp: (channel: string) => Promise<string | null>,
): (channel: string) => Promise<string | null> {
  const lookUpName = async (channel: string) => {
    const name = await lookUp(channel);
    return name === null ? 'direct message' : `#${makeReadableName([name])}`;
  };
  const names = createLookUpCache(
    (id) => lookUpOr(context, lookUpName(id), WAIT_MS, null, { what: 'channel', id }),
    context.clock,
    { freshMs: NAME_KEPT_MS },
    MAX_KEPT,
  );
  return (channel) => names.get(channel);
}
