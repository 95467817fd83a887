import { createRequire, syncBuiltinESMExports } from 'node:module';
import { expect, onTestFinished, test, vi } from 'vitest';
import { patch } from '../../support/runner/patched.ts';
import { WAIT } from '../engines.ts';
import { connectionTo, ownFleet, settingsFor } from './connection-world.ts';
import { discordWith } from './local.ts';
import { asking } from './message-world.ts';

/** How many times shorter than outside the library's own waits are. */
const SPEED_UP = 25;

/**
 * The library waits half a second before it connects again, and five between two new sessions, by
 * no clock of ours: until the end of the test all that is waited for with `timers/promises` takes
 * less.
 */
function shortenLibraryWaits() {
  const timers: typeof import('node:timers/promises') = createRequire(import.meta.url)(
    'timers/promises',
  );
  const { setTimeout: wait } = timers;
  const waits: Promise<unknown>[] = [];
  // Called once the patch is gone.
  onTestFinished(syncBuiltinESMExports);
  patch(timers, 'setTimeout', (ms = 0, value, options) => {
    const shorter = wait(ms / SPEED_UP, value, options);
    waits.push(shorter);
    return shorter;
  });
  syncBuiltinESMExports();
  return {
    /** Resolves when nothing is waited for that was waited for when this was called. */
    rested: () => Promise.allSettled(waits),
  };
}

// In both of the next, the library had made an error that nobody hears, which ends a process.
test('a connection can be stopped while it opens, whatever comes of that later', async () => {
  const library = shortenLibraryWaits();
  const { discord } = await discordWith();
  discord.sockets.leaveUnanswered();
  const { connection } = connectionTo(settingsFor(discord), await ownFleet());
  await expect.poll(() => discord.sockets.attempts, WAIT).toBe(1);
  await connection.stop();
  discord.sockets.leaveUnanswered(false);
  const next = connectionTo(settingsFor(discord), await ownFleet());
  await expect.poll(next.connection.isConnected, WAIT).toBe(true);
  await library.rested();
  // One for each: what was stopped does not try again.
  expect(discord.sockets.attempts).toBe(2);
});

test('a connection that is lost before its turn to begin a session leaves that to the next one', async () => {
  const library = shortenLibraryWaits();
  const { discord } = await discordWith();
  const { connection } = connectionTo(settingsFor(discord), await ownFleet());
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

test('P5: a session that Discord has dropped is replaced by a new one, and no message is lost', async () => {
  shortenLibraryWaits();
  const { discord, ben, reply, replies, until, log } = await asking();
  const fresh = () => log.events.filter(({ event }) => event === 'discord_connected').length;
  const before = fresh();
  discord.sockets.drop('close', 4_000);
  discord.sockets.forget();
  const words = Array.from({ length: 120 }, (_, at) => `Remark ${at + 1}`);
  for (const each of words) reply(ben, each);
  await vi.waitUntil(() => fresh() > before, WAIT);
  await until(({ replies }) => replies.length === words.length);
  expect(await replies()).toEqual(words.map((each) => `Ben: ${each}`));
});
