import { expect, test, vi } from 'vitest';
import { createChannelNames } from '#acts/gateway/channel-names.ts';
import { RIGHTS_KEPT } from '#engine/access/asking.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { faultOf } from '#surfaces/discord/calls/faults.ts';
import { DISCORD_TEXTS } from '#surfaces/discord/discord-texts.ts';
import { channelNameOf, createConversations } from '#surfaces/discord/incoming/conversations.ts';
import { createMemberRights } from '#surfaces/discord/incoming/member-rights.ts';
import { createPeople } from '#surfaces/discord/incoming/people.ts';
import { createReaders } from '#surfaces/discord/incoming/readers.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { connected } from './message-world.ts';

/** Longer than an answer is kept. */
const LATER_MS = 11_000;
const PRIVATE_THREAD = 12;
async function reading() {
  const { discord, rest, ana, general } = await discordWith();
  const { clock, pass } = createMovedClock(unhurriedClock());
  const access = { platform: 'discord', texts: DISCORD_TEXTS, faultOf, clock, log: keepLog() };
  const rights = createMemberRights(rest, access);
  const conversations = createConversations(rest, clock);
  const readers = createReaders(rights, OPEN_TO_ALL, conversations);
  const nameOf = createChannelNames(access, (id) => channelNameOf(conversations, id));
  const people = (role: string) => createPeople(rights, access, [role]);
  return { discord, guild: discord.guild, ana, general, pass, readers, people, nameOf };
}

test('A18: a channel is open to those who can see it, by their roles and its exceptions, now', async () => {
  const { guild, ana, general, pass, readers } = await reading();
  const ben = guild.addPerson('Ben');
  expect(await readers.canOpen(ana, general, 'page')).toBe(true);
  guild.deny(general, ['ViewChannel'], ana);
  expect(await readers.canOpen(ben, general, 'page')).toBe(true);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, general, 'page')).toBe(false);
  guild.allow(general, ['ViewChannel'], ana);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, general, 'page')).toBe(true);
  guild.deny(general, ['ViewChannel'], guild.id);
  guild.allow(general, ['ViewChannel']);
  pass(LATER_MS);
  expect([
    await readers.canOpen(ana, general, 'page'),
    await readers.canOpen(ben, general, 'page'),
  ]).toEqual([true, false]);
});

test('A18: a private thread is open to its members who see its channel', async () => {
  const { guild, ana, general, pass, readers } = await reading();
  const ben = guild.addPerson('Ben');
  const members = [ana, guild.bot.id];
  const fresh = { isArchived: false, isLocked: false, archiveChangedAt: new Date() };
  const state = { owner: ana, starter: null, isInvitable: true, autoArchiveMinutes: 60, ...fresh };
  const { id } = guild.create({
    name: 'secret',
    type: PRIVATE_THREAD,
    parent: general,
    members,
    thread: state,
  });
  expect([await readers.canOpen(ana, id, 'page'), await readers.canOpen(ben, id, 'page')]).toEqual([
    true,
    false,
  ]);
  guild.deny(general, ['ViewChannel'], ana);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, id, 'page')).toBe(false);
});

test('A18: nobody reads where somebody has left, the channel is gone, or the id is none', async () => {
  const { guild, ana, general, pass, readers } = await reading();
  const stranger = '1234567890';
  expect(await readers.canOpen(stranger, general, 'page')).toBe(false);
  for (const channel of ['', 'C1', '../users/@me', '99999999999999999'])
    expect(await readers.canOpen(ana, channel, 'page'), channel).not.toBe(true);
  expect(await readers.canOpen(ana, guild.direct(ana), 'page')).toBe(false);
  expect(await readers.canOpen(ana, general, 'page')).toBe(true);
  guild.people.delete(ana);
  pass(LATER_MS);
  expect(await readers.canOpen(ana, general, 'page')).toBe(false);
});

test('A24: a role serves for ten seconds, and who has left or is not known to Discord may do nothing', async () => {
  const { discord, guild, pass, people } = await reading();
  const role = guild.addRole('deciders');
  const ben = guild.addPerson('Ben', [role]);
  const asked = () => people(role).byId(ben, 'Ben', guild.id);
  expect(await asked()).toEqual({ id: ben, name: 'Ben', groups: [role] });
  guild.people.get(ben)?.roles.delete(role);
  pass(RIGHTS_KEPT.act.freshMs);
  expect(await asked()).toEqual({ id: ben, name: 'Ben', groups: [] });
  discord.faults.always('guilds.member', 'cut_before');
  pass(RIGHTS_KEPT.act.freshMs);
  expect((await asked()).barred).toBe(TEXTS.rightsUnknown('Discord'));
  discord.faults.always('guilds.member', null);
  guild.people.delete(ben);
  pass(RIGHTS_KEPT.act.freshMs);
  expect((await asked()).barred).toBe(TEXTS.hasLeft('Discord'));
});

test('A24: a change of a channel’s exceptions ends what a stream would know for a minute', async () => {
  const { discord, gateway, ana, general } = await connected({ isStill: true });
  const { readers } = gateway;
  expect(await readers.canOpen(ana, general, 'stream')).toBe(true);
  discord.guild.deny(general, ['ViewChannel'], ana);
  await vi.waitUntil(async () => !(await readers.canOpen(ana, general, 'stream')), WAIT);
});

test('A24: who may only read a channel starts no design there from elsewhere', async () => {
  const { discord, gateway, ana, ben, general } = await connected({ isStill: true });
  const { refuseChannel } = gateway.readers;
  const { guild } = discord;
  guild.deny(general, ['SendMessages'], ana);
  expect(await refuseChannel?.(general, ana)).toBe(DISCORD_TEXTS.onlyRead);
  for (const other of [ben, '']) expect(await refuseChannel?.(general, other)).toBeNull();
});

test('A18: a list of one channel costs the calls for one design', async () => {
  const { discord, ana, general, readers } = await reading();
  await Promise.all(Array.from({ length: 50 }, () => readers.canOpen(ana, general, 'page')));
  for (let at = 0; at < 50; at += 1) await readers.canOpen(ana, general, 'page');
  expect(discord.record.calls.length).toBeLessThanOrEqual(4);
});

test('a channel has its name, and none where Discord does not say', async () => {
  const { general, nameOf } = await reading();
  expect(await Promise.all([general, '123'].map(nameOf))).toEqual(['#general', null]);
});
