import { type Head, type HeadRow, type Heads, nextRow } from '../../../runtime/ports/heads.ts';
import { HEAD_COLUMNS, headRow, MAX_APPENDS, MISSING_HEADS, notAppended } from '../records/heads.ts';
import { type Run, rowsOf, shared, sql } from './database.ts';

export function postgresHeads(run: Run): Heads {
  const read = async (text: string, ...values: readonly unknown[]): Promise<HeadRow[]> =>
    (await rowsOf<object>(run, shared(text, ...values))).map(headRow);
  return {
    async append(head, sign) {
      for (let attempt = 0; attempt < MAX_APPENDS; attempt += 1) {
        const [known] = await read(
          `select ${HEAD_COLUMNS} from heads where design_id = ? and head = ? limit 1`,
          ...[head.designId, head.head],
        );
        if (known !== undefined) return known;
        const [last = null] = await read(`select ${HEAD_COLUMNS} from heads order by position desc limit 1`);
        const row = nextRow(last, head, sign);
        // The place is taken by one process alone; another takes the next, over that row's hash.
        const inserted = await rowsOf(
          run,
          sql`insert into heads (position, design_id, count, head, at, hash, key_id, signature)
            overriding system value
            values (${row.position}, ${row.designId}, ${row.count}, ${row.head}, ${row.at}, ${row.hash}, ${row.keyId}, ${row.signature})
            on conflict (position) do nothing returning position`,
        );
        if (inserted.length > 0) return row;
      }
      throw notAppended(head);
    },
    since: (position, limit) =>
      read(
        `select ${HEAD_COLUMNS} from heads where position > ? order by position limit ?`,
        ...[position, limit],
      ),
    ofDesign: (designId) =>
      read(`select ${HEAD_COLUMNS} from heads where design_id = ? order by position`, designId),
    missing: (limit) => rowsOf<Head>(run, shared(MISSING_HEADS, limit)),
  };
}
