import type { AuditLog } from '../engine/ports/audit-log.ts';
import { type Act, type AuditParts, noteAct } from './audit.ts';

/** Milliseconds in which equal refusals become one entry, and the most kinds distinguished in that time. */
const WINDOW_MS = 10_000;
const MAX_WINDOWS = 20;
const OTHERS = 'others';

interface Window {
  readonly act: Act;
  /** Repetitions not noted yet. */
  untold: number;
  end: Disposable;
}
type Windows = Map<string, Window>;

/** Shared by all users of a log. */
const windowsOf = new WeakMap<AuditLog, Windows>();

/**
 * Notes a refusal that people can cause at will: the first at once, its repetitions once after ten seconds, with their
 * number. `key`: who is refused what.
 */
export function noteRefusal(parts: AuditParts, key: string, refused: Omit<Act, 'outcome'>): void {
  const windows = windowsOf.getOrInsertComputed(parts.audit, () => new Map());
  const act = { ...refused, outcome: 'refused' } as const;
  const own = windows.get(key);
  if (own !== undefined) own.untold += 1;
  else if (windows.size < MAX_WINDOWS) open(parts, windows, key, act);
  else addToOthers(parts, windows, act);
}

/** Notes outstanding repetitions without waiting. Call before closing the store. */
export async function noteRepetitions(parts: AuditParts): Promise<void> {
  const windows = windowsOf.get(parts.audit) ?? new Map<string, Window>();
  const last = [...windows.values()];
  windows.clear();
  for (const { end } of last) end[Symbol.dispose]();
  await Promise.all(last.map((window) => noteUntold(parts, window)));
}

function open(parts: AuditParts, windows: Windows, key: string, act: Act): void {
  const end = atEndOfWindow(parts, windows, key);
  windows.set(key, { act, untold: 0, end });
  void noteAct(parts, act);
}

/** A window without repetitions ends; one with some is noted and followed by the next. */
function atEndOfWindow(parts: AuditParts, windows: Windows, key: string): Disposable {
  return parts.clock.at(parts.clock.now() + WINDOW_MS, () => {
    const window = windows.get(key);
    if (window === undefined) return;
    if (window.untold === 0) {
      windows.delete(key);
      return;
    }
    void noteUntold(parts, window);
    window.untold = 0;
    window.end = atEndOfWindow(parts, windows, key);
  });
}

function addToOthers(parts: AuditParts, windows: Windows, act: Act): void {
  const others = windows.get(OTHERS);
  if (others === undefined) open(parts, windows, OTHERS, ofOthers(act));
  else others.untold += 1;
}

/** One entry for refusals of many kinds, without person and act. */
function ofOthers(act: Act): Act {
  return {
    ...act,
    who: 'unknown',
    what: 'several',
    designId: null,
    detail: 'refusals of many kinds',
    from: '',
  };
}

async function noteUntold(parts: AuditParts, { act, untold }: Window): Promise<void> {
  if (untold > 0)
    await noteAct(parts, { ...act, detail: `${untold} more within ten seconds: ${act.detail}` });
}
