import type { Design } from '../../src/core/vocabulary/design.ts';
import { bundleOf } from '../../src/runtime/bundle/bundle.ts';
import type { BundleFile } from '../../src/runtime/bundle/manifest.ts';
import type { StoredEvent } from '../../src/runtime/ports/store.ts';
import { storedEvents } from './commits.ts';
import { designIdOf } from './events.ts';
import { World } from './given.ts';
import { completed } from './sample-design.ts';

/** A decision with its life after the end. */
export interface Lived {
  readonly design: Design;
  readonly events: readonly StoredEvent[];
  /** Events of the bundle. */
  readonly bundled: number;
  readonly bundle: readonly BundleFile[];
  /** Events of the addendum after each thing that was done. */
  readonly ends: Readonly<Record<'asked' | 'accepted' | 'declined' | 'superseded', number>>;
}

/** A decision that has ended with its files, and nothing done with it yet. */
export function endedWithFiles() {
  const before = completed({ difference: 'unresolved' });
  const world = World.after(before.history);
  const { files, written, head } = bundleOf(
    { design: world.design, events: storedEvents(world.history), turns: '' },
    world.now,
  );
  world.when({
    type: 'report_files_written',
    files: written.files,
    madeOf: { version: world.history.length, at: written.at, head },
  });
  const bundled = world.history.findIndex(({ type }) => type === 'files_written') + 1;
  return { world, bundle: files, bundled };
}

/** A decision that is asked about, accepted by one and declined by another, has a step and a point assigned, and is superseded. */
export function lived(seen: { readonly isPrivate?: true } = {}): Lived {
  const { world, bundle, bundled } = endedWithFiles();
  const done = () => world.later(60_000).history.length - bundled;
  world.when({
    type: 'record_answer',
    question: 'Why not SQLite?',
    answer: [{ text: 'It has one writer.', cites: ['A-1'] }],
    costUsd: 0.004,
    ...seen,
    by: 'Ben',
  });
  const asked = done();
  world.when({ type: 'judge_decision', verdict: 'accepted', note: 'Go.', by: 'Ana' });
  const accepted = done();
  world.when({ type: 'judge_decision', verdict: 'declined', note: 'Not before March.', by: 'Cem' });
  const declined = done();
  world.when({ type: 'assign_step', step: 1, to: 'Ben', toId: 'U2', date: '2026-12-01', by: 'Ana' });
  world.later(60_000).settles('D1', '1a', 'We run it.');
  world.later(60_000);
  world.when({ type: 'supersede', successor: designIdOf(2), decision: 'Keep Redis.' });
  const superseded = done();
  const events = storedEvents(world.history);
  return {
    design: world.design,
    events,
    bundled,
    bundle,
    ends: { asked, accepted, declined, superseded },
  };
}
