import { Login, type Logins } from '../../ports/logins.ts';
import { and, asc, desc, eq, getTableColumns, gt, inArray, isNull, lt, or } from './drizzle.ts';
import type { Transactions } from './queries.ts';
import { removeInBatches } from './queries.ts';
import { parseConforming, writeStorableJson } from './records/json.ts';
import { countChange } from './rights.ts';

export function createLogins(queries: Transactions): Logins {
  const { db, tables, rows, transact } = queries;
  const counted = countChange(queries);
  const { logins: table } = tables;
  const { designId: _designId, sha256: _sha256, ...columns } = getTableColumns(table);
  const { id } = table;
  const selectLogins = () => db.select(columns).from(table);
  return {
    async add(sha256, given) {
      const login = parseConforming(Login, 'the login', { ...given, revokedAt: null });
      writeStorableJson('the login', login);
      const designId = login.holder.kind === 'link' ? login.holder.designId : null;
      const added = db.insert(table).values({ ...login, designId, sha256 });
      await transact({ required: [...(login.kind === 'link' ? counted : []), added], others: [] });
    },
    async byHash(sha256) {
      const [row] = await rows(selectLogins().where(eq(table.sha256, sha256)));
      return row === undefined ? null : readLogin(row);
    },
    async links(designId, now, limit) {
      const holding = and(
        eq(table.kind, 'link'),
        eq(table.designId, designId),
        isNull(table.revokedAt),
        gt(table.endsAt, now),
      );
      const listed = selectLogins()
        .where(holding)
        .orderBy(desc(table.createdAt), asc(id))
        .limit(limit);
      return (await rows(listed)).map(readLogin);
    },
    async revoke(revoked, revokedAt) {
      const holding = and(eq(id, revoked), isNull(table.revokedAt));
      const revoking = db.update(table).set({ revokedAt }).where(holding);
      return transact({ required: [...counted, revoking], others: [] });
    },
    forget: (before) =>
      removeInBatches((limit) => {
        const over = or(lt(table.endsAt, before), lt(table.revokedAt, before));
        const old = db.select({ id }).from(table).where(over).limit(limit);
        return rows(db.delete(table).where(inArray(id, old)).returning({ id }));
      }),
  };
}

function readLogin(row: { readonly id: string }): Login {
  return parseConforming(Login, `the login ${row.id}`, row);
}
