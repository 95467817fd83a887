import { type Heads, nextRow } from '../../../runtime/ports/heads.ts';
import { HEAD_COLUMNS, headRow, MISSING_HEADS } from '../records/heads.ts';
import type { Run } from './database.ts';

export function sqliteHeads(run: Run): Heads {
  return {
    append: (head, sign) =>
      run((database) =>
        database.transaction(() => {
          const known = database.row<object>(
            `select ${HEAD_COLUMNS} from heads where design_id = ? and head = ? limit 1`,
            ...[head.designId, head.head],
          );
          if (known !== null) return headRow(known);
          const last = database.row<object>(
            `select ${HEAD_COLUMNS} from heads order by position desc limit 1`,
          );
          const row = nextRow(last === null ? null : headRow(last), head, sign);
          database.change(
            'insert into heads (position, design_id, count, head, at, hash, key_id, signature) values (?, ?, ?, ?, ?, ?, ?, ?)',
            ...[row.position, row.designId, row.count, row.head, row.at, row.hash, row.keyId, row.signature],
          );
          return row;
        }),
      ),
    since: (position, limit) =>
      run((database) =>
        database
          .rows<object>(
            `select ${HEAD_COLUMNS} from heads where position > ? order by position limit ?`,
            ...[position, limit],
          )
          .map(headRow),
      ),
    ofDesign: (designId) =>
      run((database) =>
        database
          .rows<object>(`select ${HEAD_COLUMNS} from heads where design_id = ? order by position`, designId)
          .map(headRow),
      ),
    missing: (limit) => run((database) => database.rows(MISSING_HEADS, limit)),
  };
}
