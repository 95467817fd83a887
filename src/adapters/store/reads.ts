import { Lesson } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { EffectState, type Store } from '../../runtime/ports/store.ts';
import { BrokenInvariant } from './faults.ts';
import { readableCondition } from './readable.ts';
import { readSummary, SUMMARY, type SummaryRow, storedId } from './records/design.ts';
import { assertStorableText, conforming } from './records/json.ts';
import { effectIdAt, readAnswer, readCommand, readEffect, readTrace } from './records/rows.ts';

/**
 * Returns the rows of a statement in the SQL that both databases share, with a `?` for each value. The caller knows the type of
 * the rows; JSON is text in SQLite.
 */
export type Query = <Row>(
  text: string,
  ...values: readonly (string | number | boolean | null)[]
) => Promise<Row[]>;

/** Drops held starts beyond the newest so many. */
export const TOO_MANY_HELD =
  'delete from held_starts where name not in (select name from held_starts order by held_at desc, name limit ?)';

/** Effects that are not over. */
export const UNSETTLED = "outbox.state in ('pending', 'attempted')";

/**
 * Designs that ended before a moment, have no owner and nothing left to do, and are not run again by any, begun or not (P9). One
 * that is set aside stays as it was found.
 */
export const COLLECTABLE = `designs.ended_at < ? and designs.owner is null and designs.set_aside is null
  and not exists (select 1 from inbox where inbox.design_id = designs.id and inbox.answer is null)
  and not exists (select 1 from outbox where outbox.design_id = designs.id and ${UNSETTLED})
  and not exists (select 1 from designs as successor where successor.successor_of = designs.id)
  and not exists (select 1 from inbox where inbox.answer is null and inbox.command ->> 'successorOf' = designs.id)`;

const inThread = (part: string) => `thread is not null and thread ->> '${part}' = ?`;
const CONDITIONS = [
  ['status', 'status = ?'],
  ['before', 'id < ?'],
  ['startedSince', 'started_at >= ?'],
  ['platform', inThread('platform')],
  ['channel', inThread('channel')],
  ['thread', inThread('thread')],
  ['starter', inThread('starter')],
] as const;

