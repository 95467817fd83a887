import { Crew } from '/work/wt/read/test/sim/crew.ts';
import { violationText, worldLine } from '/work/wt/read/test/sim/report.ts';
import { SLICE } from '/work/wt/read/test/sim/worlds.ts';

const crew = new Crew(1);
for (const world of SLICE.filter(({ name }) => process.argv.slice(2).includes(name))) {
  const done = await crew.explore({ world, bounds: { maxStates: 300_000, sampleEvery: 200 }, mutant: null });
  console.log(worldLine(done), violationText(done));
}
await crew.close();
