import type { DesignSummary } from '../../engine/ports/store.ts';
import { Fault } from '../../foundation/fault.ts';
import type { GatewayContext, Place } from './gateway-context.ts';

/**
 * Newest design of a thread, to which people's messages go; `null` if there is none. In a thread that the bot opened
 * (`isOwn`), people may write before its id is stored. Then throws `Fault`, so that the message is delivered again.
 */
export async function designOfThread(
  { engine, platform }: Pick<GatewayContext, 'engine' | 'platform'>,
  { channel, thread }: Place,
  isOwn = false,
): Promise<DesignSummary | null> {
  if (thread === null) return null;
  const newestOf = async (id: string): Promise<DesignSummary | null> => {
    const [newest] = await engine.parts.store.list({ platform, channel, thread: id, limit: 1 });
    return newest ?? null;
  };
  const known = await newestOf(thread);
  if (known !== null || !isOwn) return known;
  const opening = await newestOf('');
  if (opening?.endedAt === null)
    throw new Fault('store_unavailable', `The thread of design ${opening.id} is still being opened.`);
  // It may have been stored in between.
  return newestOf(thread);
}

/** True if a design runs in the thread. With two, people's words would be ambiguous. */
export async function isBusy(
  context: Pick<GatewayContext, 'engine' | 'platform'>,
  place: Place,
): Promise<boolean> {
  const newest = await designOfThread(context, place);
  return newest !== null && newest.endedAt === null && newest.setAside === undefined;
}
