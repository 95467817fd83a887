/**
 * Everything that could make the reader of a decision wrong, as kinds with facts, the gravest
 * first. src/presentation/judged/caveats.ts has the words.
 *
 * @example
 * findCaveats(design).map(({ kind }) => kind); // ['contradicts_person', 'dissent']
 */

import { cutText } from '#foundation/cut-text.ts';
import { decidedOf } from '../../decision/decided.ts';
import { CAVEAT_CHARACTERS, type Caveat, orderCaveats } from '../../vocabulary/caveat.ts';
import type { Design } from '../../vocabulary/design.ts';
import { findCourseCaveats } from './course.ts';
import { findPeopleCaveats, findUnreadCaveats } from './people.ts';
import { findTextCaveats } from './text.ts';

/**
 * Everything that could make the reader of this decision wrong, the gravest first; empty without a
 * decision. Once the outcome is settled, the recorded ones, with the words that nobody has read
 * since.
 */
export function findCaveats(design: Design): Caveat[] {
  const { settled } = design;
  if (decidedOf(design) === null) return [];
  if (settled === null)
    return bound([
      ...findPeopleCaveats(design),
      ...findTextCaveats(design),
      ...findCourseCaveats(design),
    ]);
  const recorded = settled.caveats.filter(({ kind }) => kind !== 'unread_words');
  return bound([...findUnreadCaveats(design), ...recorded]);
}

/** In their order, with texts of models and people as long as an event may have them. */
function bound(caveats: readonly Caveat[]): Caveat[] {
  return orderCaveats(caveats).map((caveat) => cutTexts(caveat));
}

function cutTexts<Of>(value: Of): Of;
function cutTexts(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value, CAVEAT_CHARACTERS, '…');
  if (Array.isArray(value)) return value.map((each) => cutTexts(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, cutTexts(each)]));
}
