import { SnowflakeUtil } from 'discord.js';

const EARLIEST_MS = Number(SnowflakeUtil.epoch);

/** The first id that Discord gives in this millisecond since the epoch. */
export function snowflakeAt(moment: number): string {
  const timestamp = Math.max(EARLIEST_MS, moment);
  return String(SnowflakeUtil.generate({ timestamp, increment: 0n, workerId: 0n, processId: 0n }));
}
