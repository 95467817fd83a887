import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { OwnershipLostError } from '../../../runtime/fault.ts';
import { MAX_HELD_STARTS, type Store } from '../../../runtime/ports/store.ts';
import { TurnRecord } from '../../../runtime/turn/record.ts';
import { BrokenInvariant } from '../faults.ts';
import { COLLECTABLE, reads, TOO_MANY_HELD, UNSETTLED } from '../reads.ts';
import { storedId } from '../records/design.ts';
import { assertStorableText, boundedJson, conforming, storableJson } from '../records/json.ts';
import { checkedTraces, positionOf } from '../records/rows.ts';
import { commitDecision, traceInsert } from './commit.ts';
import { type Columns, type Run, recordsOf, rowsOf, shared, sql } from './database.ts';
import { checkedEvents } from './events.ts';
import { inboxStore, ownedUnder } from './inbox.ts';

const MARK_COLUMNS = { position: 'bigint', state: 'text', receipt: 'text' } satisfies Columns;

export function postgresStore(run: Run, close: () => Promise<void>): Store {
  return {
    ...reads((text, ...values) => rowsOf(run, shared(text, ...values))),
    ...inboxStore(run),
    commit: (commit) => run((database) => commitDecision(database, commit)),
    markEffects: (...marking) => markEffects(run, ...marking),
    keepTraces: (...keeping) => keepTraces(run, ...keeping),
    collect: (designIds, endedBefore) => collectDesigns(run, designIds, endedBefore),
    events: checkedEvents(run),
    async turns(designId) {
      const rows = await rowsOf<{ id: string; record: unknown }>(
        run,
        sql`select turn_id as id, record from turns where design_id = ${designId} order by position`,
      );
      return rows.map(({ id, record }) => conforming(TurnRecord, `the record of turn ${id}`, record));
    },
    async turn(designId, turnId) {
      const [row] = await rowsOf<{ record: unknown }>(
        run,
        sql`select record from turns where design_id = ${designId} and turn_id = ${turnId}`,
      );
      return row === undefined ? null : conforming(TurnRecord, `the record of turn ${turnId}`, row.record);
    },
    async rememberResponse(key, designId, { status, body }) {
      boundedJson('the answer to a request', body);
      assertStorableText('the answer to a request', { key, body });
      await rowsOf(
        run,
        sql`insert into responses (key, design_id, status, body) values (${key}, ${designId}, ${status}, ${body}) on conflict do nothing`,
      );
    },
    async keepLesson(lesson) {
      const text = storableJson('a lesson', lesson);
      await rowsOf(
        run,
        sql`insert into lessons (design_id, lesson) select id, ${text}::jsonb from designs where id = ${lesson.designId}
          on conflict do nothing`,
      );
    },
    async forgetResponses(storedBefore) {
      return (await rowsOf(run, sql`delete from responses where stored_at < ${storedBefore} returning key`))
        .length;
    },
    async holdStart({ name, heldAt, start }, since) {
      const json = storableJson('a start', start);
      await rowsOf(run, sql`delete from held_starts where held_at < ${since}`);
      await rowsOf(
        run,
        sql`insert into held_starts (name, held_at, start) values (${name}, ${heldAt}, ${json}::jsonb)
          on conflict (name) do update set start = excluded.start`,
      );
      await rowsOf(run, shared(TOO_MANY_HELD, [MAX_HELD_STARTS]));
    },
    async keepRun(name, ranAt) {
      await rowsOf(
        run,
        sql`insert into daily_runs values (${name}, ${ranAt})
          on conflict (name) do update set ran_at = excluded.ran_at`,
      );
    },
    async ping() {
      await rowsOf(
        run,
        sql`insert into readiness (id) values (1)
          on conflict (id) do update set checked_at = excluded.checked_at`,
      );
    },
    close,
  };
}

/** Records the progress of effects. A done effect stays done, however late a report arrives (P4). */
async function markEffects(run: Run, ...given: Parameters<Store['markEffects']>): Promise<void> {
  const [designId, epoch, marks] = given;
  if (marks.length === 0) return;
  const rows = marks.map(({ id, state, receipt }) => {
    assertStorableText(`the receipt of ${id}`, receipt);
    return { position: positionOf(designId, id), state, receipt };
  });
  const [counted] = await rowsOf<{ owned: boolean; known: number }>(
    run,
    sql`with owned as (${ownedUnder(designId, epoch)}),
      marks as (select * from ${recordsOf(MARK_COLUMNS, rows)}),
      marked as (
        update outbox set state = marks.state, receipt = marks.receipt,
          attempts = attempts + (case marks.state when 'attempted' then 1 else 0 end)
        from owned, marks
        where outbox.design_id = owned.id and outbox.position = marks.position and ${shared(UNSETTLED)})
      select exists (select from owned) as owned, (
        select count(*)::int from outbox where design_id = ${designId} and position in (select position from marks)) as known`,
  );
  if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
  const wanted = new Set(marks.map(({ id }) => id));
  if (counted.known === wanted.size) return;
  throw new BrokenInvariant(`an effect of ${[...wanted].join(', ')} is not in the outbox of ${designId}`);
}

/** Stores the traces of turns under way (T6). */
async function keepTraces(run: Run, ...given: Parameters<Store['keepTraces']>): Promise<void> {
  const [designId, epoch, parts] = given;
  const [kept] = await rowsOf<{ owned: boolean }>(
    run,
    sql`with owned as (${ownedUnder(designId, epoch)}),
      traced as (${traceInsert(sql`owned`, checkedTraces(parts))})
      select exists (select from owned) as owned`,
  );
  if (kept?.owned !== true) throw new OwnershipLostError(designId, epoch);
}

/** Removes designs that are still collectable (P9), with everything stored of them. */
async function collectDesigns(
  run: Run,
  designIds: readonly DesignId[],
  endedBefore: number,
): Promise<DesignId[]> {
  if (designIds.length === 0) return [];
  const rows = await rowsOf<{ id: string }>(
    run,
    sql`with gone as (
        select id from designs where id in (select json_array_elements_text(${JSON.stringify(designIds)}::json))
          and ${shared(COLLECTABLE, endedBefore)}
        order by id for update skip locked),
      events as (delete from design_events using gone where design_id = gone.id),
      effects as (delete from outbox using gone where design_id = gone.id),
      records as (delete from turns using gone where design_id = gone.id),
      traces as (delete from trace_parts using gone where design_id = gone.id),
      entries as (delete from inbox using gone where design_id = gone.id),
      crashes as (delete from failures using gone where design_id = gone.id),
      marked as (delete from milestones using gone where design_id = gone.id),
      taught as (delete from lessons using gone where design_id = gone.id),
      dismissed as (delete from lesson_dismissals using gone where design_id = gone.id)
      delete from designs using gone where designs.id = gone.id returning designs.id`,
  );
  return rows.map(({ id }) => storedId(id));
}
