import type { DesignId } from '../../core/ids.ts';
import { type CliContext, cliContext } from './cli-context.ts';
import { findDesign, type Opened, openSource } from './open-source.ts';

export interface FoundDesign extends Opened {
  readonly id: DesignId;
  readonly context: CliContext;
}

/** Opens what there is, finds the design, does the work, and closes again. */
export async function withDesign<Result>(
  given: string,
  work: (found: FoundDesign) => Promise<Result>,
): Promise<Result> {
  const context = cliContext();
  const opened = await openSource(context);
  try {
    const id = await findDesign(opened, given);
    if (opened === null) throw new Error('broken invariant: a design was found nowhere');
    return await work({ ...opened, id, context });
  } finally {
    await opened?.source.close();
  }
}
