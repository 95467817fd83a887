import type { SQL } from 'drizzle-orm';
import { OutsideCommand } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { EffectState, ListedEvent, type Store } from '../../ports/store.ts';
import type { Tables } from './columns.ts';
import { STARTS } from './commit.ts';
import {
  aliasedTable,
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  max,
  notExists,
  sql,
  sum,
} from './drizzle.ts';
import { parseStoredJson, type Queries, selectRaw } from './queries.ts';
import { selectReadable, selectThreadPart } from './readable.ts';
import { readStoredId, readSummary, summaryColumnsOf } from './records/design.ts';
import { assertStorableText, parseConforming, writeBoundedJson } from './records/json.ts';
import {
  effectIdOf,
  readAnswer,
  readCommand,
  readEffect,
  readTrace,
  readTurns,
} from './records/rows.ts';

const REASON_CHARACTERS = 300;

export const selectUnsettled = ({ outbox }: Tables) =>
  inArray(outbox.state, ['pending', 'attempted']);

/**
 * Designs that ended before a moment, have no owner and nothing left to do, and no retry, started
 * or waiting. A design that is set aside is kept for inspection.
 */
export function selectCollectable({ db, tables }: Queries, endedBefore: number): SQL | undefined {
  const { designs, inbox, outbox } = tables;
  const successor = aliasedTable(designs, 'successor');
  const one = { one: sql`1` };
  return and(
    lt(designs.endedAt, endedBefore),
    isNull(designs.owner),
    isNull(designs.setAside),
    notExists(
      db
        .select(one)
        .from(inbox)
        .where(and(eq(inbox.designId, designs.id), isNull(inbox.answer))),
    ),
    notExists(
      db
        .select(one)
        .from(outbox)
        .where(and(eq(outbox.designId, designs.id), selectUnsettled(tables))),
    ),
    notExists(db.select(one).from(successor).where(eq(successor.successorOf, designs.id))),
    notExists(
      db
        .select(one)
        .from(inbox)
        .where(and(isNull(inbox.answer), sql`${inbox.command} ->> 'successorOf' = ${designs.id}`)),
    ),
  );
}

