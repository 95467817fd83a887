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

alter table designs add column standing text;
