import { rechecksOf } from '../../afterwards/standing.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { clickable, type Document, document, line, lines, list, section } from '../document.ts';
import { recheckLines, recheckSummary, speaksAgainst } from '../facts/recheck.ts';

/** Lines of a post at most; the rest is read with `charrette recheck`. */
const SHOWN = 12;

/** The first look by schedule that found something: the thread is told once. `null` where there is none. */
export function toldRecheck(design: Design): EventOf<'decision_rechecked'> | null {
  return rechecksOf(design).find((event) => event.by === '' && speaksAgainst(event)) ?? null;
}

/** Tells a thread that what its decision rests on is not as it was, with a way to go on (J14). */
export function recheckDocument(design: Design): Document {
  const found = toldRecheck(design);
  if (found === null) throw new Error('broken invariant: nothing was found that speaks against it');
  const head = line`Does it still hold? Looked at again${recheckSummary(found)}`;
  const sections = () => [section(lines(head)), list(recheckLines(design, found).slice(0, SHOWN))];
  return document(head, sections, { clickable: clickable(design.id, [{ kind: 'follow_up' }]) });
}
