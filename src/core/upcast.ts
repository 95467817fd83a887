import { withCitations } from './citation/earlier.ts';
import { withPoints } from './divergence/earlier.ts';
import { upcastSynthesis } from './upcast-synthesis.ts';

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
  const present =
    stored.type === 'design_started' && 'thread' in stored && isThreadWithoutStarter(stored.thread)
      ? { ...stored, thread: { ...stored.thread, starter: '' } }
      : stored;
  // Shape 4: what was cut short was everything before synthesis.
  if (present.type === 'deliberation_stopped' && !('dropped' in present))
    return { ...present, dropped: ['questions', 'proposals', 'mapping', 'argument'] };
  // Shape 4: positions were not made of claims, a round argued one divergence, a change of position had its cause in free
  // words, and no person could settle a divergence.
  const pointed = withPoints(present);
  // Shape 4: a brief that nobody had signed came last.
  const synthesis = upcastSynthesis(pointed);
  if (synthesis !== pointed) return synthesis;
  // Shape 4: a citation was one text, and nobody checked it.
  return withCitations(pointed);
}

function isThreadWithoutStarter(thread: unknown): thread is object {
  return typeof thread === 'object' && thread !== null && !('starter' in thread);
}
