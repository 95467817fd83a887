// Loads for three seconds, in which it works a little again and again, as on a machine with too
// much to do. Then it says that it is ready, and answers the pings that have arrived.
import { answerPings, channel, sayReady, sessionId } from './channel.mjs';

const LOADS_MS = 3_000;
const WORKS_MICROSECONDS = 12_000;
const RESTS_MS = 30;

channel.pause();
const startedAt = performance.now();
while (performance.now() - startedAt < LOADS_MS) {
  const before = process.cpuUsage();
  while (usedSince(before) < WORKS_MICROSECONDS);
  await new Promise((resolve) => setTimeout(resolve, RESTS_MS));
}
if (sessionId !== undefined) sayReady();
answerPings();
channel.resume();

/** @param {NodeJS.CpuUsage} before */
function usedSince(before) {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