/** Reads and simple writes, the same in both databases. Lists leave out designs without events. */
export function createReads(queries: Queries) {
  const { db, tables, rows } = queries;
  const { askedQuestions, dailyRuns, designEvents, designs, eventPositions, inbox } = tables;
  const { outbox, readiness, responses, traceParts, turns } = tables;
  const hasEvents = gt(designs.version, 0);
  const inThread = (
    part: 'platform' | 'channel' | 'thread' | 'starter',
    wanted: string | undefined,
  ) =>
    wanted === undefined
      ? undefined
      : and(isNotNull(designs.thread), eq(selectThreadPart(tables, part), wanted));
  const summaries = async (query: PromiseLike<Parameters<typeof readSummary>[0][]>) =>
    (await rows(query)).map(readSummary);
  const selectSummaries = () => db.select(summaryColumnsOf(tables)).from(designs);
  const effects = async (designId: DesignId, which: SQL | undefined) => {
    const found = await rows(
      db
        .select()
        .from(outbox)
        .where(and(eq(outbox.designId, designId), which))
        .orderBy(asc(outbox.position)),
    );
    return found.map((row) => {
      const id = effectIdOf(designId, row.position);
      return { ...row, id, effect: readEffect(id, row.effect) };
    });
  };
  return {
    async summary(designId) {
      const [found] = await summaries(
        selectSummaries().where(and(eq(designs.id, designId), hasEvents)),
      );
      return found ?? null;
    },
    async setAside(designId, reason) {
      const { id, epoch, setAside } = designs;
      const change = {
        setAside: cutText(reason, REASON_CHARACTERS),
        owner: null,
        epoch: sql`${epoch} + 1`,
        dueAt: null,
      };
      const wanted = and(eq(id, designId), isNull(setAside));
      return (
        (await rows(db.update(designs).set(change).where(wanted).returning({ id }))).length > 0
      );
    },
    // Ids are UUIDv7s, so they sort designs by their start.
    list({ limit, readable, isEnded, isDecided, isSetAside, ...filter }) {
      const where = and(
        hasEvents,
        filter.status === undefined ? undefined : eq(designs.status, filter.status),
        filter.before === undefined ? undefined : lt(designs.id, filter.before),
        filter.startedSince === undefined ? undefined : gte(designs.startedAt, filter.startedSince),
        inThread('platform', filter.platform),
        inThread('channel', filter.channel),
        inThread('thread', filter.thread),
        inThread('starter', filter.starter),
        isEnded ? isNotNull(designs.endedAt) : undefined,
        isDecided ? isNotNull(designs.decision) : undefined,
        isSetAside ? isNotNull(designs.setAside) : undefined,
        readable === undefined ? undefined : selectReadable(tables, readable),
      );
      return summaries(selectSummaries().where(where).orderBy(desc(designs.id)).limit(limit));
    },
    async readListedEvents(after, readable, limit) {
      const { designId, type, position, payload } = designEvents;
      const { startedAt, status, phase, step, version } = designs;
      // What starts a design can be megabytes long, and only its time is needed.
      const isStart = sql`${type} = 'design_started'`;
      const small = sql<unknown>`case when ${isStart} then null else ${selectRaw(payload)} end`;
      const found = await rows(
        db
          .select({ position, designId, type, small, at: startedAt, status, phase, step, version })
          .from(designEvents)
          .innerJoin(designs, eq(designs.id, designId))
          .where(
            and(
              gt(position, after),
              readable === null ? undefined : selectReadable(tables, readable),
            ),
          )
          .orderBy(asc(position))
          .limit(limit),
      );
      // An unreadable event is left out; its own design reports it.
      return found.flatMap(({ small, at, ...row }) => {
        const event = { at, ...Object(parseStoredJson(small)), ...row };
        return ListedEvent.safeParse(event).data ?? [];
      });
    },
    collectable: (endedBefore, limit) =>
      summaries(
        selectSummaries()
          .where(selectCollectable(queries, endedBefore))
          .orderBy(asc(designs.endedAt), asc(designs.id))
          .limit(limit),
      ),
    async successor(designId) {
      const [row] = await rows(
        db.select({ id: designs.id }).from(designs).where(eq(designs.successorOf, designId)),
      );
      return row === undefined ? null : readStoredId(row.id);
    },
    async mail(designId) {
      const found = await rows(
        db
          .select({
            arrivals: designs.arrivals,
            id: inbox.id,
            command: inbox.command,
            receivedAt: inbox.receivedAt,
          })
          .from(designs)
          .leftJoin(inbox, and(eq(inbox.designId, designs.id), isNull(inbox.answer)))
          .where(eq(designs.id, designId))
          .orderBy(asc(inbox.position)),
      );
      const entries = found.flatMap(({ id, command, receivedAt }) =>
        id === null || receivedAt === null
          ? []
          : [{ id, designId, command: readCommand(id, command), receivedAt }],
      );
      return { arrivals: found[0]?.arrivals ?? 0, entries };
    },
    async starts(receivedSince) {
      const { id, last } = eventPositions;
      // First, so that no start is counted here and not pending below.
      const [counted] = await rows(db.select({ last }).from(eventPositions).where(eq(id, STARTS)));
      const isPending = and(isNull(inbox.answer), gte(inbox.receivedAt, receivedSince));
      const found = await rows(
        db.select({ id: inbox.id, command: inbox.command }).from(inbox).where(isPending),
      );
      const pending = found.flatMap((row) => {
        const command = OutsideCommand.safeParse(parseStoredJson(row.command)).data;
        return command?.type === 'start_design' ? [{ id: row.id, command }] : [];
      });
      return { count: counted?.last ?? 0, pending };
    },
    async answerTo(inboxId) {
      const [row] = await rows(
        db.select({ answer: inbox.answer }).from(inbox).where(eq(inbox.id, inboxId)),
      );
      return row === undefined || row.answer === null ? null : readAnswer(inboxId, row.answer);
    },
    pendingEffects: async (designId) =>
      (await effects(designId, selectUnsettled(tables))).map(({ id, effect, ...row }) => {
        const state = parseConforming(EffectState, `the effect ${id}`, row.state);
        return { id, designId, effect, state };
      }),
    listPosted: async (designId) =>
      (
        await effects(
          designId,
          and(eq(outbox.state, 'done'), sql`${outbox.effect} ->> 'type' = 'post'`),
        )
      ).flatMap(({ id, effect, receipt }) =>
        effect.type === 'post' ? [{ id, post: effect.post, receipt }] : [],
      ),
    async turn(designId, turnId) {
      const isIt = and(eq(turns.designId, designId), eq(turns.turnId, turnId));
      const found = db
        .select({ record: selectRaw(turns.record) })
        .from(turns)
        .where(isIt);
      return readTurns((await rows(found)).map(({ record }) => record))[0] ?? null;
    },
    async traces(designId) {
      const { turnId, part, position } = traceParts;
      const found = await rows(
        db
          .select({ turnId, part })
          .from(traceParts)
          .where(eq(traceParts.designId, designId))
          .orderBy(asc(position)),
      );
      return found.map((row) => readTrace(row.turnId, row.part));
    },
    async sumSpentSince(startedAt, before = Number.MAX_SAFE_INTEGER) {
      const newest = aliasedTable(traceParts, 'newest');
      const asked = db
        .select({ usd: sumOrZero(sum(askedQuestions.usd)) })
        .from(askedQuestions)
        .where(and(gte(askedQuestions.askedAt, startedAt), lt(askedQuestions.askedAt, before)));
      const last = db
        .select({ position: max(traceParts.position) })
        .from(traceParts)
        .where(and(eq(traceParts.designId, designs.id), eq(traceParts.turnId, newest.turnId)));
      const underWay = db
        .select({ usd: sum(newest.usd) })
        .from(newest)
        .where(and(eq(newest.designId, designs.id), eq(newest.position, sql`${last}`)));
      const [sums] = await rows(
        db
          .select({
            spentUsd: sql<number>`${sumOrZero(sum(designs.costUsd))} + ${asked}`,
            underWayUsd: sumOrZero(sql`sum(${underWay})`),
          })
          .from(designs)
          .where(and(gte(designs.startedAt, startedAt), lt(designs.startedAt, before))),
      );
      return sums ?? { spentUsd: 0, underWayUsd: 0 };
    },
    async keepQuestion(question, since) {
      const { id, person, askedAt, usd } = question;
      await rows(db.delete(askedQuestions).where(lt(askedQuestions.askedAt, since)));
      await rows(
        db
          .insert(askedQuestions)
          .values({ id, person, askedAt, usd })
          .onConflictDoUpdate({ target: askedQuestions.id, set: { usd } }),
      );
    },
    async questionsSince(person, askedAt) {
      const isCounted = and(
        eq(askedQuestions.person, person),
        gte(askedQuestions.askedAt, askedAt),
      );
      const [counted] = await rows(
        db.select({ count: count() }).from(askedQuestions).where(isCounted),
      );
      return counted?.count ?? 0;
    },
    async lastRun(name) {
      const [row] = await rows(db.select().from(dailyRuns).where(eq(dailyRuns.name, name)));
      return row?.ranAt ?? null;
    },
    async keepRun(name, ranAt) {
      const run = db.insert(dailyRuns).values({ name, ranAt });
      await rows(run.onConflictDoUpdate({ target: dailyRuns.name, set: { ranAt } }));
    },
    async recallResponse(key) {
      const { status, body } = responses;
      const [row] = await rows(
        db.select({ status, body }).from(responses).where(eq(responses.key, key)),
      );
      return row ?? null;
    },
    async rememberResponse(key, designId, { status, body }) {
      writeBoundedJson('the answer to a request', body);
      assertStorableText('the answer to a request', { key, body });
      await rows(
        db.insert(responses).values({ key, designId, status, body }).onConflictDoNothing(),
      );
    },
    async forgetResponses(storedBefore) {
      const old = db.delete(responses).where(lt(responses.storedAt, storedBefore));
      return (await rows(old.returning({ key: responses.key }))).length;
    },
    async ping() {
      const set = { checkedAt: sql`excluded.checked_at` };
      await rows(
        db.insert(readiness).values({ id: 1 }).onConflictDoUpdate({ target: readiness.id, set }),
      );
    },
  } satisfies Partial<Store>;
}

function sumOrZero(value: SQL): SQL<number> {
  return sql`coalesce(${value}, 0)`;
}
