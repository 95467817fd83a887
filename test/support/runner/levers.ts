import type { Configuration } from '../../../src/entry/models.ts';

/**
 * Constants of the product that a test or a benchmark changes: places for designs, the wait before processes are given back, and
 * the silence after which a turn is given up. By names in the environment that are no settings.
 */
export function withLevers(
  configuration: Configuration,
  { LEVER_PLACES, LEVER_PARK_SECONDS, LEVER_STALL_SECONDS }: Readonly<Record<string, string | undefined>>,
): Configuration {
  const { bounds, capacity, capacityPerPerson, parkMs } = configuration;
  const places = LEVER_PLACES === undefined ? null : Number(LEVER_PLACES);
  return {
    ...configuration,
    capacity: places ?? capacity,
    capacityPerPerson: places === null ? capacityPerPerson : Math.max(1, Math.floor(places / 2)),
    parkMs: LEVER_PARK_SECONDS === undefined ? parkMs : Number(LEVER_PARK_SECONDS) * 1_000,
    bounds:
      LEVER_STALL_SECONDS === undefined
        ? bounds
        : { ...bounds, turnStallMs: Number(LEVER_STALL_SECONDS) * 1_000 },
  };
}
