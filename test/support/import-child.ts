/**
 * A process of its own that imports a file and kills itself at a moment of it: `node import-child.ts <file> <folder>
 * <database or nothing> <moment>`, the moment in the words of `kill-point.ts`, with the ports `store` and `staging`.
 */
import { readExport } from '../../src/adapters/files/export-file.ts';
import { transferFiles } from '../../src/adapters/files/transfer-files.ts';
import { openTransfer } from '../../src/entry/open-store.ts';
import { importLines } from '../../src/runtime/transfer/import.ts';
import { KillPoint } from './kill-point.ts';
import { silentLog } from './silent-log.ts';

const [path = '', dataDir = '', databaseUrl = '', moment = ''] = process.argv.slice(2);
const point = new KillPoint(moment, dataDir, () => process.kill(process.pid, 'SIGKILL'));
const place = { databaseUrl: databaseUrl === '' ? null : databaseUrl, dataDir };
const store = await openTransfer(place, { alone: false, log: silentLog });
await importLines(readExport(path), {
  store: point.around('store', store),
  files: point.around('staging', transferFiles(dataDir)),
  onProgress: () => undefined,
});
