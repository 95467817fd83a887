import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effect } from '#core/vocabulary/effects.ts';
import { type Evidence, eventsOf } from './evidence.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Effects of which nothing is left to be done when their design has moved on; the others are owed
 * to people.
 */
const MAY_BE_DROPPED: Readonly<Record<string, boolean>> = {
  start_session: true,
  stop_session: true,
  ask: true,
  write_files: false,
  tell_superseded: false,
  post: false,
  acknowledge: false,
  // Said once at most: after a crash nobody knows if it was.
  tell_requester: true,
  tell_starter: true,
  finish_thread: false,
  show_standing: false,
} satisfies Record<Effect['type'], boolean>;

/** P4: nothing is left to be done, and what was done has its proof. */
export function checkEffects({ tables, messages }: Evidence): Finding[] {
  const receipts = new Set(messages.map(({ id, receipt }) => `${id} ${receipt}`));
  return tables.effects.flatMap(({ id, design_id: designId, effect, state, receipt }) => {
    const report = (what: string) => [
      finding('P4', designId, `effect ${id} (${effect.type}) ${what}`),
    ];
    if (state !== 'done' && state !== 'dropped') return report(`is ${state} still`);
    // A reminder that comes too late is not posted.
    const isReminder =
      effect.type === 'post' &&
      (effect as Extract<Effect, { type: 'post' }>).post.kind === 'reminder';
    if (state === 'dropped')
      return isReminder || MAY_BE_DROPPED[effect.type] === true ? [] : report('was dropped');
    if (effect.type === 'post' && !receipts.has(`${id} ${receipt}`))
      return report('has no true receipt');
    return [];
  });
}

/** Nobody owns anything when nobody runs, and nothing waits to be owned. */
export function checkOwnership({ tables }: Evidence): Finding[] {
  const leases =
    tables.daemons === 0 ? [] : [finding('A8', 'daemons', `${tables.daemons} leases are left`)];
  return [
    ...leases,
    ...tables.designs.flatMap(({ id, owner, due_at: dueAt }) => [
      ...(owner === null ? [] : [finding('A8', id, `is owned by ${owner} still`)]),
      ...(dueAt === null ? [] : [finding('A8', id, 'has ended and waits to be taken up again')]),
    ]),
  ];
}

/** P3: every file that a design says it has written is in one data folder, byte for byte. */
export function checkBundles({ tables, folders }: Evidence): Finding[] {
  return tables.designs.flatMap(({ id }) => {
    const written = eventsOf(tables, id).findLast((event) => event.type === 'files_written');
    if (written === undefined) return [finding('P3', id, 'has no files')];
    const isThere = (folder: string) =>
      written.files.every(
        ({ name, sha256 }) => hashOf(join(folder, 'designs', id, name)) === sha256,
      );
    return folders.some(isThere) ? [] : [finding('P3', id, 'has files that no daemon has')];
  });
}

/** C13, C18: no process outlives the daemons. */
export function checkProcesses({ processes }: Evidence): Finding[] {
  return processes.map(({ pid, command }) =>
    finding('C13', `process ${pid}`, `runs still: ${command}`),
  );
}

function hashOf(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
