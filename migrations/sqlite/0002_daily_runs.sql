-- When work that is done every day was last done.
create table daily_runs (
  name text primary key,
  ran_at integer not null
) strict, without rowid;
