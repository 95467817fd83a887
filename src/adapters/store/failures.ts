import { MAX_FAILURES, StoredFailure } from '../../ports/failures.ts';
import type { SharedStore } from '../../ports/store.ts';
import { and, asc, count, eq, lt, sql } from './drizzle.ts';
import { castValue, type Queries } from './queries.ts';
import { assertStorableText, parseConforming } from './records/json.ts';

export function createFailures({
  db,
  tables,
  rows,
}: Queries): Pick<SharedStore, 'keepFailure' | 'failure' | 'failureNames'> {
  const { designs, failures: table } = tables;
  const { designId, name, at, text } = table;
  return {
    async keepFailure(id, failure) {
      const valid = checkFailure(failure);
      const kept = db.select({ count: count() }).from(table).where(eq(designId, designs.id));
      const row = {
        designId: designs.id,
        name: castValue(name, valid.name).as('name'),
        at: castValue(at, valid.at).as('at'),
        text: castValue(text, valid.text).as('text'),
      };
      const of = db
        .select(row)
        .from(designs)
        .where(and(eq(designs.id, id), lt(sql`${kept}`, MAX_FAILURES)));
      return (
        (await rows(db.insert(table).select(of).onConflictDoNothing().returning({ name }))).length >
        0
      );
    },
    async failure(id, wanted) {
      const [row] = await rows(
        db
          .select({ name, at, text })
          .from(table)
          .where(and(eq(designId, id), eq(name, wanted))),
      );
      return row === undefined
        ? null
        : parseConforming(StoredFailure, `the failure ${wanted}`, row);
    },
    async failureNames(id) {
      const found = db
        .select({ name })
        .from(table)
        .where(eq(designId, id))
        .orderBy(asc(at), asc(name));
      return (await rows(found)).map((row) => row.name);
    },
  };
}

/** Throws `Fault('invalid_record')` for a failure that some store cannot hold. */
function checkFailure({ name, at, text }: StoredFailure): StoredFailure {
  const checked = parseConforming(StoredFailure, `the failure ${name}`, { name, at, text });
  assertStorableText(`the failure ${name}`, checked.text);
  return checked;
}
