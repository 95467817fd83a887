import type { Database } from './database.ts';
import { eq, sql } from './drizzle.ts';
import { assertBounded, assertStorableText } from './records/json.ts';
import { readiness, responses } from './schema.ts';

export async function rememberAnswer(
  database: Database,
  key: string,
  { status, body }: { readonly status: number; readonly body: string },
): Promise<void> {
  assertBounded('the answer to a request', body);
  assertStorableText('the answer to a request', { key, body });
  await database.tables.insert(responses).values({ key, status, body }).onConflictDoNothing();
}

export async function recallAnswer(
  database: Database,
  key: string,
): Promise<{ status: number; body: string } | null> {
  const [row] = await database.tables
    .select({ status: responses.status, body: responses.body })
    .from(responses)
    .where(eq(responses.key, key));
  return row ?? null;
}

/** Throws unless the database takes a write. */
export async function touch(database: Database): Promise<void> {
  const checkedAt = sql`now()`;
  await database.tables
    .insert(readiness)
    .values({ id: 1, checkedAt })
    .onConflictDoUpdate({ target: readiness.id, set: { checkedAt } });
}
