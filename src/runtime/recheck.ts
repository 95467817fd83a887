import { placesToFollow, recheckOf } from '../core/afterwards/recheck.ts';
import { rechecksOf } from '../core/afterwards/standing.ts';
import type { Lines } from '../core/citation/place.ts';
import { decisionInForce } from '../core/outcome/outcome.ts';
import type { Refusal } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Pinned, Recheck } from '../core/vocabulary/events.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import type { Signed } from '../core/vocabulary/via.ts';
import { DAY_MS } from './day.ts';
import type { Engine } from './engine/engine.ts';
import { Fault } from './fault.ts';
import type { Followed } from './ports/repository.ts';

/** Follows lines of a repository to a commit, or to its present one (`null`); `null` where it is not known any more. */
export type FollowLines = (
  pinned: Pick<Pinned, 'name' | 'commit'>,
  at: string | null,
  lines: readonly Lines[],
) => Promise<Followed | null>;

export interface RecheckParts {
  readonly engine: Pick<Engine, 'design' | 'parts'> & {
    command(...given: Parameters<Engine['command']>): Pick<ReturnType<Engine['command']>, 'answered'>;
  };
  readonly follow: FollowLines;
}

/** Designs that the daily look goes through at most, the newest first, and those of one page of the list. */
const [MAX_LOOKED_AT, PAGE] = [2_000, 100];

/**
 * Looks if what a decision rests on still stands, and records it with the decision (J14). Returns a refusal for a design without a
 * decision. Throws `Fault` for a commit or a repository that cannot be read.
 */
export async function recheck(
  { engine, follow }: RecheckParts,
  design: Design,
  asked: Signed & { readonly at: string | null },
  key?: string,
): Promise<Recheck | Refusal> {
  const { repository, followUpOf } = design;
  const places = placesToFollow(design);
  const followed =
    repository === null || places.length === 0 ? null : await follow(repository, asked.at, places);
  const { commit, tracked } = followed ?? {
    commit: '',
    tracked: places.map((lines) => ({ lines, state: 'unknown' as const, now: null })),
  };
  const earlier = followUpOf === undefined ? null : await engine.design(followUpOf);
  const { clock } = engine.parts;
  const found = recheckOf(design, { commit, tracked, at: clock.now() }, earlier);
  const command = { type: 'record_recheck', recheck: found, by: asked.by, via: asked.via } as const;
  const answered = await engine.command(design.id, command, key).answered;
  return answered.accepted ? found : answered.refusal;
}

/** Looks again at every decision that ended, or was looked at, more than so many days ago. One that cannot be read is logged. */
export async function recheckAll(parts: RecheckParts, everyDays: number, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = parts.engine.parts;
  let before: DesignId | undefined;
  for (let seen = 0; seen < MAX_LOOKED_AT && !signal.aborted; ) {
    const page = await store.list({ limit: PAGE, ...(before === undefined ? {} : { before }) });
    for (const { id } of page) {
      if (signal.aborted) return;
      const design = await parts.engine.design(id);
      if (design === null || !isDue(design, clock.now() - everyDays * DAY_MS)) continue;
      try {
        await recheck(parts, design, { at: null, by: '' });
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        log.warn('recheck_failed', { designId: id, error });
      }
    }
    seen += page.length;
    before = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

function isDue(design: Design, since: number): boolean {
  const { end } = design;
  if (end === null || design.rehearsal || decisionInForce(design) === null) return false;
  return (rechecksOf(design).at(-1)?.at ?? end.at) < since;
}
