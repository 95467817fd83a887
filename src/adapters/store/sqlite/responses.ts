import type { Store } from '../../../runtime/ports/store.ts';
import { assertStorableText, boundedJson } from '../records/json.ts';
import type { Run } from './database.ts';

/** Answers to requests that carried a key, and whether anything can be written at all. */
export function responseStore(run: Run): Pick<Store, 'rememberResponse' | 'forgetResponses' | 'ping'> {
  return {
    rememberResponse: (key, { status, body }) =>
      run((database) => {
        boundedJson('the answer to a request', body);
        assertStorableText('the answer to a request', { key, body });
        database.change(
          'insert into responses (key, status, body) values (?, ?, ?) on conflict (key) do nothing',
          ...[key, status, body],
        );
      }),
    forgetResponses: (storedBefore) =>
      run((database) => database.change('delete from responses where stored_at < ?', storedBefore)),
    ping: () =>
      run((database) => {
        database.change(
          `insert into readiness values (1, unixepoch())
            on conflict (id) do update set checked_at = excluded.checked_at`,
        );
      }),
  };
}
