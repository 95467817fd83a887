import type { Configuration } from '#entry/models.ts';

/**
 * Constants of the product that a test or a benchmark changes: places for designs, the wait before
 * processes are given back, the silence after which a turn is given up, and how long a session may
 * take to become ready and to answer. By names in the environment that are no settings.
 */
export function withLevers(
  configuration: Configuration,
  environment: Readonly<Record<string, string | undefined>>,
): Configuration {
  const { bounds, capacity, capacityPerPerson, parkMs, readyMs, heartbeatMs } = configuration;
  const { LEVER_PLACES, LEVER_PARK_SECONDS, LEVER_STALL_SECONDS, LEVER_READY_SECONDS } =
    environment;
  const { LEVER_HEARTBEAT_SECONDS } = environment;
  const places = LEVER_PLACES === undefined ? null : Number(LEVER_PLACES);
  return {
    ...configuration,
    capacity: places ?? capacity,
    capacityPerPerson: places === null ? capacityPerPerson : Math.max(1, Math.floor(places / 2)),
    parkMs: LEVER_PARK_SECONDS === undefined ? parkMs : Number(LEVER_PARK_SECONDS) * 1_000,
    readyMs: LEVER_READY_SECONDS === undefined ? readyMs : Number(LEVER_READY_SECONDS) * 1_000,
    heartbeatMs:
      LEVER_HEARTBEAT_SECONDS === undefined ? heartbeatMs : Number(LEVER_HEARTBEAT_SECONDS) * 1_000,
    bounds:
      LEVER_STALL_SECONDS === undefined
        ? bounds
        : { ...bounds, turnStallMs: Number(LEVER_STALL_SECONDS) * 1_000 },
  };
}
