import { parseArgs } from 'node:util';
import { reachablePostgres } from '../../support/databases/postgres.ts';
import { runChaos } from './chaos.ts';
import { FLEET_FAULTS, LOCAL_FAULTS } from './plan.ts';
import { findingLine, table } from './report.ts';

/**
 * `npm run chaos -- --designs 200 --seed 1`: see test/sim/chaos/README.md. Exit code 1 if anything
 * was found, 2 if it cannot be run as it was asked for.
 */
// The daemons end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const { values } = parseArgs({
  options: {
    designs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    daemons: { type: 'string', default: '3' },
    store: { type: 'string', default: 'postgres' },
  },
});
const [designs, seed, daemons] = [values.designs, values.seed, values.daemons].map(Number);
const numbers = [designs, seed, daemons].every(
  (number) => Number.isInteger(number) && Number(number) > 0,
);
if (!numbers || designs === undefined || seed === undefined || daemons === undefined) {
  console.error('--designs, --seed and --daemons are whole numbers above 0.');
  process.exit(2);
}
if (values.store !== 'postgres' && values.store !== 'sqlite') {
  console.error('--store is postgres or sqlite.');
  process.exit(2);
}
const server = values.store === 'postgres' ? await reachablePostgres() : null;
if (server?.reason != null) {
  console.error(
    `There is ${server.reason}. With --store sqlite one daemon runs on the embedded store.`,
  );
  process.exit(2);
}
const result = await runChaos({
  seed,
  designs,
  daemons: server === null ? 1 : daemons,
  serverUrl: server?.url ?? null,
  startEveryMs: 1_000,
  faults: server === null ? LOCAL_FAULTS : [...LOCAL_FAULTS, ...FLEET_FAULTS],
  stormMs: 30_000 + designs * 2_500,
  calmMs: 180_000,
  tell: (line) => console.error(line),
});
for (const found of result.findings) console.log(findingLine(seed, found));
console.log(`\n${table(result)}`);
if (result.findings.length > 0) {
  const again = `--designs ${designs} --seed ${seed} --daemons ${daemons} --store ${values.store}`;
  console.log(`\nAgain: npm run chaos -- ${again}`);
}
process.exitCode = result.findings.length > 0 ? 1 : 0;
