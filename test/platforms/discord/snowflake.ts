const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const TIME_SHIFT = 22n;
let last = 0n;

/** A new id: unique in this process, later ones are larger, and its time can be read from it. */
export function snowflake(): string {
  const now = (BigInt(Date.now()) - DISCORD_EPOCH_MS) << TIME_SHIFT;
  last = now > last ? now : last + 1n;
  return String(last);
}

export function timeOf(id: string): Date {
  return new Date(Number((BigInt(id) >> TIME_SHIFT) + DISCORD_EPOCH_MS));
}

export const isSnowflake = (text: string): boolean => /^\d{15,20}$/.test(text);
