import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { StoredRow, Transfer } from '../../../runtime/ports/transfer.ts';
import type { BeforeMigrating } from '../../../runtime/ports/upgrade.ts';
import { appendFault, columnsOf, KINDS, movedDesigns, rowOf, TABLES } from '../records/transfer.ts';
import type { SqliteDatabase } from './database.ts';
import { storeError } from './faults.ts';
import { assertSound, openUpToDate } from './open.ts';

/**
 * Opens everything in a folder's store, in a transaction that begins here. No other process has it open meanwhile. Throws like
 * opening the store does.
 */
export async function openSqliteTransfer(
  dataDir: string,
  may: { readonly mayMigrate: boolean; readonly beforeMigrating?: BeforeMigrating },
): Promise<Transfer> {
  const database = await openUpToDate(dataDir, { ...may, check: assertSound });
  database.script('begin immediate');
  return {
    ...movedDesigns((text, ...values) => once(() => database.rows(text, ...values))),
    rows: (id) => rows(database, id),
    append: (id, added) =>
      once(
        () => {
          for (const row of added) append(database, id, row);
        },
        (error) => appendFault(id, error),
      ),
    commit: () => once(() => database.script('commit')),
    // Closing the file discards uncommitted work.
    close: () => once(() => database.close()),
  };
}

async function* rows(database: SqliteDatabase, id: DesignId): ReturnType<Transfer['rows']> {
  for (const kind of KINDS) {
    const { name, at, isText, large, columns } = TABLES[kind];
    const text = `select ${Object.keys(columns)}, ${at} as place, ${large} as json from ${name}
      where design_id = ? and ${at} > ? order by ${at}`;
    for (let after: number | string = isText ? '' : 0; ; ) {
      const page = await once(() => nextPage(database, text, id, after));
      for (const row of page.rows) yield rowOf(kind, id, { ...row });
      if (page.isAll) break;
      after = page.rows.at(-1)?.place ?? after;
    }
  }
}

function nextPage(database: SqliteDatabase, text: string, id: DesignId, after: number | string) {
  return database.slice<{ place: number | string; json: string }>(text, id, after);
}

function append(database: SqliteDatabase, id: DesignId, row: StoredRow): void {
  const columns = { design_id: id, ...columnsOf(id, row) };
  const names = Object.keys(columns);
  database.change(
    `insert into ${TABLES[row.kind].name} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    ...Object.values(columns),
  );
}

/** Converts the errors of `node:sqlite` to those of the port. */
async function once<Result>(work: () => Result, faultOf = (error: Error) => error): Promise<Result> {
  try {
    return work();
  } catch (error) {
    throw faultOf(storeError(error));
  }
}
