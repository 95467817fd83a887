import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { TEXTS } from '../../../src/runtime/message/texts.ts';
import type { Seen } from '../../platforms/discord/acting.ts';
import type { Message } from '../../platforms/discord/message.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';

/** What this person was offered last to start. */
function offerTo({ visibleMessages, guild, people }: DiscordServer, who: string): Message {
  const all = [...visibleMessages(guild.direct(who)), ...people.ephemeral(who)];
  const newest = all.findLast(({ components }) => JSON.stringify(components).includes(ACTIONS.start));
  if (newest === undefined) throw new Error('nothing is offered');
  return newest;
}

/** Clicks the newest offer to a person, who need not be the one that clicks; what its button says may be altered. */
export function clickOffer(
  discord: DiscordServer,
  who: string,
  from = who,
  alter: ((value: string) => string) | null = null,
): Promise<Seen> {
  const { guild, people } = discord;
  const offer = offerTo(discord, from);
  if (who === from && alter === null) return people.click(who, offer, TEXTS.startDesign);
  const components = JSON.parse(
    JSON.stringify(offer.components).replace(
      /charrette\.start ([^"]+)/,
      (_, value: string) => `${ACTIONS.start} ${alter?.(value) ?? value}`,
    ),
  );
  const forged = guild.messages.post({ channel: guild.direct(who), author: guild.bot.id, components });
  return people.click(who, forged, TEXTS.startDesign);
}
