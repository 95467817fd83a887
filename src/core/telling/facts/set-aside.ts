import type { DesignId } from '../../vocabulary/ids.ts';
import { type Document, wordsDocument } from '../document.ts';

/** Answers somebody who says or wants something of a design that is set aside. */
export const IS_SET_ASIDE =
  'This design is set aside: what is stored of it is not what was recorded. Nothing was done. An operator can bring it back from a backup.';

/** Says in its thread that a design is set aside, without a word of what is stored of it. `reason` continues *of it*. */
export function setAsideDocument(_id: DesignId, reason: string): Document {
  return wordsDocument(
    `This design is set aside: what is stored of it is not what was recorded (${reason}). It has stopped, and no model is shown any of it. An operator can bring it back from a backup.`,
  );
}
