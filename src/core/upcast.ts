/**
 * P6: brings an event that was stored in an earlier shape into the present one, before it is parsed. An event never
 * changes where it is stored, and its hash is over what was stored. Anything that is not an event in an earlier shape
 * comes back as it is. `test/core/upcast.test.ts` replays one recorded stream per shape.
 */
export function upcast(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('type' in stored)) return stored;
  // Shape 1: a process was known by its pid alone.
  if (stored.type === 'session_ready' && !('process' in stored)) return { ...stored, process: '' };
  return stored;
}
