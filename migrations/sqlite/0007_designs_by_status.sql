-- Lists begin with designs that are running or waiting: few among many that have ended.
create index designs_status on designs (status, id) where status is not null;
