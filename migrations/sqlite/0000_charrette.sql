-- How the file says whose it is, and since when: "CHR1".
pragma application_id = 1128813105;

-- Each index that a commit changes is a page more that it writes and flushes, so there are few. Moments are milliseconds
-- since the epoch.

-- One row per design: who may append to it and at which version, and the projection that lists are made of. It is there
-- from the first accepted command on, at version 0 and with an empty projection until the first event. owner is the
-- process that owns it, due_at what migrations/postgres says of it; spent_usd what a day's budget is compared with.
create table designs (
  id text primary key,
  owner integer,
  epoch integer not null default 0,
  due_at integer,
  arrivals integer not null default 0,
  version integer not null default 0,
  topic text,
  status text,
  phase text,
  step text,
  started_at integer,
  ended_at integer,
  started_by text,
  successor_of text,
  follow_up_of text,
  rehearsal integer not null default 0,
  decision text,
  thread text,
  spent_usd real not null default 0,
  set_aside text,
  standing text
) strict, without rowid;
create index designs_due on designs (due_at, id) where owner is null and due_at is not null;
create index designs_owned on designs (owner) where owner is not null;
create index designs_started on designs (started_at) where started_at is not null;
create index designs_thread on designs (thread ->> 'channel', thread ->> 'thread', id) where thread is not null;
create index designs_starter on designs (thread ->> 'starter', id) where thread is not null;
create index designs_successor on designs (successor_of) where successor_of is not null;

-- Append-only: no code updates a row. Payloads can be large, so that they stand in the order in which they came.
create table design_events (
  design_id text not null references designs (id),
  seq integer not null,
  type text not null,
  payload text not null,
  hash text not null,
  primary key (design_id, seq)
) strict;

-- What came from outside, stored before it is acknowledged (P5). It is handled once it has an answer.
create table inbox (
  position integer primary key,
  id text not null unique,
  design_id text not null,
  command text not null,
  received_at integer not null,
  answer text
) strict;
create index inbox_by_design on inbox (design_id, position);
create index inbox_unhandled on inbox (design_id) where answer is null;

-- Effects of committed events, and how far each has come (P4); position follows from the effect's id. As an event refers to
-- the design, an effect need not.
create table outbox (
  design_id text not null,
  position integer not null,
  effect text not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  receipt text not null default '',
  primary key (design_id, position)
) strict, without rowid;

-- One record per turn (T1).
create table turns (
  position integer primary key,
  turn_id text not null unique,
  design_id text not null references designs (id),
  record text not null
) strict;
create index turns_by_design on turns (design_id, position);

-- The traces of turns that are under way, in parts that are only ever appended (T6); gone when the turn's record is there.
-- usd: what the call under way has cost at least, as of this part.
create table trace_parts (
  position integer primary key,
  turn_id text not null,
  design_id text not null references designs (id),
  usd real not null,
  part text not null
) strict;
create index trace_parts_by_design on trace_parts (design_id, position);

-- Answers to requests that carried an idempotency key; a key is as long as an index of Postgres takes it.
create table responses (
  key text primary key check (length(key) <= 2000),
  design_id text,
  status integer not null,
  body text not null,
  stored_at integer not null default (cast(unixepoch('subsec') * 1000 as integer))
) strict;
create index responses_by_age on responses (stored_at);
create index responses_by_design on responses (design_id) where design_id is not null;

-- One row, written to see whether anything can be.
create table readiness (
  id integer primary key,
  checked_at integer not null
) strict;
-- What ended designs taught (A14), one row each.
create table lessons (
  design_id text primary key references designs (id),
  lesson text not null
) strict, without rowid;
-- When work that is done every day was last done.
create table daily_runs (
  name text primary key,
  ran_at integer not null
) strict, without rowid;
-- Lessons that people have dismissed (A14).
create table lesson_dismissals (
  design_id text primary key references designs (id),
  dismissed_at integer not null,
  dismissed_by text not null
) strict, without rowid;
-- Who may act, what is forgotten and done by whom (P12, D8).

create table access_tokens (
  id text primary key,
  name text not null,
  role text not null,
  channels text,
  sha256 text not null unique,
  created_at integer not null,
  created_by text not null,
  expires_at integer,
  last_used_at integer,
  revoked_at integer
) strict, without rowid;

create table audit_log (
  position integer primary key autoincrement,
  at integer not null,
  design_id text,
  entry text not null
) strict;
create index audit_log_by_time on audit_log (at);
create index audit_log_by_design on audit_log (design_id, position) where design_id is not null;

create table failures (
  design_id text not null references designs (id),
  name text not null,
  at integer not null,
  text text not null,
  primary key (design_id, name)
) strict, without rowid;

create table forgotten (
  design_id text primary key,
  count integer not null,
  head text not null,
  forgotten_at integer not null,
  forgotten_by text not null
) strict, without rowid;
-- Sessions of browsers and links, of which only hashes are kept (D8), and what lists of designs follow.
create table passes (
  id text primary key,
  kind text not null,
  holder text not null,
  design_id text,
  name text not null,
  way text not null,
  sha256 text not null unique,
  created_at integer not null,
  created_by text not null,
  ends_at integer not null,
  last_used_at integer,
  revoked_at integer
) strict, without rowid;
create index passes_by_end on passes (ends_at);

create table milestones (
  position integer primary key autoincrement,
  design_id text not null,
  at integer not null,
  milestone text not null
) strict;
create index milestones_by_time on milestones (at);
create index milestones_by_design on milestones (design_id);
-- What questions about decisions have cost, starts that wait for a person's choice, and how a decision stands.
create table asked_questions (
  id text primary key,
  person text not null,
  asked_at integer not null,
  usd real not null
) strict, without rowid;

create table held_starts (
  name text primary key,
  held_at integer not null,
  start text not null
) strict, without rowid;

-- Lists begin with designs that are running or waiting: few among many that have ended.
create index designs_status on designs (status, id) where status is not null;
