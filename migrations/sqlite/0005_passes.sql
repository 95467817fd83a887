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
