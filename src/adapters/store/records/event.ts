import { isDeepStrictEqual } from 'node:util';
import { DesignEvent } from '../../../core/events.ts';
import { upcast } from '../../../core/upcast.ts';
import { Fault } from '../../../runtime/fault.ts';
import type { StoredEvent } from '../../../runtime/ports/store.ts';
import { conforming, storableJson } from './json.ts';

/**
 * An event as JSON text: of the closed vocabulary (P6), bounded, and exactly what will be read back, since its hash was
 * taken from it (P7). Throws `Fault('invalid_record')`.
 */
export function checkedEvent(event: DesignEvent): string {
  const what = `the event ${event.type}`;
  const parsed = conforming(DesignEvent, what, event);
  if (!isDeepStrictEqual(parsed, event)) {
    throw new Fault('invalid_record', `${what} was not passed through its schema before it was recorded`);
  }
  return storableJson(what, event);
}

/** In the present shape, whichever it was stored in. Throws `Fault('invalid_record')` for what this version of the code cannot read. */
export function readEvent(row: { seq: number; payload: unknown; hash: string }): StoredEvent {
  const present = upcast(row.payload);
  return {
    seq: row.seq,
    event: conforming(DesignEvent, `stored event ${row.seq}`, present),
    ...(present === row.payload ? {} : { recorded: row.payload }),
    hash: row.hash,
  };
}
