-- Texts outside the chain, and what is set aside, signed, forgotten and done by whom (P11, P12, D8).
alter table design_events add column words text;
alter table designs add column set_aside text;

create table heads (
  position integer primary key autoincrement,
  design_id text not null,
  count integer not null,
  head text not null,
  at integer not null,
  hash text not null,
  key_id text,
  signature text
) strict;
create index heads_by_design on heads (design_id, position);

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
  entry text not null
) strict;
create index audit_log_by_time on audit_log (at);

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
