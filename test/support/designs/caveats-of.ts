import { findCaveats } from '#core/outcome/caveats/all.ts';
import type { CaveatKind, CaveatOf } from '#core/vocabulary/caveat.ts';
import type { World } from './given.ts';

/** The caveats of this kind that its decision has now. */
export function caveatsOf<Kind extends CaveatKind>(
  { design }: Pick<World, 'design'>,
  kind: Kind,
): CaveatOf<Kind>[] {
  return findCaveats(design).filter((each): each is CaveatOf<Kind> => each.kind === kind);
}
