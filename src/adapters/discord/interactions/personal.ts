import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { foundOr } from '../../../acts/gateway/platform-access.ts';
import {
  type Document,
  document,
  given,
  line,
  lines,
  section,
  wordsDocument,
} from '../../../core/presentation/format/document.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { linkTo } from '../drawing/link.ts';
import type { InteractionPayload } from './interaction-payload.ts';

/** Milliseconds to find the direct conversation: the answer has three seconds. */
const LOOK_UP_MS = 1_500;

/**
 * Tells if a person who has installed the bot for themselves uses it where it is not: in a conversation of people, or on a server
 * that has not installed it. It reads nothing there and cannot write.
 */
export function isElsewhere({
  context,
  guild_id,
  authorizing_integration_owners: owners,
}: Pick<InteractionPayload, 'context' | 'guild_id' | 'authorizing_integration_owners'>): boolean {
  if (context === InteractionContextType.PrivateChannel) return true;
  return guild_id != null && owners != null && owners[ApplicationIntegrationType.GuildInstall] === undefined;
}

/** Says where this person can use the bot, with the way there. */
export async function wayToDirect(context: DiscordContext, person: string): Promise<Document> {
  const found = await foundOr(context, context.direct(person), LOOK_UP_MS, null, { what: 'direct' });
  const url = found === null ? null : linkTo(null, { channel: found, thread: found });
  const words = DISCORD_TEXTS.personalElsewhere;
  if (url === null) return wordsDocument(`${words} ${DISCORD_TEXTS.findDirect}`);
  const link = { kind: 'link', url, words: DISCORD_TEXTS.openDirect } as const;
  return document(words, (most) => [section(lines(line`${given(words, most)} ${[link]}`))]);
}
