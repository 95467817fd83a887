import type { Design } from '#core/vocabulary/design.ts';
import { bundleOf } from '#record/bundle.ts';
import type { BundleFile } from '#record/manifest.ts';
import { chainEvents } from './commits.ts';
import { designIdOf } from './events.ts';
import { World } from './given.ts';
import { playToEnd } from './sample-design.ts';

/** A decision with its life after the end. */
export interface Lived {
  readonly design: Design;
  /** The bundle as it is written after each thing that was done. */
  readonly files: Readonly<
    Record<'ended' | 'asked' | 'accepted' | 'declined' | 'superseded', readonly BundleFile[]>
  >;
}

/** The files of a design as it stands, written as its owner writes them. */
export function write(world: World): readonly BundleFile[] {
  const { files, written, head } = bundleOf(
    { design: world.design, events: chainEvents(world.history), turns: '' },
    world.now,
  );
  const { type: _, at, ...named } = written;
  world.when({
    type: 'report_files_written',
    ...named,
    madeOf: { version: world.history.length, at, head },
  });
  return files;
}

/** A decision that has ended with its files, and nothing done with it yet. */
export function endWithFiles() {
  const world = World.after(playToEnd({ difference: 'unresolved' }).history);
  return { world, bundle: write(world) };
}

/** A decision that is asked about, accepted by one and declined by another, and is superseded. */
export function playLife(): Lived {
  const { world, bundle: ended } = endWithFiles();
  const perform = (command: Parameters<World['when']>[0]) => {
    world.when(command);
    return write(world.later(60_000));
  };
  const asked = perform({
    type: 'record_answer',
    question: 'Why not SQLite?',
    answer: [{ text: 'It has one writer.', cites: ['A-1'] }],
    costUsd: 0.004,
    by: 'Ben',
  });
  const accepted = perform({ type: 'judge_decision', verdict: 'accepted', note: 'Go.', by: 'Dan' });
  const declined = perform({
    type: 'judge_decision',
    verdict: 'declined',
    note: 'Not before March.',
    by: 'Cem',
  });
  const superseded = perform({ type: 'supersede', successor: designIdOf(2) });
  return { design: world.design, files: { ended, asked, accepted, declined, superseded } };
}
