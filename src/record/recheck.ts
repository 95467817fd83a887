import { placesToFollow, recheckOf, trackedPlaces } from '../core/follow-up/recheck.ts';
import { headIn } from '../core/presentation/follow-up/published-record.ts';
import { citedIn, type HashedLines } from '../core/presentation/proposals/cited-lines.ts';
import type { Lines } from '../core/proposals/place.ts';
import type { Refusal } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Pinned, Recheck } from '../core/vocabulary/event-parts.ts';
import type { Signed } from '../core/vocabulary/via.ts';
import type { Engine } from '../engine/engine.ts';
import type { Followed } from '../engine/ports/repository.ts';
import { Fault } from '../foundation/fault.ts';

/**
 * Follows lines of a repository to a commit (`null`: its present one). Resolves to `null` if the repository is no
 * longer configured.
 */
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

/**
 * Checks if a decision's evidence still holds, and records the result (J14). Refuses a design without a decision.
 * Throws `Fault` for an unreadable commit or repository.
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

/**
 * Checks if the lines cited by a published record still hold, from its text alone; records nothing. Throws `Fault` for
 * any other text and for an unreadable repository.
 */
export async function recheckRecord(
  record: string,
  follow: (commit: string, lines: readonly HashedLines[]) => Promise<Followed>,
): Promise<Recheck & Pick<Followed, 'isByHash'>> {
  const cited = headIn(record) === null ? null : citedIn(record);
  if (cited === null) throw new Fault('bad_usage', NO_RECORD);
  const nothing = { commit: '', tracked: [], isByHash: false };
  const { commit, tracked, isByHash } =
    cited.lines.length === 0 ? nothing : await follow(cited.commit, cited.lines);
  return { commit, places: trackedPlaces(tracked), revisit: [], contradicted: [], isByHash };
}

const NO_RECORD =
  'This is not a record that charrette publish wrote, or someone changed its front-matter rows that begin with charrette-.';
