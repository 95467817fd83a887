import postgres from 'postgres';
import { expect, test } from 'vitest';
import { openPostgresStore } from '../../src/adapters/store/postgres/open.ts';
import { WORD, withEverything } from '../adapters/http/spoken-designs.ts';
import { describeOnStores } from '../adapters/store/on-postgres.ts';
import { startEngine } from '../engine/running-engine.ts';
import { keptLog } from '../support/child-sessions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { CHANGED, type Finding, findingIn, problemsIn, spokenIn, toldOf } from './changed-rows.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

/** Changes a byte of the word in each row, or else the last byte. Returns how many rows were changed; 0 where the database takes none. */
async function change(raw: postgres.Sql, { table, name, type }: Column): Promise<number> {
  const text = `${name}::text`;
  const last = `left(${text}, -1) || case right(${text}, 1) when '1' then '2' else '1' end`;
  const changed = `case when strpos(${text}, '${WORD}') > 0 then replace(${text}, '${WORD}', '${CHANGED}') else ${last} end`;
  try {
    return (await raw.unsafe(`update ${table} set ${name} = (${changed})::${type} where ${text} <> ''`))
      .count;
  } catch (error) {
    expect(String(error)).toMatch(/invalid input syntax for type json|violates/);
    return 0;
  }
}

describeOnStores('rows that were changed in Postgres', (own) => {
  test('P11: whatever text of Postgres is changed by a byte, no reader gets it in the place of what was recorded', async () => {
    const connected = async (url: string) => {
      const opened = await openPostgresStore({ url, log: keptLog() });
      const workshop = { ...opened, dataDir: temporaryFolder(), close: () => opened.store.close() };
      return { workshop, ...(await startEngine(workshop, withEverything())) };
    };
    const first = await connected(own.url);
    const world = await spokenIn(first);
    await first.engine.stop();
    await first.workshop.close();
    const raw = own.connect();
    const columns = await raw<Column[]>`select table_name as "table", column_name as name, data_type as type
      from information_schema.columns where table_schema = 'public' and data_type in ('text', 'json', 'jsonb')
      order by table_name, ordinal_position`;
    await raw.end();
    const found = new Map<string, Finding>();
    const [name, url] = [`${own.name}_changed`, new URL(own.url)];
    url.pathname = `/${name}`;
    for (const column of columns) {
      await own.admin.unsafe(`create database ${name} template ${own.name}`);
      const changing = postgres(url.href, { max: 1, onnotice: () => undefined });
      await changing`set session_replication_role = replica`;
      const rows = await change(changing, column);
      await changing.end();
      if (rows > 0) {
        const { workshop, engine, log } = await connected(url.href);
        found.set(`${column.table}.${column.name}`, findingIn(await toldOf(engine, world), log));
        await engine.stop();
        await workshop.close();
      }
      await own.admin.unsafe(`drop database ${name} with (force)`);
    }
    expect(found.size).toBeGreaterThan(30);
    expect(problemsIn(found)).toEqual({});
  });
});
