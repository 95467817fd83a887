import { createRequire, syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest';
import { createRest } from '../../../src/adapters/discord/calls/rest.ts';
import { type DiscordOptions, startDiscord } from '../../platforms/discord/server.ts';
import { keptLog } from '../../support/child-sessions.ts';

const LONG_TIMEOUT_MS = 20_000;
/** How many times shorter than outside the library's own waits are. */
const SPEED_UP = 25;

/** A local Discord with long timeouts unless a test sets them, with Ana in it, and Charrette's client for it. */
export async function discordWith(options: DiscordOptions = {}) {
  const discord = await startDiscord({ ackMs: LONG_TIMEOUT_MS, ...options });
  onTestFinished(() => discord.close());
  const { guild, token, apiUrl } = discord;
  const rest = createRest({ token, apiUrl, log: keptLog() });
  return { discord, rest, ana: guild.addPerson('Ana'), general: guild.addChannel('general') };
}

/**
 * The library waits half a second before it connects again, and five between two new sessions, by no clock of ours: for the
 * tests of this file all that is waited for with `timers/promises` takes less. To be called once, at the top of the file.
 */
export function shortenLibraryWaits() {
  const timers: typeof import('node:timers/promises') = createRequire(import.meta.url)('timers/promises');
  const { setTimeout: wait } = timers;
  beforeAll(() => {
    vi.spyOn(timers, 'setTimeout').mockImplementation((ms = 0, value, options) =>
      wait(ms / SPEED_UP, value, options),
    );
    syncBuiltinESMExports();
  });
  afterAll(() => {
    vi.mocked(timers.setTimeout).mockRestore();
    syncBuiltinESMExports();
  });
  return {
    /** Resolves when nothing is waited for that was waited for when this was called. */
    rested: () => Promise.allSettled(vi.mocked(timers.setTimeout).mock.results.map(({ value }) => value)),
  };
}
