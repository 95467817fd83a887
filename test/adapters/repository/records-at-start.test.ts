import { expect, test } from 'vitest';
import { BOUNDS } from '../../../src/core/vocabulary/bounds.ts';
import type { PinnedRepository } from '../../../src/ports/repository.ts';
import { ownWorkshop } from '../../engine/own-workshop.ts';
import { begun, eventsUntil, isEnd } from '../../engine/running-engine.ts';
import { takingAll } from '../../support/services/nobody-reads.ts';
import { makeRepository, pin } from './repository-on-disk.ts';

const RECORD = '# 7. Queue\n\n## Status\n\nAccepted\n\n## Decision\n\nThe job queue stays on Redis.\n';

/** The records in the first event of a design that reads this repository. */
async function recordsAtStart(
  repository: PinnedRepository,
  openRepository: () => Promise<PinnedRepository | null>,
  rehearsal = false,
) {
  const { startEngine } = await ownWorkshop();
  const { engine, log } = await startEngine({
    parts: { rehearsal, chats: [takingAll('none')], openRepository },
  });
  const id = await begun(engine, { repository: repository.pinned });
  const [first] = await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  const records = first?.event.type === 'design_started' ? first.event.repository?.records : undefined;
  return { records, logged: log.events.map(({ event }) => event) };
}

test('a design begins with the accepted records of its repository, at its commit', async () => {
  const repository = await pin(makeRepository({ 'doc/adr/0007-queue.md': RECORD }));
  const { records } = await recordsAtStart(repository, async () => repository);
  expect(records).toEqual([
    {
      number: '0007',
      path: 'doc/adr/0007-queue.md',
      title: 'Queue',
      sentence: 'The job queue stays on Redis.',
    },
  ]);
  expect(records?.length).toBeLessThanOrEqual(BOUNDS.records);
});

test('a rehearsal reads no records, and a repository that cannot be read keeps no design from starting', async () => {
  const repository = await pin(makeRepository({ 'doc/adr/0007-queue.md': RECORD }));
  expect((await recordsAtStart(repository, async () => repository, true)).records).toBeUndefined();
  const gone = await recordsAtStart(repository, async () => {
    throw new Error('it is gone');
  });
  expect(gone.records).toBeUndefined();
  expect(gone.logged).toContain('decision_records_unavailable');
});
