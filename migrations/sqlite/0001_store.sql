-- The tables of a store, as migrations/postgres has them. JSON is text, moments are milliseconds,
-- money is millionths of a dollar.

create table store (
  id text primary key not null,
  list_key text not null,
  format integer not null,
  pinged_at integer not null
);

create table designs (
  id text primary key not null,
  key text not null,
  version integer not null,
  -- Each claim raises it, and each write of an owner names it.
  epoch integer not null,
  owner text,
  process text,
  lease_until integer not null,
  -- The owner before this one gave the design back, or there was none.
  was_released integer not null,
  is_ended integer not null,
  micro_usd integer not null,
  summary text not null,
  -- Columns of the summary by which designs are found.
  status text not null,
  words text not null,
  platform text,
  channel text not null,
  thread text not null,
  ended_at integer
);
create index designs_owner on designs (owner) where owner is not null;
create index designs_ended on designs (is_ended, ended_at);
create index designs_thread on designs (platform, channel, thread);

create table inbox (
  id integer primary key autoincrement,
  design_id text not null references designs (id) on delete cascade deferrable initially deferred,
  platform text not null,
  platform_id text not null,
  command text not null,
  at integer not null,
  answer text,
  unique (platform, platform_id)
);
create index inbox_design on inbox (design_id, id);

create table events (
  design_id text not null references designs (id) on delete cascade,
  seq integer not null,
  event text not null,
  hash text not null,
  primary key (design_id, seq)
);

create table posts (
  design_id text not null references designs (id) on delete cascade,
  key text not null,
  message_id text not null,
  sha256 text not null,
  primary key (design_id, key)
);

-- Part 0 is a turn's head, each later one the steps of its trace that were appended together.
create table turns (
  design_id text not null references designs (id) on delete cascade,
  turn_id text not null,
  part integer not null,
  epoch integer not null,
  json text not null,
  primary key (design_id, turn_id, part)
);

create table shared (
  design_id text not null references designs (id) on delete cascade,
  sha256 text not null,
  json text not null,
  primary key (design_id, sha256)
);

create table files (
  design_id text not null references designs (id) on delete cascade,
  name text not null,
  bytes blob not null,
  primary key (design_id, name)
);

create table days (
  day text primary key not null,
  micro_usd integer not null
);

create table reservations (
  id text primary key not null,
  design_id text not null references designs (id) on delete cascade,
  epoch integer not null,
  day text not null,
  micro_usd integer not null,
  is_settled integer not null
);
create index reservations_design on reservations (design_id);
