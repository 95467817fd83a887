-- What ended designs taught (A14), one row each.
create table lessons (
  design_id text primary key references designs (id),
  lesson text not null
) strict, without rowid;
