import { Crew } from '/work/wt/read/test/sim/crew.ts';
import { SLICE } from '/work/wt/read/test/sim/worlds.ts';
import { worldLine, violationText } from '/work/wt/read/test/sim/report.ts';
const crew = new Crew(1);
for (const world of SLICE.filter(({name}) => process.argv.slice(2).includes(name))) {
  const done = await crew.explore({ world, bounds: { maxStates: 300_000, sampleEvery: 200 }, mutant: null });
  console.log(worldLine(done), violationText(done));
}
await crew.close();
