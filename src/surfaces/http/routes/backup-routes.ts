import { Problem } from '../../../acts/problem.ts';
import { ACTS } from '../../../acts/table.ts';
import type { OpenedStore } from '../../../engine/ports/opened-store.ts';
import { Fault } from '../../../foundation/fault.ts';
import { type Handled, handled } from '../handled.ts';

/** Copies the store to a file that only the command line on the same data folder may name. */
export function backupRoutes({ backup }: Pick<OpenedStore, 'backup'>): Handled[] {
  const copy = handled(ACTS.back_up, async ({ context, body: { file } }) => {
    if (backup === null)
      throw new Problem('conflict', 'This daemon stores its designs in Postgres. Back it up with pg_dump.');
    context.set('about', `to ${file}`);
    try {
      await backup(file);
    } catch (error) {
      // The operator at the command line sees no log.
      if (error instanceof Fault) throw new Problem('unavailable', error.message, { fault: error.code });
      throw error;
    }
    return context.json({});
  });
  return [copy];
}
