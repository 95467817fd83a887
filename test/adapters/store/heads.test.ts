import { afterAll, describe } from 'vitest';
import { openSqliteStore } from '../../../src/adapters/store/sqlite/open.ts';
import { headsContract } from '../../contract/heads.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { describeOnPostgres } from './on-postgres.ts';

describe('SQLite', () => {
  // One process has the file open.
  const opening = openSqliteStore({ dataDir: temporaryFolder(), log: keptLog() });
  afterAll(async () => (await opening).store.close());
  headsContract(async () => (await opening).heads);
});

describeOnPostgres('Postgres', { timeout: 60_000 }, (own) => {
  const opened: ReturnType<typeof own.open>[] = [];
  afterAll(() => Promise.all(opened.map(async (each) => (await each).store.close())));
  headsContract(async () => {
    const opening = own.open();
    opened.push(opening);
    return (await opening).heads;
  });
});
