import { expect, onTestFinished } from 'vitest';
import { HeldToken } from '#acts/gateway/held-token.ts';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { createRest } from '#surfaces/discord/calls/rest.ts';
import { Connection } from '#surfaces/discord/connection/connection.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';
import { ownDatabase, reachablePostgres } from '../../support/databases/postgres.ts';
import { needing } from '../../support/runner/needing.ts';
import { WAIT } from '../engines.ts';
import { listeningLog, settingsFor } from './connection-world.ts';
import { discordWith } from './local.ts';

const { test } = await needing('postgres');

/** A daemon with its own store on this database, which receives messages with these words. */
async function daemon(discord: DiscordServer, url: string) {
  const { log } = listeningLog();
  const { store, fleet } = await openPostgresStore({ url, log });
  onTestFinished(async () => {
    await fleet.leave();
    await store.close();
  });
  const settings = settingsFor(discord);
  const messages: unknown[] = [];
  const connection = new Connection({
    settings,
    rest: createRest({ ...settings, log }),
    fleet,
    held: new HeldToken('', log, 'discord_refused'),
    clock: systemClock,
    log,
    handlers: {
      MESSAGE_CREATE: (message) => {
        messages.push(message);
      },
    },
  });
  connection.start();
  onTestFinished(() => connection.stop());
  return { connection, messages };
}

test('a connection is held by one daemon, which receives each event once, and by another when that one stops', async () => {
  const { url, drop } = await ownDatabase((await reachablePostgres()).url ?? '');
  onTestFinished(drop);
  const { discord, ana, general } = await discordWith();
  const daemons = [
    await daemon(discord, url),
    await daemon(discord, url),
    await daemon(discord, url),
  ];
  const connected = () => daemons.filter(({ connection }) => connection.isConnected());
  await expect.poll(connected, WAIT).toHaveLength(1);
  const [first] = connected();
  discord.people.say(ana, general, 'Who is there?');
  await expect.poll(() => daemons.flatMap(({ messages }) => messages), WAIT).toHaveLength(1);
  expect(first?.messages).toHaveLength(1);

  await first?.connection.stop();
  await expect.poll(connected, WAIT).toHaveLength(1);
  const [second] = connected();
  expect(second).not.toBe(first);
  discord.people.say(ana, general, 'And now?');
  await expect.poll(() => second?.messages, WAIT).toHaveLength(1);
  expect(discord.sockets.count).toBe(1);
  expect(daemons.filter(({ connection }) => connection.isLeader())).toHaveLength(1);
  expect(discord.record.violations).toEqual([]);
});
