import pLimit from 'p-limit';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Claim, Fleet } from '../../../runtime/ports/fleet.ts';
import { storedId } from '../records/design.ts';
import { type Database, execute, type Run, rowsOf, type Statement, sql } from './database.ts';

/** Returns ownership of designs. `member` answers with this daemon's number in `daemons`, joining first if needed. */
export function ownership(
  run: Run,
  member: () => Promise<number>,
): Pick<Fleet, 'claim' | 'claimDue' | 'withMail' | 'release'> {
  const claims = new Claims(run, member);
  return {
    async claim(designId) {
      const [claimed] = await claims.take(
        ({ me, held }) => sql`select id from designs
          where id = ${designId} and set_aside is null and (owner is null or (owner = ${me} and not id in (${held})))
          for update skip locked`,
      );
      return claimed?.epoch ?? null;
    },
    claimDue: (now, limit, passedOver = []) =>
      claims.take(
        ({ me, held }) => sql`select id from designs
          where (owner is null and set_aside is null and due_at <= ${now}
            and not id in (select json_array_elements_text(${JSON.stringify(passedOver)}::json))) or (owner = ${me} and not id in (${held}))
          order by due_at, id limit ${limit} for update skip locked`,
      ),
    async withMail() {
      const me = await member();
      const rows = await rowsOf<{ id: string }>(
        run,
        sql`select id from designs where owner = ${me} and exists (
          select from inbox where inbox.design_id = designs.id and inbox.answer is null)`,
      );
      return rows.map(({ id }) => storedId(id));
    },
    async release({ designId, epoch }, dueAt, arrivals) {
      await rowsOf(
        run,
        sql`update designs set owner = null, epoch = epoch + 1,
            due_at = case when arrivals = ${arrivals} then ${dueAt}::bigint else 0 end
          where id = ${designId} and epoch = ${epoch} and owner is not null`,
      );
      claims.forget({ designId, epoch });
    },
  };
}

/**
 * The designs that this daemon knows to be its own. A claim with a lost response is stored, but unknown here: such designs are
 * claimed again with the due ones. Therefore claims are made one at a time.
 */
class Claims {
  readonly #run: Run;
  readonly #member: () => Promise<number>;
  readonly #held = new Map<DesignId, number>();
  #heldAs = 0;
  readonly #oneAfterTheOther = pLimit(1);

  constructor(run: Run, member: () => Promise<number>) {
    this.#run = run;
    this.#member = member;
  }

  take(wanted: (claimant: { me: number; held: Statement }) => Statement): Promise<Claim[]> {
    return this.#oneAfterTheOther(() => this.#take(wanted));
  }

  forget({ designId, epoch }: Claim): void {
    if (this.#held.get(designId) === epoch) this.#held.delete(designId);
  }

  async #take(wanted: (claimant: { me: number; held: Statement }) => Statement): Promise<Claim[]> {
    const me = await this.#member();
    // A daemon that came back after an eviction owns nothing of its former designs.
    if (me !== this.#heldAs) this.#held.clear();
    this.#heldAs = me;
    const ids = JSON.stringify([...this.#held.keys()]);
    const held = sql`select json_array_elements_text(${ids}::json)`;
    const claims = await claimWanted(this.#run, me, wanted({ me, held }));
    for (const { designId, epoch } of claims) this.#held.set(designId, epoch);
    return claims;
  }
}

/**
 * Claims the wanted designs. An evicted daemon owns nothing more: a lock on its row keeps everyone from evicting it until the
 * designs are its own.
 */
async function claimWanted(run: Run, me: number, wanted: Statement): Promise<Claim[]> {
  const rows = await rowsOf<{ id: string; epoch: number }>(
    run,
    sql`with me as (select id from daemons where id = ${me} for key share),
      wanted as (${wanted})
      update designs set owner = me.id, epoch = epoch + 1, due_at = 0 from me, wanted
      where designs.id = wanted.id returning designs.id, designs.epoch`,
  );
  return rows.map(({ id, epoch }) => ({ designId: storedId(id), epoch }));
}

/**
 * Makes designs of missing daemons due at once. Removing a daemon comes first, in a statement of its own: only then does this
 * one surely see everything that it ever owned.
 */
export async function freeOrphans(database: Database): Promise<number> {
  const freed = await execute(
    database,
    sql`update designs set owner = null, epoch = epoch + 1, due_at = 0
      where owner is not null and not exists (select from daemons where daemons.id = designs.owner) returning id`,
  );
  return freed.length;
}
