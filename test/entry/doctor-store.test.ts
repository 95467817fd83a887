import { expect, test } from 'vitest';
import { describeOnPostgres, describeOnStores } from '../adapters/store/on-postgres.ts';
import { OLD, storeWithDesigns } from '../support/designs/old-designs.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards } from './waiting.ts';

describeOnPostgres('doctor before the first start on Postgres', {}, (own) => {
  test('doctor before the first start asks for the rights that a daemon needs, and names the setting of a pooler', async () => {
    const role = `role_of_${own.name}`;
    await own.query(`create role ${role} login`);
    try {
      const address = own.url.replace(/\/\/[^@]*@/, `//${role}@`);
      const environment = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL: '1' };
      const said = async (DATABASE_URL: string) => {
        const { stdout } = await calledHere(temporaryFolder(), ['doctor'], {
          ...environment,
          DATABASE_URL,
        });
        return stdout;
      };
      expect(await said(`${address}?pgbouncer=true`)).toMatch(
        /^store +problem .*GRANT CREATE ON DATABASE/m,
      );
      expect(await said(`${own.url}?pgbouncer=true`)).toMatch(
        /^settings +note .*CHARRETTE_DATABASE_DIRECT_URL[\s\S]*^store +note .*charrette serve sets it up/m,
      );
    } finally {
      await own.query(`drop owned by ${role}; drop role ${role}`);
    }
  });
});

describeOnStores('doctor beside a daemon on Postgres', (own) => {
  test('doctor beside a daemon looks into the store itself, and counts what is set aside', async () => {
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

test('P9: doctor names the designs that the next daily removal takes, and no others', async () => {
  const folder = temporaryFolder();
  await storeWithDesigns(folder);
  const { stdout } = await calledHere(folder, ['doctor']);
  const [line] = stdout.match(/^store .*$/m) ?? [];
  expect(line).toMatch(
    new RegExp(`^store +ok +SQLite .*removed next, at 03:17 UTC: ${OLD.slice(-8)}$`),
  );
});
