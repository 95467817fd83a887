import { type Document, documentOfWords } from '../format/document.ts';

/** Reason why a design is set aside, using nothing stored. The log has more. */
export const NOT_RECORDED = 'its stored data is not what was recorded';
/**
 * A stored event is whole, and this version cannot read it. `writer`: the newest version that
 * events before it name.
 */
export function sayAnotherVersion(
  designId: string,
  seq: number,
  writer: string | null,
  own: string,
): string {
  const by =
    writer === null || writer === own ? 'another version of Charrette' : `Charrette ${writer}`;
  return `Event ${seq} of design ${designId} was written by ${by}, and this one, ${own}, cannot read it. Nothing was changed: run the version that wrote it.`;
}

/** In lists, in place of its topic. */
export const SET_ASIDE_TOPIC = 'A design that is set aside';
/** In place of a turn's record that is missing or was changed. */
export const NOT_SHOWN = '[This turn is not shown: its stored data is not what was recorded.]';

/** Answers any request about a design set aside. */
export const IS_SET_ASIDE =
  'This design is set aside: its stored data is not what was recorded. Nothing was done. An operator can restore it from a backup.';

/**
 * Says in a design's thread that it is set aside, using nothing stored. `reason` is put in
 * brackets.
 */
export function drawSetAside(reason: string): Document {
  return documentOfWords(
    `This design is set aside: its stored data is not what was recorded (${reason}). It has stopped, and no model is shown any of it. An operator can restore it from a backup.`,
  );
}

/** Says in its thread that the store went back to before a design began. */
export function drawGone(): Document {
  return documentOfWords(
    'The database was set back to before this design began, so the design is gone: nothing of it is stored. It has stopped. Start it again if you still need it.',
  );
}

/** What forgetting a design does not reach. */
export const OUT_OF_REACH =
  'Files on another machine are deleted at its next cleanup. Not deleted: old backups and chat messages. Postgres may keep copies until vacuum.';
