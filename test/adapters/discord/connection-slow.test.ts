import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { fastClock } from '../../entry/pace.ts';
import { listening } from '../../platforms/http.ts';
import { WAIT } from '../engines.ts';
import { connectionTo, ownFleet, settingsFor } from './connection-world.ts';
import { discordWith, shortenLibraryWaits } from './local.ts';

const own = ownFleet();
const library = shortenLibraryWaits();

/** A Discord that begins no session until the test lets it. */
async function slowDiscord() {
  const { discord } = await discordWith();
  discord.sockets.hesitate();
  const asked = () => discord.record.callsOf('gateway.identify').length;
  return { discord, asked };
}

describe('a connection that takes its time', () => {
  test('a slow connection can be stopped before it is up, and is hung up should it come up all the same', async () => {
    const { discord, asked } = await slowDiscord();
    const { connection, received } = connectionTo(settingsFor(discord), own.fleet);
    await expect.poll(asked, WAIT).toBe(1);
    const begunAt = systemClock.now();
    await connection.stop();
    expect(systemClock.now() - begunAt).toBeLessThan(20_000);
    await expect.poll(() => discord.sockets.count, WAIT).toBe(0);
    // Closed with 1000, so that nothing is kept for it.
    expect([discord.sockets.reachable, asked()]).toEqual([0, 1]);
    discord.sockets.hesitate(false);
    expect([received, connection.isConnected(), connection.isLeader()]).toEqual([[], false, false]);
  });

  // In both of the next, the library had made an error that nobody hears, which ends a process.
  test('a connection can be stopped while it opens, whatever comes of that later', async () => {
    const { discord } = await discordWith();
    discord.sockets.leaveUnanswered();
    const { connection } = connectionTo(settingsFor(discord), own.fleet);
    await expect.poll(() => discord.sockets.attempts, WAIT).toBe(1);
    await connection.stop();
    discord.sockets.leaveUnanswered(false);
    const next = connectionTo(settingsFor(discord), own.fleet);
    await expect.poll(next.connection.isConnected, WAIT).toBe(true);
    await library.rested();
    // One for each: what was stopped does not try again.
    expect(discord.sockets.attempts).toBe(2);
  });

  test('a connection that is lost before its turn to begin a session leaves that to the next one', async () => {
    const { discord } = await discordWith();
    const { connection } = connectionTo(settingsFor(discord), own.fleet);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    // The next session has to wait: one was begun just now.
    discord.sockets.invalidate(false);
    await expect.poll(() => discord.sockets.attempts, WAIT).toBe(2);
    discord.sockets.leaveUnanswered();
    discord.sockets.drop();
    await expect.poll(() => discord.sockets.attempts, WAIT).toBe(3);
    await library.rested();
    discord.sockets.leaveUnanswered(false);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
  });

  test('a connection can be stopped at once while Discord does not answer at all', async () => {
    let asked = 0;
    const { origin, close } = await listening(async () => {
      asked += 1;
    }, String);
    onTestFinished(close);
    const about = { token: 'local.discord.token', applicationId: '123456789012345678' };
    const settings = settingsFor({ apiUrl: `${origin}/api`, ...about });
    const { connection } = connectionTo(settings, own.fleet);
    await expect.poll(() => asked, WAIT).toBeGreaterThan(1);
    const begunAt = systemClock.now();
    await connection.stop();
    // A call alone may take ten seconds, and the whole daemon has no more to stop.
    expect(systemClock.now() - begunAt).toBeLessThan(8_000);
  });

  test('a connection without a session is replaced by a new one', async () => {
    const { discord, asked } = await slowDiscord();
    const { connection, logged } = connectionTo(settingsFor(discord), own.fleet, {}, fastClock(100));
    await expect.poll(asked, WAIT).toBeGreaterThan(1);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'discord_not_connected', level: 'warn' }));
    expect(connection.isConnected()).toBe(false);
    discord.sockets.hesitate(false);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
  });

  test('a connection is retried while Discord is unreachable, and opened again when it is back', async () => {
    const { discord } = await discordWith();
    const { connection, received } = connectionTo(settingsFor(discord), own.fleet);
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
