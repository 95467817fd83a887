import type { Store } from '../../../runtime/ports/store.ts';
import { assertStorableText, boundedJson } from '../records/json.ts';
import { type Run, rowsOf, sql } from './database.ts';

/** Answers to requests that carried a key, and whether anything can be written at all. */
export function responseStore(run: Run): Pick<Store, 'rememberResponse' | 'forgetResponses' | 'ping'> {
  return {
    async rememberResponse(key, { status, body }) {
      boundedJson('the answer to a request', body);
      assertStorableText('the answer to a request', { key, body });
      await rowsOf(
        run,
        sql`insert into responses (key, status, body) values (${key}, ${status}, ${body}) on conflict do nothing`,
      );
    },
    async forgetResponses(storedBefore) {
      const old = sql`stored_at < to_timestamp(${storedBefore}::bigint / 1000.0)`;
      return (await rowsOf(run, sql`delete from responses where ${old} returning key`)).length;
    },
    async ping() {
      await rowsOf(
        run,
        sql`insert into readiness values (1, now())
          on conflict (id) do update set checked_at = excluded.checked_at`,
      );
    },
  };
}
