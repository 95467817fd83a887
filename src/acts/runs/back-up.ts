import { Fault } from '../../foundation/fault.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import { Problem } from '../problem.ts';

/**
 * Copies the store to a file that only the command line on the same data folder may name. `into`:
 * the backup it becomes a part of.
 */
export async function backUp(
  { backup }: Pick<ActParts, 'backup'>,
  _: Who,
  {
    body: { file, into },
    detail,
  }: Pick<ActRequest, 'detail'> & { readonly body: Record<'file' | 'into', string> },
) {
  if (backup === null)
    throw new Problem(
      'conflict',
      'This daemon stores its designs in Postgres. Back it up with pg_dump.',
    );
  detail(`to ${into}`);
  try {
    await backup(file);
  } catch (error) {
    // The operator at the command line sees no log.
    if (error instanceof Fault)
      throw new Problem('unavailable', error.message, { fault: error.code });
    throw error;
  }
  return {};
}
