import { PermissionFlagsBits } from 'discord.js';
import { failureOf } from '../failure.ts';
import { missingRights, type Right } from '../rights.ts';
import { DISCORD_TEXTS } from '../texts.ts';
import type { Asked } from './asked.ts';

/** What a design cannot do without, by where it is begun. A design that nobody sees the ✅ of is held all the same. */
const ALWAYS: readonly Right['flag'][] = [
  'ViewChannel',
  'SendMessagesInThreads',
  'AttachFiles',
  'ReadMessageHistory',
];
const IN_CHANNEL: readonly Right['flag'][] = [...ALWAYS, 'SendMessages', 'CreatePublicThreads'];
const IN_PRIVATE: readonly Right['flag'][] = [...ALWAYS, 'CreatePrivateThreads'];

/** Why no design can be held there, in words; `null` if one can. */
export async function whyNotHere(
  { desk, where, granted }: Pick<Asked, 'desk' | 'where' | 'granted'>,
  isPrivate: boolean,
): Promise<string | null> {
  if (where.kind === 'elsewhere') return DISCORD_TEXTS.notHere;
  const isOwnThread = isPrivate && where.kind !== 'direct';
  if (where.isLocked && !isOwnThread && !mayModerate(granted)) return DISCORD_TEXTS.locked;
  if (isOwnThread && !(await holdsPrivate(desk, where))) return DISCORD_TEXTS.notPrivateHere;
  const lacking = rightsLacking(where.kind === 'channel', isOwnThread, granted);
  if (lacking.length > 0) return DISCORD_TEXTS.lacking(lacking.map(({ title }) => title));
  if (where.thread === null || isOwnThread) return null;
  const { channel, thread } = where;
  const [newest] = await desk.engine.parts.store.list({ platform: desk.platform, channel, thread, limit: 1 });
  return newest === undefined || newest.endedAt !== null ? null : DISCORD_TEXTS.busyHere;
}

/** Threads are asked for the channel around them; one that cannot be looked up says so when the thread is opened. */
async function holdsPrivate(desk: Asked['desk'], where: Asked['where']): Promise<boolean> {
  if (where.kind === 'channel') return where.holdsPrivate;
  const around = await desk.conversations.of(where.named).catch((error: unknown) => {
    desk.engine.parts.log.warn('discord_look_up_failed', { what: 'channel', error: failureOf(error) });
    return null;
  });
  return around?.holdsPrivate ?? true;
}

function rightsLacking(isChannel: boolean, isOwnThread: boolean, granted: bigint | null): Right[] {
  if (granted === null) return [];
  const needed = isOwnThread ? IN_PRIVATE : isChannel ? IN_CHANNEL : ALWAYS;
  return missingRights(granted).filter(({ flag }) => needed.includes(flag));
}

function mayModerate(granted: bigint | null): boolean {
  return granted !== null && (granted & PermissionFlagsBits.ManageThreads) !== 0n;
}
