-- Lessons that people have dismissed (A14).
create table lesson_dismissals (
  design_id text primary key references designs (id),
  dismissed_at integer not null,
  dismissed_by text not null
) strict, without rowid;
