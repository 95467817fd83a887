import { TEXTS } from '#presentation/words/texts.ts';
import type { Message } from '../../platforms/discord/message.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';
import type { Doing } from '../doing.ts';
import { findDrawn } from '../drawn-controls.ts';

const PRESSED = {
  running: { action: 'running', label: TEXTS.offer.running },
  typed: { action: 'typed', label: 'Help' },
  cancel: { action: 'typed', label: 'Cancel' },
  sure: { action: 'sure', label: 'Cancel it' },
} as const;

/** What Ana and Ben do at a local Discord, and see there. */
export function doingAt(
  discord: DiscordServer,
  ana: string,
  ben: string,
  general: string,
): Doing<Message> {
  const { people, guild, deliveries } = discord;
  return {
    ana,
    ben,
    general,
    say: (who, text, files = []) => people.say(who, general, text, { files }),
    mention: (who, words, thread = general) => people.mention(who, thread, words),
    mentionInThread: (who, before, words) => {
      const thread = guild.addThread(ben, general, 'the queue');
      for (const text of before) people.say(ben, thread, text);
      return people.mention(who, thread, words);
    },
    sayDirectly: (who, words) => people.say(who, guild.direct(who), words),
    edit: (message, text) => people.edit(message, text),
    remove: (message) => people.remove(message),
    start: (who, topic) => people.slash(who, general, 'design start', { topic }),
    list: (who) => people.slash(who, general, 'design list'),
    linkTo: ({ thread }) =>
      `[Open the thread](<https://discord.com/channels/${guild.id}/${thread}>)`,
    ephemerals: (who) => {
      const direct = discord
        .visible(guild.direct(who))
        .filter((text) => text.startsWith('Charrette: '));
      return [...direct, ...discord.ephemeral(who)].map((text) => text.replace('Charrette: ', ''));
    },
    takeOffer: async (who, from = who, alter) => {
      const all = [...discord.visibleMessages(guild.direct(from)), ...people.ephemeral(from)];
      const offer = all.findLast(({ components }) => findDrawn(components, 'start') !== undefined);
      if (offer === undefined) throw new Error('nothing is offered');
      const components = JSON.parse(
        JSON.stringify(offer.components).replace(
          /(?<="custom_id":"[a-z]+\.start )[^"]+/,
          (value) => alter?.(value) ?? value,
        ),
      );
      const isOwn = who === from && alter === undefined;
      const pressed = isOwn
        ? offer
        : guild.messages.post({ channel: guild.direct(who), author: guild.bot.id, components });
      const { modal } = await people.click(who, pressed, TEXTS.offer.start);
      if (modal !== null) await people.submit(who, modal, {});
      return '';
    },
    press: async (who, button) => {
      const all = [...discord.visibleMessages(guild.direct(who)), ...people.ephemeral(who)];
      const { action, label } = PRESSED[button];
      const offer = all.findLast(({ components }) => findDrawn(components, action) !== undefined);
      if (offer === undefined) throw new Error('nothing is offered');
      return people.click(who, offer, label);
    },
    askStarter: async (who) => {
      const all = [...discord.visibleMessages(guild.direct(who)), ...people.ephemeral(who)];
      const denied = all.findLast(
        ({ components }) => findDrawn(components, 'ask_starter') !== undefined,
      );
      if (denied === undefined) throw new Error('nobody can be asked');
      return people.click(who, denied, TEXTS.askStarter('Ana'));
    },
    join: (name) => guild.addPerson(name),
    leave: (who) => {
      guild.people.delete(who);
    },
    hold: () => deliveries.hold(),
    releaseReversed: () => deliveries.release((held) => held.toReversed()),
    sendAgain: async () => {
      for (let again = 0; again < 3; again += 1) deliveries.sendAgain('MESSAGE_CREATE');
    },
    settled: () => deliveries.settled(),
    counts: () => discord.record.counts(),
  };
}
