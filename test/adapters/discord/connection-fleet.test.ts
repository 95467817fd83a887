import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createRest } from '../../../src/adapters/discord/calls/rest.ts';
import { Connection } from '../../../src/adapters/discord/connection/connection.ts';
import { openPostgresStore } from '../../../src/adapters/store/postgres/open.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';
import { ownDatabase, reachablePostgres } from '../../support/postgres.ts';
import { WAIT } from '../engines.ts';
import { listeningLog, settingsFor } from './connection-world.ts';
import { discordWith } from './local.ts';

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';
const OPENING_MS = 60_000;

describe.skipIf(server.url === null)(`the connection of a fleet${skipped}`, () => {
  let own: Awaited<ReturnType<typeof ownDatabase>>;
  beforeAll(async () => {
    own = await ownDatabase(server.url ?? '');
  }, OPENING_MS);
  afterAll(() => own.drop());

  /** A daemon with its own store on the same database, which receives messages with these words. */
  async function daemon(discord: DiscordServer) {
    const { log } = listeningLog();
    const { store, fleet } = await openPostgresStore({ url: own.url, log });
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
    const { discord, ana, general } = await discordWith();
    const daemons = [await daemon(discord), await daemon(discord), await daemon(discord)];
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
});