/** Reads that are the same in both databases. A design without events appears in no list. */
export function reads(query: Query) {
  const summaries = async (rest: string, ...values: readonly (string | number)[]) =>
    (await query<SummaryRow>(`select ${SUMMARY} from designs where ${rest}`, ...values)).map(readSummary);
  return {
    async summary(designId) {
      return (await summaries('id = ? and version > 0', designId))[0] ?? null;
    },
    // Ids are UUIDv7s, so they sort designs by their beginning.
    list({ limit, readable, isEnded, ...filter }) {
      const wanted = CONDITIONS.flatMap(([name, condition]) => {
        const value = filter[name];
        return value === undefined ? [] : [{ condition, values: [value] }];
      });
      if (isEnded) wanted.push({ condition: 'ended_at is not null', values: [] });
      if (readable !== undefined) wanted.push(readableCondition(readable));
      const where = ['version > 0', ...wanted.map(({ condition }) => condition)].join(' and ');
      const values = wanted.flatMap((each) => each.values);
      return summaries(`${where} order by id desc limit ?`, ...values, limit);
    },
    collectable: (endedBefore, limit) =>
      summaries(`${COLLECTABLE} order by ended_at, id limit ?`, endedBefore, limit),
    async successor(designId) {
      const [row] = await query<{ id: string }>('select id from designs where successor_of = ?', designId);
      return row === undefined ? null : storedId(row.id);
    },
    async mail(designId) {
      const rows = await query<{ arrivals: number; id: string | null; command: unknown; receivedAt: number }>(
        `select designs.arrivals, inbox.id, inbox.command, inbox.received_at as "receivedAt"
          from designs left join inbox on inbox.design_id = designs.id and inbox.answer is null
          where designs.id = ? order by inbox.position`,
        designId,
      );
      const entries = rows.flatMap(({ id, command, receivedAt }) =>
        id === null ? [] : [{ id, designId, command: readCommand(id, parsed(command)), receivedAt }],
      );
      return { arrivals: rows[0]?.arrivals ?? 0, entries };
    },
    async answerTo(inboxId) {
      const [row] = await query<{ answer: unknown }>('select answer from inbox where id = ?', inboxId);
      if (row === undefined) throw new BrokenInvariant(`nothing was ever accepted as ${inboxId}`);
      return row.answer === null ? null : readAnswer(inboxId, parsed(row.answer));
    },
    pendingEffects: async (designId) =>
      (await effects(query, designId, UNSETTLED)).map(({ id, effect, attempts, ...row }) => {
        const state = conforming(EffectState, `the effect ${id}`, row.state);
        return { id, designId, effect, state, attempts };
      }),
    posted: async (designId) =>
      (await effects(query, designId, "state = 'done' and effect ->> 'type' = 'post'")).flatMap(
        ({ id, effect, receipt }) => (effect.type === 'post' ? [{ id, post: effect.post, receipt }] : []),
      ),
    async traces(designId) {
      const text = 'select turn_id as turn, part from trace_parts where design_id = ? order by position';
      const rows = await query<{ turn: string; part: unknown }>(text, designId);
      return rows.map(({ turn, part }) => readTrace(turn, parsed(part)));
    },
    async spentSince(startedAt) {
      const [sums] = await query<{ spentUsd: number; underWayUsd: number }>(
        `select coalesce(sum(spent_usd), 0) + (select coalesce(sum(usd), 0) from asked_questions where asked_at >= ?) as "spentUsd",
            coalesce(sum((select sum(usd) from trace_parts as newest
              where newest.design_id = designs.id and newest.position = (
                select max(position) from trace_parts where design_id = designs.id and turn_id = newest.turn_id))), 0) as "underWayUsd"
          from designs where started_at >= ?`,
        ...[startedAt, startedAt],
      );
      return sums ?? { spentUsd: 0, underWayUsd: 0 };
    },
    async lessons(designIds) {
      if (designIds.length === 0) return [];
      const rows = await query<LessonRow>(
        `select lessons.design_id as id, lesson, dismissed_at as "at", dismissed_by as "by"
          from lessons left join lesson_dismissals on lesson_dismissals.design_id = lessons.design_id
          where lessons.design_id in (${designIds.map(() => '?')})`,
        ...designIds,
      );
      return rows.map(({ id, lesson, at, by }) => ({
        lesson: conforming(Lesson, `the lesson of ${id}`, parsed(lesson)),
        dismissed: at === null || by === null ? null : { at, by },
      }));
    },
    async dismissLesson(designId, { at, by }) {
      assertStorableText('who dismissed a lesson', by);
      const [ended] = await query('select 1 from designs where id = ? and ended_at is not null', designId);
      if (ended === undefined) return false;
      await query(
        `insert into lesson_dismissals (design_id, dismissed_at, dismissed_by) select id, ?, ? from designs where id = ?
          on conflict (design_id) do nothing`,
        ...[at, by, designId],
      );
      return true;
    },
    async withoutLesson(after, limit) {
      const text = `select id from designs where ended_at is not null and set_aside is null and id > ?
        and not exists (select 1 from lessons where lessons.design_id = designs.id) order by id limit ?`;
      return (await query<{ id: string }>(text, after ?? '', limit)).map(({ id }) => storedId(id));
    },
    async keepQuestion({ id, person, askedAt, usd }, since) {
      await query('delete from asked_questions where asked_at < ?', since);
      await query(
        `insert into asked_questions (id, person, asked_at, usd) values (?, ?, ?, ?)
          on conflict (id) do update set usd = excluded.usd`,
        ...[id, person, askedAt, usd],
      );
    },
    async questionsSince(person, askedAt) {
      const text = 'select count(*) as count from asked_questions where person = ? and asked_at >= ?';
      return Number((await query<{ count: number | string }>(text, person, askedAt))[0]?.count ?? 0);
    },
    async heldStart(name) {
      const text = 'select held_at as at, start from held_starts where name = ?';
      const [row] = await query<{ at: number; start: unknown }>(text, name);
      return row === undefined ? null : { name, heldAt: row.at, start: parsed(row.start) };
    },
    async lastRun(name) {
      const text = 'select ran_at as at from daily_runs where name = ?';
      return (await query<{ at: number }>(text, name))[0]?.at ?? null;
    },
    async recallResponse(key) {
      const text = 'select status, body from responses where key = ?';
      return (await query<{ status: number; body: string }>(text, key))[0] ?? null;
    },
  } satisfies Partial<Store>;
}

interface LessonRow {
  readonly id: string;
  readonly lesson: unknown;
  readonly at: number | null;
  readonly by: string | null;
}

interface EffectRow {
  readonly position: number;
  readonly effect: unknown;
  readonly state: string;
  readonly attempts: number;
  readonly receipt: string;
}

async function effects(query: Query, designId: DesignId, which: string) {
  const rows = await query<EffectRow>(
    `select position, effect, state, attempts, receipt from outbox
      where design_id = ? and ${which} order by position`,
    designId,
  );
  return rows.map((row) => {
    const id = effectIdAt(designId, row.position);
    return { ...row, id, effect: readEffect(id, parsed(row.effect)) };
  });
}

function parsed(json: unknown): unknown {
  return typeof json === 'string' ? JSON.parse(json) : json;
}
