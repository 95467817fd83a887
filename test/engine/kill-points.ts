/** Numbered moments around everything that an owner writes, posts or begins, at which a process dies. */

import type { SpawnSession } from '#sessions/session.ts';
import type { Store } from '#store/store.ts';

export interface Points {
  readonly names: string[];
  /** Dies, or stands still, here if it is its turn. */
  pass(name: string): void;
}

/** `at`: `after commit#3`, the third time; empty: never. */
export function countPoints(at: string, signal: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL'): Points {
  const times = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    pass(name) {
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      names.push(`${name}#${time}`);
      if (names.at(-1) === at) process.kill(process.pid, signal);
    },
  };
}

const WRITES = [
  'putCommand',
  'claim',
  'commit',
  'putPost',
  'putFile',
  'startTurn',
  'reserve',
  'settle',
  'release',
] as const;

/** Before and after each write, and after each event and file: `stored reply_recorded`. */
export function withPoints(store: Store, { pass }: Points): Store {
  const wrapped: Record<string, unknown> = { ...store };
  for (const name of WRITES)
    wrapped[name] = async (...given: never[]) => {
      pass(`before ${name}`);
      const write = store[name] as (...all: never[]) => Promise<unknown>;
      const result = await write(...given);
      pass(`after ${name}`);
      return result;
    };
  const counted = wrapped as unknown as Store;
  return {
    ...counted,
    async commit(commit) {
      await counted.commit(commit);
      for (const { event } of commit.events) pass(`stored ${event.type}`);
    },
    async putFile(designId, epoch, name, bytes) {
      await counted.putFile(designId, epoch, name, bytes);
      pass(`stored ${name}`);
    },
  };
}

export function spawnWithPoints(spawn: SpawnSession, { pass }: Points): SpawnSession {
  return (options) => {
    pass('before spawn');
    const session = spawn(options);
    void session.ready.then(() => pass('ready'));
    return session;
  };
}
