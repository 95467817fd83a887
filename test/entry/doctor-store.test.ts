import { expect, test } from 'vitest';
import { describeOnStores } from '../adapters/store/on-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards } from './waiting.ts';

describeOnStores('doctor beside a daemon on Postgres', (own) => {
  test('looks into the store itself, and counts what is set aside', async () => {
    const dataDir = temporaryFolder();
    const environment = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL: '1', DATABASE_URL: own.url };
    const daemon = await InProcess.start(dataDir, environment);
    afterwards(() => daemon.stop());
    const storeLine = async () => {
      const { stdout } = await calledHere(dataDir, ['doctor'], environment);
      return /^store .*$/m.exec(stdout)?.[0];
    };
    expect(await storeLine()).toMatch(/^store +ok +Postgres$/);
    const { id } = await daemon.startDesign({ topic: 'Should the queue move?' });
    await own.query(`update designs set set_aside = 'event 1 is missing' where id = '${id}'`);
    expect(await storeLine()).toMatch(/^store +problem +Postgres; set aside: 1 design whose/);
  });
});
