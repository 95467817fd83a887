/**
 * The command line as it is, which at the moment `KILL_POINT` kills itself; of the files, those
 * below `KILL_FOLDER` count (`kill-point.ts`).
 */
import { KillPoint } from './kill-point.ts';

const { KILL_POINT: name = '', KILL_FOLDER: folder = '' } = process.env;
new KillPoint(name, folder, () => process.kill(process.pid, 'SIGKILL')).watchFiles();
await import('#entry/charrette.ts');
