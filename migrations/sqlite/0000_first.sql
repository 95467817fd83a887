-- One row per design: who may append to it and at which version, and the projection that lists are made of. It is there
-- from the first accepted command on, at version 0 and with an empty projection until the first event. Moments are
-- milliseconds since the epoch; owner is the process that owns it, due_at what migrations/postgres says of it.
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
  rehearsal integer not null default 0,
  thread text,
  timers text not null default '[]'
) strict;
create index designs_by_status on designs (status, id);
create index designs_due on designs (due_at, id) where owner is null and due_at is not null;
create index designs_owned on designs (owner) where owner is not null;
create index designs_ended on designs (ended_at, id) where ended_at is not null;
create index designs_thread on designs (thread ->> 'channel', thread ->> 'thread', id) where thread is not null;
create index designs_starter on designs (thread ->> 'starter', id) where thread is not null;
create index designs_successor on designs (successor_of) where successor_of is not null;

-- Append-only: no code updates a row.
create table design_events (
  design_id text not null references designs (id),
  seq integer not null,
  type text not null,
  payload text not null,
  hash text not null,
  primary key (design_id, seq)
) strict;

-- What came from outside, stored before it is acknowledged (P5).
create table inbox (
  position integer primary key,
  id text not null unique,
  design_id text not null,
  command text not null,
  received_at integer not null,
  handled integer not null default 0,
  answer text
) strict;
create index inbox_by_design on inbox (design_id, position);
create index inbox_unhandled on inbox (design_id) where not handled;

-- Effects of committed events, and how far each has come (P4).
create table outbox (
  position integer primary key,
  id text not null unique,
  design_id text not null references designs (id),
  effect text not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  receipt text not null default ''
) strict;
create index outbox_by_design on outbox (design_id, position);

-- One record per turn (T1).
create table turns (
  position integer primary key,
  turn_id text not null unique,
  design_id text not null references designs (id),
  record text not null
) strict;
create index turns_by_design on turns (design_id, position);

-- The newest state of a design that was kept, and the code that folded it.
create table snapshots (
  design_id text primary key references designs (id),
  fold text not null,
  version integer not null,
  hash text not null,
  state text not null
) strict;

-- Answers to requests that carried an idempotency key; a key is as long as an index of Postgres takes it.
create table responses (
  key text primary key check (length(key) <= 2000),
  status integer not null,
  body text not null,
  stored_at integer not null default (cast(unixepoch('subsec') * 1000 as integer))
) strict;
create index responses_by_age on responses (stored_at);

-- One row, written to see whether anything can be.
create table readiness (
  id integer primary key,
  checked_at integer not null
) strict;
