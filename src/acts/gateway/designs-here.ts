import type { DesignSummary } from '../../engine/ports/store.ts';
import { Fault } from '../../foundation/fault.ts';
import type { GatewayContext, Place } from './gateway-context.ts';

/**
 * The newest design of a thread: the one that people speak to. `null` outside of threads that have one. Somebody may write in a
 * thread that the bot has opened, `isOwn`, before its id is stored with the design: throws a `Fault` then, so that the message is
 * not acknowledged and comes again.
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
    throw new Fault('store_unavailable', `The thread of design ${opening.id} is only being opened.`);
  // It may have been stored between the two look-ups.
  return newestOf(thread);
}

/** Tells if a design is under way in a thread. With two of them it would be unclear to which one people speak. */
export async function isBusy(
  context: Pick<GatewayContext, 'engine' | 'platform'>,
  place: Place,
): Promise<boolean> {
  const newest = await designOfThread(context, place);
  return newest !== null && newest.endedAt === null && newest.setAside === undefined;
}
