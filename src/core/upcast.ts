/**
 * Brings an event that was stored in an earlier shape into the present one, before it is parsed (P6). An event never
 * changes where it is stored, and its hash is over what was stored. Anything that is not an event in an earlier shape
 * comes back as it is: what a later shape only adds, and may leave out, needs nothing here. `test/core/upcast.test.ts`
 * replays one recorded stream per shape.
 */
export function upcast(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('type' in stored)) return stored;
  // Shape 1: a process was known by its pid alone.
  if (stored.type === 'session_ready' && !('process' in stored)) return { ...stored, process: '' };
  // Shape 2: a thread did not know who had started its design.
  if (stored.type === 'design_started' && 'thread' in stored && isThreadWithoutStarter(stored.thread)) {
    return { ...stored, thread: { ...stored.thread, starter: '' } };
  }
  return stored;
}

function isThreadWithoutStarter(thread: unknown): thread is object {
  return typeof thread === 'object' && thread !== null && !('starter' in thread);
}
