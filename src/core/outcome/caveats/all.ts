import { decidedOf } from '../../decision/decided.ts';
import { type Caveat, orderCaveats } from '../../vocabulary/caveat.ts';
import type { Design } from '../../vocabulary/design.ts';
import { courseCaveatsIn } from './course.ts';
import { peopleCaveatsIn, unreadCaveatsIn } from './people.ts';
import { textCaveatsIn } from './text.ts';

/**
 * Everything that could make the reader of this decision wrong, the gravest first; empty without a decision. Once the outcome is
 * settled, the recorded ones, with the words that nobody has read since.
 */
export function caveatsIn(design: Design): Caveat[] {
  const { settled } = design;
  if (decidedOf(design) === null) return [];
  if (settled === null)
    return orderCaveats([...peopleCaveatsIn(design), ...textCaveatsIn(design), ...courseCaveatsIn(design)]);
  const recorded = settled.caveats.filter(({ kind }) => kind !== 'unread_words');
  return orderCaveats([...unreadCaveatsIn(design), ...recorded]);
}
