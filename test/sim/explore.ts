/** `npm run explore`: every world whole, then every seeded mistake. Exit code 1 if a rule is broken. */

import { CORE, withMutant } from './core.ts';
import { type Exploration, explore } from './explorer.ts';
import { MUTANTS } from './mutants.ts';
import { LARGE_WORLDS, WORLDS } from './worlds.ts';

let isBroken = false;
for (const world of [...WORLDS, ...LARGE_WORLDS]) {
  const began = performance.now();
  const found = explore(CORE, world, 3_000_000);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const whole = found.isWhole ? 'whole' : 'not whole';
  say(
    `${world.name}: ${found.states} states, ${found.transitions} commands, ${whole}, ${seconds} s`,
  );
  isBroken ||= !found.isWhole;
  tell(found);
}
for (const mutant of MUTANTS) {
  const world = WORLDS.find(({ name }) => name === mutant.world);
  if (world === undefined) throw new Error(`there is no world ${mutant.world}`);
  const { violation } = await withMutant(mutant, (core) => explore(core, world));
  say(`${violation === null ? 'NOT FOUND' : violation.rule}: a core that ${mutant.mistake}`);
  isBroken ||= violation === null;
}
process.exitCode = isBroken ? 1 : 0;

function tell({ violation }: Exploration): void {
  if (violation === null) return;
  say(`${violation.rule} is broken: ${violation.message}`);
  for (const [index, command] of violation.path.entries()) say(`  ${index}. ${command}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
