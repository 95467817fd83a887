import { Pass, type Passes } from '../../runtime/ports/passes.ts';
import type { Query } from './reads.ts';
import { conforming, storableJson } from './records/json.ts';

const COLUMNS = `id, kind, holder, name, way, created_at as "createdAt", created_by as "createdBy",
  ends_at as "endsAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;
/** Rows that are removed by one statement, so that other work gets its turn in between. */
const REMOVED_TOGETHER = 200;

/** Sessions and links, in the SQL that both databases share. */
export function passes(query: Query): Passes {
  const found = async (rest: string, ...values: readonly (string | number)[]) =>
    (await query<PassRow>(`select ${COLUMNS} from passes ${rest}`, ...values)).map(readPass);
  return {
    async add(sha256, given) {
      const pass = conforming(Pass, 'the pass', { ...given, lastUsedAt: null, revokedAt: null });
      storableJson('the pass', pass);
      const { id, kind, holder, name, way, createdAt, createdBy, endsAt } = pass;
      const designId = holder.kind === 'link' ? holder.designId : null;
      await query(
        `insert into passes (id, kind, holder, design_id, name, way, sha256, created_at, created_by, ends_at)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
        ...[id, kind, JSON.stringify(holder), designId, name, way, sha256, createdAt, createdBy, endsAt],
      );
    },
    async byHash(sha256) {
      return (await found('where sha256 = ?', sha256))[0] ?? null;
    },
    list({ kind, designId, now, limit }) {
      const [of, values] = designId === undefined ? ['', []] : ['and design_id = ?', [designId]];
      const holding = `where kind = ? and revoked_at is null and ends_at > ? ${of}`;
      return found(`${holding} order by created_at desc, id limit ?`, kind, now, ...values, limit);
    },
    async revoke(id, at) {
      const text = 'update passes set revoked_at = ? where id = ? and revoked_at is null returning id';
      return (await query(text, at, id)).length > 0;
    },
    async noteUse(id, at, since) {
      await query(
        `update passes set last_used_at = ?
          where id = ? and (last_used_at is null or last_used_at < ?) returning id`,
        ...[at, id, since],
      );
    },
    async forget(before) {
      let removed = 0;
      for (;;) {
        const rows = await query(
          `delete from passes where id in (
            select id from passes where ends_at < ? or revoked_at < ? limit ?) returning id`,
          ...[before, before, REMOVED_TOGETHER],
        );
        removed += rows.length;
        if (rows.length < REMOVED_TOGETHER) return removed;
      }
    },
  };
}

type PassRow = Omit<Pass, 'holder'> & { readonly holder: unknown };

/** JSON is text in SQLite. */
function readPass({ holder, ...row }: PassRow): Pass {
  const read = typeof holder === 'string' ? JSON.parse(holder) : holder;
  return conforming(Pass, `the pass ${row.id}`, { ...row, holder: read });
}
