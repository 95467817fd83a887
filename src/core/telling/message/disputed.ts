import type { Design } from '../../vocabulary/design.ts';
import type { QuestionId } from '../../vocabulary/ids.ts';
import { clickable, type Document, document, lines, section } from '../document.ts';
import { disputedHeading, disputedLines } from '../facts/question.ts';
import { correctingControls } from '../thread/controls.ts';

/** Asks the starter back about answers that contradict each other; says what holds once that is known. */
export function disputedDocument(design: Design, id: QuestionId): Document {
  return document(disputedHeading(id), (most) => [section(lines(...disputedLines(design, id, most)))], {
    clickable: clickable(design.id, correctingControls(design)),
  });
}
