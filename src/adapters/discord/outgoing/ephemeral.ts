import { ComponentType, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { type Document, lines, ours, section, wordsDocument } from '../../../core/telling/document.ts';
import { lookUpCache, SeenKeys } from '../../../runtime/cache.ts';
import type { GatewayContext, Place } from '../../../runtime/gateway/gateway-context.ts';
import {
  callAgain,
  failureOf,
  orLog,
  type PlatformAccess,
} from '../../../runtime/gateway/platform-access.ts';
import { discordCode } from '../calls/faults.ts';
import { Identified } from '../calls/wire.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { draw } from '../drawing/draw.ts';

const [KEPT_MS, MAX_KEPT] = [3_600_000, 2_000];
const MAX_HINTED = 2_000;

/**
 * Sends something to one person in a direct message, for requests that have no private response. People who accept none
 * from the bot get a notice of that in the place itself, once for each place, without the content.
 */
export function createEphemeralSender(rest: REST, access: PlatformAccess): GatewayContext['sendEphemeral'] {
  const { clock, log } = access;
  const openDirect = async (person: string): Promise<string> =>
    Identified.parse(await rest.post(Routes.userChannels(), { body: { recipient_id: person } })).id;
  const directs = lookUpCache(openDirect, clock, KEPT_MS, MAX_KEPT);
  const hinted = new SeenKeys(MAX_HINTED);
  const say = (channel: string, body: object) =>
    callAgain(access, () =>
      rest.post(Routes.channelMessages(channel), { body: { ...body, allowed_mentions: { parse: [] } } }),
    );

  const hint = async (person: string, { channel, thread }: Place): Promise<void> => {
    const where = thread ?? channel;
    if (!hinted.isNew(`${person} ${where}`)) return;
    const { flags, components } = draw(wordsDocument(DISCORD_TEXTS.noDirectMessages));
    const whom = { type: ComponentType.TextDisplay, content: `<@${person}>` };
    await say(where, { flags, components: [whom, ...components] });
  };

  return async (person, place, what) => {
    try {
      const direct = await directs.get(person);
      await say(direct, draw(direct === place.channel ? what : readOnly(what)));
    } catch (error) {
      log.info('discord_ephemeral_not_sent', { error: failureOf(access, error) });
      if (discordCode(error) !== RESTJSONErrorCodes.CannotSendMessagesToThisUser) return;
      await orLog(access, 'discord_not_hinted', hint(person, place));
    }
  };
}

/** What belongs to a channel cannot be clicked in another one; an offer says itself where it belongs. */
function readOnly(what: Document): Document {
  const { clickable } = what;
  if (clickable?.kind === 'start') return what;
  if (clickable === null || clickable.kind === 'controls') return { ...what, clickable: null };
  const hint = section(lines([ours(DISCORD_TEXTS.inChannel[clickable.kind])]));
  return { ...what, clickable: null, sections: (most) => [...what.sections(most), hint] };
}
