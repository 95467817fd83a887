import { AccessToken, type AccessTokens, tokenKeyOf } from '../../ports/access-tokens.ts';
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNull,
  lt,
  max,
  or,
  sql,
} from './drizzle.ts';
import { BrokenInvariant } from './faults.ts';
import type { Transactions } from './queries.ts';
import { assertStorableText, parseConforming } from './records/json.ts';
import { countChange, selectFirst } from './rights.ts';

/**
 * A live token's id is its name, so the primary key keeps names unique. A revoked one's id is its
 * hash, so its name is free again.
 */
export function createAccessTokens(queries: Transactions): AccessTokens {
  const { db, tables, rows, transact } = queries;
  const { accessTokens: table, logins, rights } = tables;
  const counted = countChange(queries);
  const { id: _id, sha256: _sha256, ...columns } = getTableColumns(table);
  const tokens = () => db.select(columns).from(table);
  return {
    async add(sha256, given) {
      const token = parseConforming(AccessToken, 'the token', {
        ...given,
        lastUsedAt: null,
        revokedAt: null,
        asleepSince: null,
      });
      assertStorableText('the token', token);
      const added = db.insert(table).values({ ...token, id: idOf(token.name), sha256 });
      return transact({ required: [...counted, added.onConflictDoNothing()], others: [] });
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
        .set({ id, revokedAt, asleepSince: null })
        .where(eq(table.id, idOf(name)));
      return transact({ required: [...counted, revoked], others: [] });
    },
    async wake(name) {
      const isNamed = eq(table.id, idOf(name));
      const [found] = await rows(tokens().where(isNamed));
      if (found === undefined || found.asleepSince === null) return null;
      const isStillAsleep = and(isNamed, eq(table.asleepSince, found.asleepSince));
      const woken = db.update(table).set({ asleepSince: null }).where(isStillAsleep);
      return (await transact({ required: [...counted, woken], others: [] }))
        ? readToken(found)
        : null;
    },
    sleep(at, change) {
      const slept = and(
        isNull(table.revokedAt),
        isNull(table.asleepSince),
        gt(table.expiresAt, at),
      );
      return transact({
        // The second is news for those who know the first.
        required: [...countChange(queries, change), ...counted],
        others: [
          db.update(table).set({ asleepSince: at }).where(slept),
          db.update(logins).set({ revokedAt: at }).where(isNull(logins.revokedAt)),
        ],
      });
    },
    async changes(known = []) {
      const newest = db.select({ position: max(rights.position) }).from(rights);
      const wanted = or(
        inArray(rights.position, selectFirst(queries)),
        inArray(rights.position, newest),
        inArray(rights.id, known),
      );
      const ids = (
        await rows(
          db.select({ id: rights.id }).from(rights).where(wanted).orderBy(asc(rights.position)),
        )
      ).map(({ id }) => id);
      const [store, last] = [ids.at(0), ids.at(-1)];
      if (store === undefined || last === undefined)
        throw new BrokenInvariant('the store has no name');
      return { store, last, missing: known.filter((id) => !ids.includes(id)) };
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
