import type { Store } from '../../../runtime/ports/store.ts';
import { assertStorableText, boundedJson } from '../records/json.ts';
import type { Run } from './database.ts';
import { eq, sql } from './drizzle.ts';
import { readiness, responses } from './schema.ts';

/** Answers to requests that carried a key, and whether anything can be written at all. */
export function responseStore(run: Run): Pick<Store, 'rememberResponse' | 'recallResponse' | 'ping'> {
  return {
    rememberResponse: (key, { status, body }) =>
      run(async ({ tables }) => {
        boundedJson('the answer to a request', body);
        assertStorableText('the answer to a request', { key, body });
        await tables.insert(responses).values({ key, status, body }).onConflictDoNothing();
      }),
    recallResponse: (key) =>
      run(async ({ tables }) => {
        const [row] = await tables
          .select({ status: responses.status, body: responses.body })
          .from(responses)
          .where(eq(responses.key, key));
        return row ?? null;
      }),
    ping: () =>
      run(async ({ tables }) => {
        const checkedAt = sql`now()`;
        await tables
          .insert(readiness)
          .values({ id: 1, checkedAt })
          .onConflictDoUpdate({ target: readiness.id, set: { checkedAt } });
      }),
  };
}
