import type { SQL } from 'drizzle-orm';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { DueDesigns } from '#ports/fleet.ts';
import { sql } from '../drizzle.ts';

/*
 * What only Postgres has, by templates: what daemons take from each other (claim, beat, eviction,
 * leadership), notices, and the reading of events, which sees a design's row and its events at one
 * moment.
 */

function amongTexts(texts: readonly string[]): SQL {
  return sql`(select json_array_elements_text(${JSON.stringify(texts)}::json))`;
}

export function selectEvents(designId: DesignId, since: number, limit: number): SQL {
  return sql`with standing as materialized (
      select id, version, set_aside as "setAside",
        (select hash from design_events where design_id = designs.id and seq = ${since}) as before
      from designs where id = ${designId})
    select standing.*, events.* from standing left join lateral (
      select seq, type, payload::text, hash from design_events
      where design_id = standing.id and seq > ${since} order by seq limit ${limit}) as events on true
    order by events.seq`;
}

interface Claimant {
  readonly me: number;
  readonly held: readonly string[];
}

export function selectWantedDesign(designId: DesignId, { me, held }: Claimant): SQL {
  return sql`select id from designs
    where id = ${designId} and set_aside is null and (owner is null or (owner = ${me} and not id in ${amongTexts(held)}))
    for update skip locked`;
}

/**
 * If the response to a claim was lost, the claim is stored but unknown to the claimant. Such
 * designs count as due.
 */
export function selectDueDesigns(
  now: number,
  limit: number,
  { passedOver = [], withMail = false }: DueDesigns,
  { me, held }: Claimant,
): SQL {
  const mail = withMail
    ? sql`and exists (select id from inbox where design_id = designs.id and answer is null)`
    : sql``;
  return sql`select id from designs
    where (owner is null and set_aside is null and due_at <= ${now} and not id in ${amongTexts(passedOver)} ${mail})
      or (owner = ${me} and not id in ${amongTexts(held)})
    order by due_at, id limit ${limit} for update skip locked`;
}

/**
 * An evicted daemon may claim nothing: the lock on its row prevents its eviction until the designs
 * are its own. An epoch is at least the time, so that a store that went back gives none a second
 * time.
 */
export function writeClaim(me: number, wanted: SQL): SQL {
  return sql`with me as (select id from daemons where id = ${me} for key share),
    wanted as (${wanted})
    update designs set owner = me.id, due_at = 0,
      epoch = greatest(epoch + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint) from me, wanted
    where designs.id = wanted.id returning designs.id, designs.epoch`;
}

/** An evicted daemon may not lead: the lock on its row prevents its eviction meanwhile. */
export function writeLead(name: string, me: number): SQL {
  return sql`with me as (select id from daemons where id = ${me} for key share)
    insert into leaderships (name, daemon) select ${name}, id from me
    on conflict (name) do update set daemon = excluded.daemon where leaderships.daemon = excluded.daemon
    returning name`;
}

export function notifyStatement(channel: string, notices: readonly string[]): SQL {
  return sql`select pg_notify(${channel}, payload) from json_array_elements_text(${JSON.stringify(notices)}::json) as payload`;
}

/** By the database's clock. */
function olderThan(beatAt: SQL, ms: number): SQL {
  return sql`${beatAt} < clock_timestamp() - make_interval(secs => ${ms / 1_000})`;
}

/** First half of the keys of the daemons' advisory locks; the second is the daemon's number. */
const LOCK_SPACE = 4_861_774;

/**
 * The first beat on a connection takes the daemon's lock. `locked`: the server's process known to
 * hold it. A store that went back may have given the number to another daemon.
 */
export function writeBeat(
  daemon: { readonly id: number; readonly startedAt: string; readonly locked: number },
  killedMs: number,
): SQL {
  const { id, startedAt, locked } = daemon;
  return sql`update daemons set beat_at = clock_timestamp()
    where id = ${id} and started_at = ${startedAt}::text::timestamptz
    returning pg_backend_pid() as backend,
      (pg_backend_pid() = ${locked} or pg_try_advisory_lock(${LOCK_SPACE}, id::int)) as locked,
      (exists (select from daemons as other where ${olderThan(sql`other.beat_at`, killedMs)})
      or exists (
        select from designs where owner is not null and not exists (select from daemons as its where its.id = owner)))
      as suspects`;
}

/** Deletes all dead daemons except the caller. Skips one that is claiming right now. */
export function deleteDeadDaemons(
  self: number,
  ages: { readonly killedMs: number; readonly frozenMs: number },
): SQL {
  return sql`delete from daemons where id in (
      select id from daemons
      where id <> ${self} and case
        when ${olderThan(sql`beat_at`, ages.frozenMs)} then true
        when ${olderThan(sql`beat_at`, ages.killedMs)} then pg_try_advisory_xact_lock(${LOCK_SPACE}, id::int)
        else false end
      for update skip locked)
    returning id`;
}
