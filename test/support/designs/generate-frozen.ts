import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import { bundleOf, makeBundleAgain } from '#record/bundle.ts';
import { makeTurnsText } from '#record/turns.ts';
import { storeEvents } from './bundle-files.ts';
import { given, World } from './given.ts';
import { write } from './lived.ts';
import { playToEnd } from './sample-design.ts';
import { turnRecordsOf } from './turn-records.ts';

/**
 * `npm run generate:frozen` makes the bundles that every later version has to verify. They name a
 * version before this one, so that this tree checks them as another's; made once more as 1.0.0 when
 * that is out, they never change again.
 */
const by = { charretteVersion: '0.9.0-rc' };

function playAccepted(): World {
  const happened = { difference: 'unresolved', dissent: 'It was never measured.' } as const;
  const world = World.after(playToEnd({ ...happened, start: by }).history);
  write(world);
  world.when({ type: 'judge_decision', verdict: 'accepted', note: 'Go.', by: 'Dan' });
  return world;
}

function playCancelled(): World {
  const world = given({ start: by }).reach('proposing');
  world.contributes('subtractor');
  world.cancels();
  return world;
}

const folder = join(import.meta.dirname, '../../record/frozen');
rmSync(folder, { recursive: true, force: true });
for (const [name, { design, history, now }] of Object.entries({
  completed: playAccepted(),
  cancelled: playCancelled(),
})) {
  const events = storeEvents(history);
  const sources = { design, events, turns: makeTurnsText(design, turnRecordsOf(history), events) };
  const naming: DesignEvent = { ...bundleOf(sources, now).written, ...by };
  const last = storeEvents([...history, naming]).at(-1);
  if (last === undefined) throw new Error('it was just put there');
  for (const file of makeBundleAgain(sources, last)) {
    const path = join(folder, name, file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.text);
  }
}
process.stdout.write('two bundles written to test/record/frozen\n');
