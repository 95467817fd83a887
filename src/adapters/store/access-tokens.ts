import { AccessToken, type AccessTokens, tokenKey } from '../../runtime/ports/access-tokens.ts';
import type { Query } from './reads.ts';
import { assertStorableText, conforming } from './records/json.ts';

const COLUMNS = `name, role, channels, created_at as "createdAt", created_by as "createdBy",
  expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/**
 * Named tokens, in the SQL that both databases share. The id of one that holds is its name, so that the primary key lets no second
 * one have it; of a revoked one it is the hash, which sets the name free.
 */
export function accessTokens(query: Query): AccessTokens {
  const tokens = async (rest: string, ...values: readonly (string | number)[]) =>
    (await query<AccessTokenRow>(`select ${COLUMNS} from access_tokens ${rest}`, ...values)).map(readToken);
  return {
    async add(sha256, given) {
      const token = conforming(AccessToken, 'the token', { ...given, lastUsedAt: null, revokedAt: null });
      assertStorableText('the token', token);
      const { name, role, channels, createdAt, createdBy, expiresAt } = token;
      const rows = await query(
        `insert into access_tokens (id, name, role, channels, sha256, created_at, created_by, expires_at)
          values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
        ...[idOf(name), name, role, channels === null ? null : JSON.stringify(channels), sha256],
        ...[createdAt, createdBy, expiresAt],
      );
      return rows.length > 0;
    },
    list: (limit) => tokens('order by revoked_at is not null, created_at desc, id limit ?', limit),
    async revoke(name, at) {
      const rows = await query(
        `update access_tokens set id = 'revoked ' || sha256, revoked_at = ? where id = ? returning name`,
        ...[at, idOf(name)],
      );
      return rows.length > 0;
    },
    async byHash(sha256) {
      return (await tokens('where sha256 = ?', sha256))[0] ?? null;
    },
    async noteUse(sha256, at, since) {
      await query(
        `update access_tokens set last_used_at = ?
          where sha256 = ? and (last_used_at is null or last_used_at < ?) returning id`,
        ...[at, sha256, since],
      );
    },
  };
}

type AccessTokenRow = Omit<AccessToken, 'role' | 'channels'> & {
  readonly role: string;
  readonly channels: unknown;
};

function idOf(name: string): string {
  return `name ${tokenKey(name)}`;
}

/** JSON is text in SQLite. */
function readToken({ channels, ...row }: AccessTokenRow): AccessToken {
  const named = typeof channels === 'string' ? JSON.parse(channels) : channels;
  return conforming(AccessToken, `the token ${row.name}`, { ...row, channels: named });
}
