-- The tables of a store, as migrations/sqlite has them. JSON is text, moments are milliseconds,
-- money is millionths of a dollar.

create table store (
  id text collate "C" primary key not null,
  list_key text not null,
  format bigint not null,
  pinged_at bigint not null
);

create table designs (
  id text collate "C" primary key not null,
  key text not null,
  version bigint not null,
  -- Each claim raises it, and each write of an owner names it.
  epoch bigint not null,
  owner text,
  process text,
  lease_until bigint not null,
  -- The owner before this one gave the design back, or there was none.
  was_released bigint not null,
  is_ended bigint not null,
  micro_usd bigint not null,
  summary text not null,
  -- Columns of the summary by which designs are found.
  status text not null,
  words text not null,
  platform text,
  channel text not null,
  thread text not null,
  ended_at bigint
);
create index designs_owner on designs (owner) where owner is not null;
create index designs_ended on designs (is_ended, ended_at);
create index designs_thread on designs (platform, channel, thread);

create table inbox (
  id bigint primary key generated always as identity,
  design_id text collate "C" not null references designs (id) on delete cascade deferrable initially deferred,
  platform text not null,
  platform_id text not null,
  command text not null,
  at bigint not null,
  answer text,
  unique (platform, platform_id)
);
create index inbox_design on inbox (design_id, id);

create table events (
  design_id text collate "C" not null references designs (id) on delete cascade,
  seq bigint not null,
  event text not null,
  hash text not null,
  primary key (design_id, seq)
);

create table posts (
  design_id text collate "C" not null references designs (id) on delete cascade,
  key text not null,
  message_id text not null,
  sha256 text not null,
  primary key (design_id, key)
);

-- Part 0 is a turn's head, each later one the steps of its trace that were appended together.
create table turns (
  design_id text collate "C" not null references designs (id) on delete cascade,
  turn_id text not null,
  part bigint not null,
  epoch bigint not null,
  json text not null,
  primary key (design_id, turn_id, part)
);

create table shared (
  design_id text collate "C" not null references designs (id) on delete cascade,
  sha256 text not null,
  json text not null,
  primary key (design_id, sha256)
);

create table files (
  design_id text collate "C" not null references designs (id) on delete cascade,
  name text not null,
  bytes bytea not null,
  primary key (design_id, name)
);

create table days (
  day text primary key not null,
  micro_usd bigint not null
);

create table reservations (
  id text collate "C" primary key not null,
  design_id text collate "C" not null references designs (id) on delete cascade,
  epoch bigint not null,
  day text not null,
  micro_usd bigint not null,
  is_settled bigint not null
);
create index reservations_design on reservations (design_id);
