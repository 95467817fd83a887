-- Each index that a commit changes is a page more that it writes and flushes. An effect is looked up within its design, so
-- that one index is enough; designs by status are few enough to look through.
drop index designs_by_status;
create table outbox_of_designs (
  position integer primary key,
  id text not null,
  design_id text not null references designs (id),
  effect text not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  receipt text not null default '',
  unique (design_id, id)
) strict;
insert into outbox_of_designs select position, id, design_id, effect, state, attempts, receipt from outbox;
drop table outbox;
alter table outbox_of_designs rename to outbox;
