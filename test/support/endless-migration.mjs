// Makes the last statement of a migration one that does not end: loaded into a command before its own modules.
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (text) {
  if (!/^pragma user_version = \d+$/.test(text)) return exec.call(this, text);
  writeSync(2, 'in the middle\n');
  return exec.call(
    this,
    'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n',
  );
};
