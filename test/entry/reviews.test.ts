import { expect, onTestFinished, test } from 'vitest';
import { utcDayOf } from '../../src/core/vocabulary/figures.ts';
import { openStore } from '../../src/entry/open-store.ts';
import { DAY_MS } from '../../src/foundation/day.ts';
import { given } from '../support/designs/given.ts';
import { changesTo, composite, decision, revision } from '../support/designs/given-submission.ts';
import { storeWithDesigns } from '../support/designs/old-designs.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { eventually } from '../support/runner/eventually.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { InProcess } from './in-process.ts';

/** Accepted 100 days ago, when others of that time are removed, with a reminder ten days ago. */
async function reminded() {
  const dataDir = temporaryFolder();
  const revisitIf = [{ fact: 'The table grows.', until: utcDayOf(Date.now() - 10 * DAY_MS) }];
  const world = given(
    {
      says: {
        composite: (design) => composite(design, { decision: decision(design, { revisitIf }) }),
        revision: (design) =>
          revision(design, {
            changes: changesTo(design, decision(design, { revisitIf, paragraph: 'It is simpler.' })),
          }),
      },
    },
    Date.now() - 100 * DAY_MS,
  ).reachEnd();
  world.when({ type: 'judge_decision', verdict: 'accepted', note: '', by: 'Ana' });
  await storeWithDesigns(dataDir, [world]);
  return { dataDir, id: world.design.id };
}

test('J14: a daemon calls for the review of a decision that it keeps for its reminder', async () => {
  const { dataDir, id } = await reminded();
  const daemon = await InProcess.start(dataDir, { CHARRETTE_REHEARSAL: '1' });
  onTestFinished(() => daemon.stop());
  await eventually(async () => (await daemon.design(id)).reviews.length).toBe(1);
});

test('J14: with CHARRETTE_REVIEW=0 it does not', async () => {
  const { dataDir, id } = await reminded();
  const daemon = await InProcess.start(dataDir, { CHARRETTE_REHEARSAL: '1', CHARRETTE_REVIEW: '0' });
  await eventually(async () => daemon.output).toContain('"collected"');
  expect((await daemon.design(id)).reviews).toEqual([]);
  await daemon.stop();
  const { store, fleet } = await openStore({ databaseUrl: null, dataDir }, keepLog());
  expect(await store.lastRun('reviews')).toBeNull();
  await fleet.leave();
  await store.close();
});
