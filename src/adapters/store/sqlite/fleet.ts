import type { Claim, Fleet } from '../../../runtime/ports/fleet.ts';
import { storedId } from '../records/design.ts';
import type { Run, SqliteDatabase } from './database.ts';

/**
 * The fleet of one daemon. The file's lock proves that no other runs, so the first claim gets everything that an earlier one
 * owned. This daemon cannot be evicted, has no peer to notify, and leads in everything.
 */
export function sqliteFleet(run: Run): Fleet {
  let hasJoined = false;
  const claimed = (work: (database: SqliteDatabase) => string[]): Promise<Claim[]> =>
    run((database) =>
      database.transaction(() => {
        if (!hasJoined) freeAll(database);
        const claims = work(database).map((id) => own(database, id));
        hasJoined = true;
        return claims;
      }),
    );
  return {
    async claim(designId) {
      const [claim] = await claimed((database) =>
        idsIn(
          database.rows(
            'select id from designs where id = ? and owner is null and set_aside is null',
            designId,
          ),
        ),
      );
      return claim?.epoch ?? null;
    },
    claimDue: (now, limit, passedOver = []) =>
      claimed((database) =>
        idsIn(
          database.rows(
            `select id from designs where owner is null and set_aside is null and due_at <= ?
              and id not in (select value from json_each(?)) order by due_at, id limit ?`,
            ...[now, JSON.stringify(passedOver), limit],
          ),
        ),
      ),
    withMail: () =>
      run((database) => {
        const text = `select id from designs where owner is not null and exists (
          select 1 from inbox where inbox.design_id = designs.id and inbox.answer is null)`;
        return idsIn(database.rows(text)).map(storedId);
      }),
    release: ({ designId, epoch }, dueAt, arrivals) =>
      run((database) => {
        database.change(
          `update designs set owner = null, epoch = epoch + 1, due_at = case when arrivals = ? then ? else 0 end
            where id = ? and epoch = ? and owner is not null`,
          ...[arrivals, dueAt, designId, epoch],
        );
      }),
    leave: () => run(freeAll),
    acquireLeadership: async () => true,
    resignLeadership: async () => undefined,
    listen: () => undefined,
    tell: () => undefined,
    isSure: () => true,
    isAlone: async () => true,
    isMember: () => true,
  };
}

function freeAll(database: SqliteDatabase): void {
  database.change('update designs set owner = null, epoch = epoch + 1, due_at = 0 where owner is not null');
}

/** Owns a design. The owner's number is for people: there is only this one. */
function own(database: SqliteDatabase, id: string): Claim {
  const text = 'update designs set owner = ?, epoch = epoch + 1, due_at = 0 where id = ? returning epoch';
  const { epoch } = database.row<{ epoch: number }>(text, process.pid, id) ?? { epoch: 0 };
  return { designId: storedId(id), epoch };
}

function idsIn(rows: { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
