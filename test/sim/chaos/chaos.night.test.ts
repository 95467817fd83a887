import { expect, test } from 'vitest';
import { reachablePostgres } from '../../support/databases/postgres.ts';
import { needing } from '../../support/runner/needing.ts';
import { type ChaosResult, runChaos } from './chaos.ts';
import { FLEET_FAULTS, LOCAL_FAULTS } from './plan.ts';
import { findingLine } from './report.ts';

/**
 * A bounded slice of `npm run chaos`. What it finds is printed with the seed, to be run again. The
 * calm ends when every design has, and its bound is far beyond what they need on a busy machine,
 * and within that of the test.
 */
const SEED = 11;
const BOUND = { seed: SEED, startEveryMs: 300, stormMs: 20_000, calmMs: 480_000 };
const server = await reachablePostgres();
const { test: testPostgres } = await needing('postgres');

testPostgres(
  'P4: killed, frozen and cut off at random, two daemons on Postgres lose nothing and say nothing twice',
  async () => {
    // Not frozen for long: between its last look and the bytes of a post nothing can hold a daemon
    // back.
    const faults = [
      ...LOCAL_FAULTS,
      'connection_cut',
      'all_connections_cut',
      'store_goes_back',
    ] as const;
    const result = await runChaos({
      ...BOUND,
      faults,
      designs: 12,
      daemons: 2,
      serverUrl: server.url,
    });
    expect(result.findings.map((found) => findingLine(SEED, found))).toEqual([]);
    expect(injected(result)).toBeGreaterThan(0);
  },
);

test('P4: killed and frozen at random, a daemon with the embedded store loses nothing', async () => {
  const result = await runChaos({
    ...BOUND,
    faults: LOCAL_FAULTS,
    designs: 4,
    daemons: 1,
    serverUrl: null,
  });
  expect(result.findings.map((found) => findingLine(SEED, found))).toEqual([]);
  expect(injected(result)).toBeGreaterThan(0);
});

/** Faults of processes and connections that have hit something. */
function injected({ faults }: ChaosResult): number {
  const kinds = [...LOCAL_FAULTS, ...FLEET_FAULTS];
  return kinds.reduce((sum, kind) => sum + (faults.get(kind) ?? 0), 0);
}
