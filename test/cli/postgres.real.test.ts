/** A daemon, a terminal and an agent's verbs on one Postgres, each with a data folder of its own. */

import { expect, onTestFinished, test } from 'vitest';
import { findPostgres, makeSchema } from '#test/support/postgres.ts';
import { AtTerminal, charrette, EXAMPLE, newFolder, Running } from './commands.ts';

const { reason } = await findPostgres();

test.skipIf(reason !== null)(
  'on Postgres, processes of several folders share the work',
  async () => {
    const schema = await makeSchema();
    onTestFinished(() => schema.drop());
    const [one, two, three] = [newFolder(), newFolder(), newFolder()];
    const there = { DATABASE_URL: schema.url };
    const owner = new AtTerminal(one, ['design', EXAMPLE], there);
    await owner.shows('Answer:');
    const id = (await charrette(two, ['list'], there)).stdout.slice(0, 8);
    expect((await charrette(two, ['answer', id, 'Q1: Nobody.'], there)).stderr).toBe('Stored.\n');
    await owner.kill();

    const daemon = new Running(three, ['serve'], {
      ...there,
      CHARRETTE_HTTP_PORT: '0',
      CHARRETTE_REHEARSAL: '1',
    });
    await daemon.says('charrette ready');
    expect((await charrette(two, ['go-on', id], there)).code).toBe(0);
    const watched = await charrette(two, ['watch', id], there);
    expect(watched.code).toBe(0);
    expect(watched.stdout).toContain('Its files are on the machine that finished it.');
    expect((await charrette(two, ['backup', 'copy'], there)).stderr).toContain('pg_dump');
    expect(await daemon.stop('SIGTERM')).toBe(0);
  },
);
