/**
 * Charrette is killed around a write, a post or a spawn, and another process takes over on the same
 * machine. `test/sim/chaos.ts` kills at random; here are the moments that differ.
 */

import { describe, expect, test } from 'vitest';
import { findPostgres, makeSchema } from '#test/support/postgres.ts';
import { findingsOf } from './findings.ts';
import { ownFolder } from './own-folder.ts';
import { playDesign } from './played-design.ts';
import { runUntilKilled } from './start-victim.ts';
import { openWorld } from './world.ts';

async function killAndTakeOver(folder: string, url: string | undefined, point: string) {
  await runUntilKilled(folder, url, point);
  await using world = await openWorld({ folder, databaseUrl: url });
  expect(await findingsOf(world, await playDesign(world))).toEqual([]);
}

describe('C18 P4 P5: killed at any point, a design goes on, with nothing lost or doubled', () => {
  test.each([
    'before putCommand#1',
    'after putCommand#1',
    'after claim#1',
    'before commit#1',
    'after commit#1',
    'before spawn#2',
    'ready#1',
    'after putPost#1',
    'after post card#1',
    'before commit#4',
    'after startTurn#3',
    'before settle#4',
    'after post questions#1',
    'after putCommand#2',
    'after commit#12',
    'after reserve#9',
    'after post proposals#1',
    'stored decision_submitted#1',
    'after putFile#2',
    'stored outcome_settled#1',
    'after post decision#1',
    'before release#1',
  ])('on SQLite, %s', async (point) => {
    const folder = await ownFolder();
    await killAndTakeOver(folder, undefined, point);
  });
});

const { reason } = await findPostgres();
describe.skipIf(reason !== null)(`on Postgres${reason === null ? '' : ` (${reason})`}`, () => {
  test.each(['after commit#1', 'after post card#1', 'before commit#9', 'after post decision#1'])(
    'C18: it goes on after a kill, %s',
    async (point) => {
      const [folder, schema] = [await ownFolder(), await makeSchema()];
      await killAndTakeOver(folder, schema.url, point);
      await schema.drop();
    },
  );
});
