import { AccessToken, type AccessTokens, tokenKeyOf } from '../../ports/access-tokens.ts';
import { and, asc, desc, eq, getTableColumns, isNull, lt, or, sql } from './drizzle.ts';
import type { Queries } from './queries.ts';
import { assertStorableText, parseConforming } from './records/json.ts';

/**
 * A live token's id is its name, so the primary key keeps names unique. A revoked one's id is its hash, so its name is free
 * again.
 */
export function createAccessTokens({ db, tables, rows }: Queries): AccessTokens {
  const { accessTokens: table } = tables;
  const { id: _id, sha256: _sha256, ...columns } = getTableColumns(table);
  const tokens = () => db.select(columns).from(table);
  return {
    async add(sha256, given) {
      const token = parseConforming(AccessToken, 'the token', {
        ...given,
        lastUsedAt: null,
        revokedAt: null,
      });
      assertStorableText('the token', token);
      const added = db.insert(table).values({ ...token, id: idOf(token.name), sha256 });
      return (await rows(added.onConflictDoNothing().returning({ id: table.id }))).length > 0;
    },
    async list(limit) {
      const found = tokens().orderBy(
        sql`${table.revokedAt} is not null`,
        desc(table.createdAt),
        asc(table.id),
      );
      return (await rows(found.limit(limit))).map(readToken);
    },
    async revoke(name, revokedAt) {
      const id = sql`'revoked ' || ${table.sha256}`;
      const revoked = db
        .update(table)
        .set({ id, revokedAt })
        .where(eq(table.id, idOf(name)));
      return (await rows(revoked.returning({ id: table.id }))).length > 0;
    },
    async byHash(sha256) {
      const [found] = await rows(tokens().where(eq(table.sha256, sha256)));
      return found === undefined ? null : readToken(found);
    },
    async noteUse(sha256, lastUsedAt, since) {
      const isOld = or(isNull(table.lastUsedAt), lt(table.lastUsedAt, since));
      await rows(
        db
          .update(table)
          .set({ lastUsedAt })
          .where(and(eq(table.sha256, sha256), isOld)),
      );
    },
  };
}

function idOf(name: string): string {
  return `name ${tokenKeyOf(name)}`;
}

function readToken(row: { readonly name: string }): AccessToken {
  return parseConforming(AccessToken, `the token ${row.name}`, row);
}
