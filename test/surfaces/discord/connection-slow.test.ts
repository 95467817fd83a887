import { describe, expect, onTestFinished, test } from 'vitest';
import { fastClock } from '../../entry/pace.ts';
import { listening } from '../../platforms/http.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { WAIT } from '../engines.ts';
import { connectionTo, ownFleet, settingsFor } from './connection-world.ts';
import { discordWith } from './local.ts';

const LONGER_THAN_A_TEST_MS = 60_000;

/** A Discord that begins no session until the test lets it. */
async function slowDiscord() {
  const { discord } = await discordWith();
  discord.sockets.hesitate();
  const asked = () => discord.record.callsOf('gateway.identify').length;
  return { discord, asked };
}

describe('a connection that takes its time', () => {
  test('a slow connection can be stopped before it is up, and hangs up if it comes up later', async () => {
    const { discord, asked } = await slowDiscord();
    const { connection, received } = connectionTo(settingsFor(discord), await ownFleet());
    await expect.poll(asked, WAIT).toBe(1);
    await connection.stop();
    await expect.poll(() => discord.sockets.count, WAIT).toBe(0);
    // Closed with 1000, so that nothing is kept for it.
    expect([discord.sockets.reachable, asked()]).toEqual([0, 1]);
    discord.sockets.hesitate(false);
    expect([received, connection.isConnected(), connection.isLeader()]).toEqual([[], false, false]);
  });

  test('a connection can be stopped while Discord does not answer at all, in less time than the call has', async () => {
    let asked = 0;
    const { origin, close } = await listening(async () => {
      asked += 1;
      // The first call is given up; the second is under way for longer than this test may take.
      rest.options.timeout = LONGER_THAN_A_TEST_MS;
    }, String);
    onTestFinished(close);
    const about = { token: 'local.discord.token', applicationId: '123456789012345678' };
    const settings = settingsFor({ apiUrl: `${origin}/api`, ...about });
    const { connection, rest } = connectionTo(settings, await ownFleet(), {}, realClock);
    rest.options.timeout = 100;
    await expect.poll(() => asked, WAIT).toBeGreaterThan(1);
    await connection.stop();
  });

  test('a connection without a session is replaced by a new one', async () => {
    const { discord, asked } = await slowDiscord();
    const { connection, logged } = connectionTo(
      settingsFor(discord),
      await ownFleet(),
      {},
      fastClock(100),
    );
    await expect.poll(asked, WAIT).toBeGreaterThan(1);
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'discord_not_connected', level: 'warn' }),
    );
    expect(connection.isConnected()).toBe(false);
    discord.sockets.hesitate(false);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
  });

  test('a connection is retried while Discord is unreachable, and opened again when it is back', async () => {
    const { discord } = await discordWith();
    const { connection, received } = connectionTo(settingsFor(discord), await ownFleet());
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    discord.sockets.stayAway();
    discord.sockets.drop();
    await expect.poll(connection.isConnected, WAIT).toBe(false);
    await expect.poll(() => discord.sockets.attempts, WAIT).toBeGreaterThan(3);
    discord.sockets.stayAway(false);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    await expect.poll(() => received.map(({ event }) => event), WAIT).toEqual(['READY', 'READY']);
  });
});
