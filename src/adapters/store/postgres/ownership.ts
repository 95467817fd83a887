import pLimit from 'p-limit';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Claim, Fleet } from '../../../engine/ports/fleet.ts';
import { and, eq, exists, isNotNull, isNull, notExists, sql } from '../drizzle.ts';
import { storedId } from '../records/design.ts';
import type { Database, Statement } from './database.ts';
import { daemons, designs, inbox } from './schema.ts';
import { claimStatement, dueDesigns, wantedDesign } from './statements.ts';

const FREE = { owner: null, epoch: sql`${designs.epoch} + 1` };

export function ownership(
  database: Database,
  member: () => Promise<number>,
): Pick<Fleet, 'claim' | 'claimDue' | 'owned' | 'release'> {
  const { db, rows } = database;
  const claims = new Claims(database, member);
  return {
    async claim(designId) {
      const [claimed] = await claims.take((claimant) => wantedDesign(designId, claimant));
      return claimed?.epoch ?? null;
    },
    claimDue: (now, limit, passedOver = []) =>
      claims.take((claimant) => dueDesigns(now, limit, passedOver, claimant)),
    async owned() {
      const waiting = and(eq(inbox.designId, designs.id), isNull(inbox.answer));
      const hasMail = exists(db.select({ id: inbox.id }).from(inbox).where(waiting)).mapWith(Boolean);
      const { id, epoch, version } = designs;
      const isMine = eq(designs.owner, await member());
      const found = await rows(db.select({ id, epoch, version, hasMail }).from(designs).where(isMine));
      return found.map((row) => ({ ...row, designId: storedId(row.id) }));
    },
    async release({ designId, epoch }, dueAt, arrivals) {
      const due = sql`case when ${designs.arrivals} = ${arrivals} then ${dueAt}::bigint else 0 end`;
      const isHeld = and(eq(designs.id, designId), eq(designs.epoch, epoch), isNotNull(designs.owner));
      await rows(
        db
          .update(designs)
          .set({ ...FREE, dueAt: due })
          .where(isHeld),
      );
      claims.forget({ designId, epoch });
    },
  };
}

type Wanted = (claimant: { readonly me: number; readonly held: readonly string[] }) => Statement;

/**
 * Designs that this daemon knows it owns. A claim whose response is lost is stored but unknown here, so the design is
 * claimed again like a due one. Claims are therefore made one at a time.
 */
class Claims {
  readonly #database: Database;
  readonly #member: () => Promise<number>;
  readonly #held = new Map<DesignId, number>();
  #heldAs = 0;
  readonly #oneAfterTheOther = pLimit(1);

  constructor(database: Database, member: () => Promise<number>) {
    this.#database = database;
    this.#member = member;
  }

  take(wanted: Wanted): Promise<Claim[]> {
    return this.#oneAfterTheOther(() => this.#take(wanted));
  }

  forget({ designId, epoch }: Claim): void {
    if (this.#held.get(designId) === epoch) this.#held.delete(designId);
  }

  async #take(wanted: Wanted): Promise<Claim[]> {
    const me = await this.#member();
    // After an eviction, the daemon no longer owns its former designs.
    if (me !== this.#heldAs) this.#held.clear();
    this.#heldAs = me;
    const claimant = { me, held: [...this.#held.keys()] };
    const claimed = await this.#database.execute<{ id: string; epoch: number }>(
      claimStatement(me, wanted(claimant)),
    );
    const claims = claimed.map(({ id, epoch }) => ({ designId: storedId(id), epoch }));
    for (const { designId, epoch } of claims) this.#held.set(designId, epoch);
    return claims;
  }
}

/**
 * Makes designs of missing daemons due at once. Delete a daemon in an earlier statement: only then does this one see all that
 * it owned.
 */
export async function freeOrphans({ db, rows }: Database): Promise<void> {
  const its = db.select({ id: daemons.id }).from(daemons).where(eq(daemons.id, designs.owner));
  const isOrphan = and(isNotNull(designs.owner), notExists(its));
  await rows(
    db
      .update(designs)
      .set({ ...FREE, dueAt: 0 })
      .where(isOrphan),
  );
}
