import type { Store } from '../../../engine/ports/store.ts';
import { OwnershipLostError } from '../../../foundation/fault.ts';
import { eq } from '../drizzle.ts';
import { BrokenInvariant } from '../faults.ts';
import { storedId } from '../records/design.ts';
import { checkedAnswers } from '../records/rows.ts';
import type { Database } from './database.ts';
import { inbox } from './schema.ts';
import { acceptStatement, answerStatement } from './statements.ts';

/** Commands from outside. */
export function inboxStore({ db, rows, execute }: Database): Pick<Store, 'accept' | 'markHandled'> {
  return {
    /**
     * Stores a command from outside once, however often it is delivered, and makes its design due (P5). The design gets its row
     * here, so that it can be owned before its first event.
     */
    async accept(entry) {
      const { id, designId } = entry;
      const accepted = await execute(acceptStatement(entry));
      if (accepted.length > 0) return { fresh: true, designId };
      const [first] = await rows(db.select({ designId: inbox.designId }).from(inbox).where(eq(inbox.id, id)));
      if (first === undefined) throw new BrokenInvariant(`inbox entry ${id} was refused and is not there`);
      return { fresh: false, designId: storedId(first.designId) };
    },
    async markHandled(designId, epoch, handled) {
      if (handled.length === 0) return;
      const [counted] = await execute<{ owned: boolean; marked: number }>(
        answerStatement(designId, epoch, checkedAnswers(handled)),
      );
      if (counted?.owned !== true) throw new OwnershipLostError(designId, epoch);
      if (counted.marked === handled.length) return;
      throw new BrokenInvariant(`an inbox entry of design ${designId} was not waiting to be handled`);
    },
  };
}
