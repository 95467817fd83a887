import type { DesignId } from '../../core/ids.ts';
import { findDesign, type Opened, openSource } from './open-source.ts';
import { type Surroundings, surroundings } from './surroundings.ts';

export interface FoundDesign extends Opened {
  readonly id: DesignId;
  readonly around: Surroundings;
}

/** Opens what there is, finds the design, does the work, and closes again. */
export async function withDesign<Result>(
  given: string,
  work: (found: FoundDesign) => Promise<Result>,
): Promise<Result> {
  const around = surroundings();
  const opened = await openSource(around);
  try {
    const id = await findDesign(opened, given);
    if (opened === null) throw new Error('broken invariant: a design was found nowhere');
    return await work({ ...opened, id, around });
  } finally {
    await opened?.source.close();
  }
}
