import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Crew } from './crew.ts';
import type { Exploration } from './explorer.ts';
import { MUTANTS } from './mutants.ts';
import { heading, mutantLine, sumLine, violationText, worldLine } from './report.ts';
import { BOUNDED, FULL } from './worlds.ts';

/**
 * `npm run explore`: the full space and all mutants; with `--bounded` smaller worlds. Exit code 1 if a rule is
 * broken or a mutant is missed.
 */
const { values } = parseArgs({ options: { bounded: { type: 'boolean', default: false } } });
const worlds = values.bounded ? BOUNDED : FULL;
const began = performance.now();
const crew = new Crew(Math.min(availableParallelism(), 4));

const bounds = { maxStates: 5_000_000, sampleEvery: 2_000 };
console.log(heading());
const explored = await Promise.all(
  worlds.map(async (world) => {
    const done = await crew.explore({ world, bounds, mutant: null });
    console.log(worldLine(done));
    return done;
  }),
);
console.log(sumLine(explored, (performance.now() - began) / 1_000));
const broken = explored.filter((each) => each.violation !== null);
console.log(`\n${broken.length} violations`);
for (const each of broken) console.log(`\n${violationText(each)}`);

const tried = await Promise.all(
  MUTANTS.map(async (mutant) => {
    const done = await crew.explore({
      world: mutant.world,
      bounds: { ...bounds, maxStates: 100_000 },
      mutant,
    });
    return { mutant, done };
  }),
);
await crew.close();
console.log('');
for (const { mutant, done } of tried) console.log(mutantLine(mutant, done));
const found = tried.filter(({ done }: { done: Exploration }) => done.violation !== null);
console.log(`${found.length} of ${tried.length} mutants found`);
process.exitCode = broken.length > 0 || found.length < tried.length ? 1 : 0;
