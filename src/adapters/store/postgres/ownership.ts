import type { SQL } from 'drizzle-orm';
import pLimit from 'p-limit';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { Claim, Fleet } from '#ports/fleet.ts';
import { and, eq, isNotNull, notExists } from '../drizzle.ts';
import { listOwnedDesigns, makeFree, releaseDesign } from '../ownership.ts';
import { readStoredId } from '../records/design.ts';
import type { Database } from './database.ts';
import { daemons, designs } from './schema.ts';
import { selectDueDesigns, selectWantedDesign, writeClaim } from './statements.ts';

export function createOwnership(
  database: Database,
  member: () => Promise<number>,
): Pick<Fleet, 'claim' | 'claimDue' | 'listOwned' | 'release'> {
  const claims = new Claims(database, member);
  return {
    async claim(designId) {
      const [claimed] = await claims.take((claimant) => selectWantedDesign(designId, claimant));
      return claimed?.epoch ?? null;
    },
    claimDue: (now, limit, which = {}) =>
      claims.take((claimant) => selectDueDesigns(now, limit, which, claimant)),
    listOwned: async () => listOwnedDesigns(database, eq(designs.owner, await member())),
    async release(claim, dueAt, arrivals) {
      await releaseDesign(database, claim, dueAt, arrivals);
      claims.forget(claim);
    },
  };
}

type Wanted = (claimant: { readonly me: number; readonly held: readonly string[] }) => SQL;

/**
 * Designs that this daemon knows it owns. A claim whose response is lost is stored but unknown
 * here, so the design is claimed again like a due one. Claims are therefore made one at a time.
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
      writeClaim(me, wanted(claimant)),
    );
    const claims = claimed.map(({ id, epoch }) => ({ designId: readStoredId(id), epoch }));
    for (const { designId, epoch } of claims) this.#held.set(designId, epoch);
    return claims;
  }
}

/**
 * Makes designs of missing daemons due at once. Delete a daemon in an earlier statement: only then
 * does this one see all that it owned.
 */
export async function freeOrphans({ db, rows, tables }: Database): Promise<void> {
  const its = db.select({ id: daemons.id }).from(daemons).where(eq(daemons.id, designs.owner));
  const isOrphan = and(isNotNull(designs.owner), notExists(its));
  await rows(
    db
      .update(designs)
      .set({ ...makeFree(tables), dueAt: 0 })
      .where(isOrphan),
  );
}
