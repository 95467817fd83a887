/**
 * A process of its own that imports a file and kills itself at a moment of it: `node import-child.ts <file> <folder>
 * <database or nothing> <moment>`, the moment in the words of `kill-point.ts`, with the ports `store` and `staging`.
 */
import { openExport } from '../../src/adapters/files/export-file.ts';
import { transferFiles } from '../../src/adapters/files/transfer-files.ts';
import { openPostgresTransfer } from '../../src/adapters/store/postgres/transfer.ts';
import { openSqliteTransfer } from '../../src/adapters/store/sqlite/transfer.ts';
import { importLines } from '../../src/runtime/transfer/import.ts';
import { KillPoint } from './kill-point.ts';

const [path = '', dataDir = '', databaseUrl = '', moment = ''] = process.argv.slice(2);
const point = new KillPoint(moment, dataDir, () => process.kill(process.pid, 'SIGKILL'));
const { lines } = await openExport(path);
const store =
  databaseUrl === ''
    ? await openSqliteTransfer(dataDir)
    : await openPostgresTransfer(databaseUrl, { alone: false });
await importLines(lines, {
  store: point.around('store', store),
  files: point.around('staging', transferFiles(dataDir)),
  onProgress: () => undefined,
});
