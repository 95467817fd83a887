import { expect } from 'vitest';
import { charrette } from '../entry/cli.ts';
import { Daemon } from '../entry/daemon.ts';
import { needing } from '../support/needing.ts';
import { ownDatabase, reachablePostgres } from '../support/postgres.ts';
import { expectVerified } from './expected.ts';
import { attend, say, start, untilAsked } from './people.ts';
import { began, ends, expectWholeAfter } from './two-machines.ts';
import { World } from './world.ts';

const { test } = await needing('postgres');
const server = await reachablePostgres();

for (const [how, end] of [
  ['stopped', (daemon: Daemon) => ends(daemon)],
  ['killed', (daemon: Daemon) => daemon.kill()],
] as const)
  test(`C18: an embedded store whose daemon was ${how} in the middle of designs goes on in Postgres, and there alone`, async ({
    onTestFinished,
  }) => {
    const world = await World.ofTest(150, onTestFinished);
    const { url, drop } = await ownDatabase(server.url ?? '');
    onTestFinished(drop);
    const embedded = await world.daemon(null, { CHARRETTE_ANSWER_SECONDS: '86400' });
    const { dataDir } = embedded;
    const before = await world.start(embedded);
    const asking = await start(before, `The daemon is ${how} while it asks`);
    const busy = await start(before, `The daemon is ${how} while its personas propose`);
    await untilAsked(before, asking, 'answering_opened');
    await untilAsked(before, busy, 'answering_opened');
    await say(before, busy, 'answered', { author: 'ana' });
    await before.events(busy).until('proposals under way', began('proposals'));
    const refused = await charrette(dataDir, ['migrate', '--to', url]);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`The daemon at ${before.url} runs on the data folder`),
    });
    await end(before);

    const moved = await charrette(dataDir, ['migrate', '--to', url]);
    expect(moved, moved.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 designs moved/) });
    const after = await world.start({ ...embedded, databaseUrl: url });
    // Whoever says it again is given the answer of before: what was remembered of requests is moved as well.
    await Promise.all([attend(after, asking), attend(after, busy)]);
    await expectWholeAfter(world, asking, after);
    for (const id of [asking, busy]) await expectVerified(dataDir, id);

    const { code, said } = await Daemon.refused(dataDir);
    expect([code, said]).toEqual([1, expect.stringContaining('was moved to Postgres')]);
  });
