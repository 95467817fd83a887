-- What all calls of a design have cost, in USD as far as it is known: what a day's budget is compared with.
alter table designs add column spent_usd real not null default 0;
create index designs_started on designs (started_at) where started_at is not null;

-- The traces of turns that are under way, in parts that are only ever appended (T6); gone when the turn's record is there.
-- usd: what the call under way has cost at least, as of this part.
create table trace_parts (
  position integer primary key,
  turn_id text not null,
  design_id text not null references designs (id),
  usd real not null,
  part text not null
) strict;
create index trace_parts_by_turn on trace_parts (turn_id, position);
create index trace_parts_by_design on trace_parts (design_id, position);
