import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { describeOnStores } from '../../adapters/store/on-postgres.ts';
import { startEngine } from '../../engine/running-engine.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { Speaker } from './everything-done.ts';
import { asOwner, LEFT, tablesWith } from './everything-left.ts';
import { WORD, withEverything } from './spoken-designs.ts';

const MAX_DUMP_BYTES = 512 * 1024 * 1024;

describeOnStores('forgetting in Postgres', (own) => {
  const dumped = async (): Promise<string> => {
    const options = { maxBuffer: MAX_DUMP_BYTES };
    return (await promisify(execFile)('pg_dump', [own.url], options)).stdout;
  };

  /** Every row of every table, as JSON. */
  async function rows(): Promise<Map<string, string[]>> {
    const raw = own.connect();
    const tables =
      await raw`select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    const found = new Map<string, string[]>();
    for (const { schema, name } of tables) {
      const all =
        await raw`select row_to_json(each)::text as row from ${raw(schema)}.${raw(name)} as each`;
      found.set(
        String(name),
        all.map(({ row }) => String(row)),
      );
    }
    await raw.end();
    return found;
  }

  test('P12: of a design that every act, route and tool was about Postgres keeps no word once it is forgotten', async () => {
    const opened = await own.open();
    const workshop = { ...opened, dataDir: temporaryFolder(), close: () => opened.store.close() };
    const { engine, sessions, log } = await startEngine(workshop, withEverything());
    onTestFinished(async () => {
      await engine.stop();
      await workshop.close();
    });
    const speaker = new Speaker({ engine, sessions, log, workshop });
    const untouched = await speaker.doEverything();
    expect(speaker.problems).toEqual([]);
    expect(await dumped()).toContain(WORD);

    const forgotten = await speaker.forgetEverything();
    expect(speaker.problems).toEqual([]);
    expect(forgotten).not.toContain(untouched);
    const left = await rows();
    expect(tablesWith(left, [WORD])).toEqual([]);
    expect(tablesWith(left, forgotten.flatMap(asOwner))).toEqual(LEFT);
    expect(await dumped()).not.toContain(WORD);
    expect(await speaker.sayAllAgain()).toEqual([]);
  });
});
