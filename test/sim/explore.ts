import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Crew } from './crew.ts';
import { MUTANTS } from './mutants.ts';
import { heading, mutantLine, sumLine, violationText, worldLine } from './report.ts';
import { BOUNDED, CLOSE, FULL } from './worlds.ts';

/**
 * `npm run explore`: all seeded mistakes, every state of the small worlds looked at closely, and
 * the full space; with `--bounded` the worlds of medium size, which `npm run test:all` leaves out.
 * Exit code 1 if a rule is broken or a mistake missed.
 */
const { values } = parseArgs({ options: { bounded: { type: 'boolean', default: false } } });
const crew = new Crew(Math.min(availableParallelism(), 4));
const began = performance.now();

// First, because it takes seconds, and because without it a world without violations means little.
const mutantsTried = values.bounded ? [] : MUTANTS;
const tried = await Promise.all(
  mutantsTried.map(async (mutant) => {
    const bounds = { maxStates: 100_000, sampleEvery: 100_000 };
    const done = await crew.explore({ world: mutant.world, bounds, mutant });
    console.log(mutantLine(mutant, done));
    return done;
  }),
);
const missed = tried.filter((each) => each.violation === null);
console.log(`${tried.length - missed.length} of ${tried.length} mutants found\n`);

console.log(heading());
const explored = await Promise.all(
  (values.bounded ? BOUNDED : [...FULL, ...CLOSE]).map(async (world) => {
    const bounds = { maxStates: 5_000_000, sampleEvery: CLOSE.includes(world) ? 1 : 2_000 };
    const done = await crew.explore({ world, bounds, mutant: null });
    console.log(worldLine(done));
    return done;
  }),
);
await crew.close();
console.log(sumLine(explored, (performance.now() - began) / 1_000));

const broken = explored.filter((each) => each.violation !== null);
const cut = explored.filter((each) => !each.whole && each.violation === null);
for (const each of broken) console.log(`\n${violationText(each)}`);
const states = explored.reduce((sum, each) => sum + each.states, 0).toLocaleString('en-US');
const mutants = `${tried.length - missed.length} of ${tried.length} mutants found`;
console.log(
  `\n${states} states, ${broken.length} violations, ${cut.length} worlds cut short, ${mutants}`,
);
process.exitCode = broken.length + cut.length + missed.length > 0 ? 1 : 0;
