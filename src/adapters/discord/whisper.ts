import { type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import * as z from 'zod';
import type { Desk, Place } from '../../runtime/gateway/desk.ts';
import { Once } from '../../runtime/gateway/once.ts';
import { Remembered } from '../../runtime/gateway/remembered.ts';
import type { Document } from '../../runtime/message/document.ts';
import { lines, ours, section } from '../../runtime/message/rich.ts';
import { wordsDocument } from '../../runtime/message/words.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { toldAgain } from './again.ts';
import { draw } from './drawing/draw.ts';
import { failureOf } from './failure.ts';
import { discordCode } from './faults.ts';
import { id } from './payload.ts';
import { DISCORD_TEXTS } from './texts.ts';

const [KEPT_MS, MOST_KEPT] = [3_600_000, 2_000];
const MOST_HINTED = 2_000;

const Direct = z.object({ id });

/**
 * Says something to one person alone, where nothing that they did could be answered privately: in a direct message. Whoever
 * takes none from the bot is told that, once for each place, in the place itself, and nothing of what there is to say.
 */
export function createWhisper(rest: REST, clock: Clock, log: Log): Desk['whisper'] {
  const directs = new Remembered(
    async (person) =>
      Direct.parse(await rest.post(Routes.userChannels(), { body: { recipient_id: person } })).id,
    clock,
    KEPT_MS,
    MOST_KEPT,
  );
  const hinted = new Once(MOST_HINTED);
  const say = (channel: string, body: object) =>
    toldAgain(() =>
      rest.post(Routes.channelMessages(channel), { body: { ...body, allowed_mentions: { parse: [] } } }),
    );

  const hint = async (person: string, { channel, thread }: Place): Promise<void> => {
    const where = thread ?? channel;
    if (!hinted.first(`${person} ${where}`)) return;
    const { flags, components } = draw(wordsDocument(DISCORD_TEXTS.cannotWhisper));
    const whom = { type: 10, content: `<@${person}>` };
    await say(where, { flags, components: [whom, ...components] });
  };

  return async (person, place, what) => {
    try {
      const direct = await directs.get(person);
      await say(direct, draw(direct === place.channel ? what : readOnly(what)));
    } catch (error) {
      log.info('discord_not_whispered', { error: failureOf(error) });
      if (discordCode(error) !== RESTJSONErrorCodes.CannotSendMessagesToThisUser) return;
      await hint(person, place).catch((failed: unknown) =>
        log.warn('discord_not_hinted', { error: failureOf(failed) }),
      );
    }
  };
}

/** What belongs to a channel cannot be clicked in another one. */
function readOnly(what: Document): Document {
  if (what.clickable?.kind !== 'choice') return { ...what, clickable: null };
  const hint = section(lines([ours(DISCORD_TEXTS.whichInChannel)]));
  return { ...what, clickable: null, sections: (most) => [...what.sections(most), hint] };
}
