import type { DesignId } from '../../../core/ids.ts';
import type { StoredRow, Transfer } from '../../../runtime/ports/transfer.ts';
import { designColumns } from '../records/design.ts';
import { appendFault, columnsOf, KINDS, readDesign, rowOf, TABLES } from '../records/transfer.ts';
import { updateDesign } from './commit.ts';
import type { SqliteDatabase } from './database.ts';
import { storeError } from './faults.ts';
import { assertSound, openFolder } from './open.ts';

/** Designs that are read together. */
const PAGE = 500;

/**
 * All that the store in a folder holds, in a transaction that is begun here. Nobody else has it open meanwhile. Throws as
 * opening the store does.
 */
export async function openSqliteTransfer(dataDir: string): Promise<Transfer> {
  const database = await openFolder(dataDir, assertSound);
  database.script('begin immediate');
  return {
    designs: () => designs(database),
    holds: (id) => once(() => database.row('select 1 from designs where id = ?', id) !== null),
    rows: (id) => rows(database, id),
    add: ({ id, dueAt }) =>
      once(() => {
        database.change('insert into designs (id, due_at) values (?, ?)', id, dueAt);
      }),
    append: (id, added) =>
      once(
        () => {
          for (const row of added) append(database, id, row);
        },
        (error) => appendFault(id, error),
      ),
    project: (projection) =>
      once(() => {
        const design = designColumns(projection);
        const where = ', arrivals = (select count(*) from inbox where design_id = designs.id) where id = ?';
        updateDesign(database, design, true, where, design.id);
      }),
    commit: () => once(() => database.script('commit')),
    // What was begun and not committed goes with the file.
    close: () => once(() => database.close()),
  };
}

/** What is owned needs a daemon at once. */
async function* designs(database: SqliteDatabase): ReturnType<Transfer['designs']> {
  const text = `select id, case when owner is null then due_at else 0 end as dueAt from designs
    where id > ? order by id limit ${PAGE}`;
  for (let after = ''; ; ) {
    const page = await once(() => database.rows<{ id: string; dueAt: number | null }>(text, after));
    yield* page.map(readDesign);
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? '';
  }
}

async function* rows(database: SqliteDatabase, id: DesignId): ReturnType<Transfer['rows']> {
  for (const kind of KINDS) {
    const { name, at, large, columns } = TABLES[kind];
    const text = `select ${Object.keys(columns)}, ${at} as at, ${large} as json from ${name}
      where design_id = ? and ${at} > ? order by ${at}`;
    for (let after = 0; ; ) {
      const page = await once(() => database.slice<{ at: number; json: string }>(text, id, after));
      for (const row of page.rows) yield rowOf(kind, id, { ...row });
      if (page.isAll) break;
      after = page.rows.at(-1)?.at ?? after;
    }
  }
}

function append(database: SqliteDatabase, id: DesignId, row: StoredRow): void {
  const columns = { design_id: id, ...columnsOf(id, row) };
  const names = Object.keys(columns);
  database.change(
    `insert into ${TABLES[row.kind].name} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    ...Object.values(columns),
  );
}

/** Throws what the port says for what `node:sqlite` throws. */
async function once<Result>(work: () => Result, faultOf = (error: Error) => error): Promise<Result> {
  try {
    return work();
  } catch (error) {
    throw faultOf(storeError(error));
  }
}
