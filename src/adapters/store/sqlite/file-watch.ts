import { statSync } from 'node:fs';

/**
 * Returns a function that runs a change of ours to a store's file, unless the file or its log was removed, emptied, replaced or
 * written by anything else since the last one: then it throws `fault`. SQLite itself would go on writing where no later start finds it.
 */
export function watchFile(file: string, fault: Error) {
  const look = () => [file, `${file}-wal`].map(identify);
  let noted = look();
  return <Result>(change: () => Result): Result => {
    if (look().some(({ id, state }, at) => id !== noted[at]?.id || state !== noted[at]?.state)) throw fault;
    try {
      return change();
    } finally {
      const now = look();
      // Only a log can begin with a change of ours. Whatever else is there now came from elsewhere meanwhile.
      const isOurs = now.every(({ id }, at) => id === noted[at]?.id || noted[at]?.id === NONE);
      if (isOurs) noted = now;
    }
  };
}

const NONE = 'none';

/** Which file it is, and what tells whether it was written. Throws for a file that cannot be looked at. */
function identify(path: string): { readonly id: string; readonly state: string } {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined
    ? { id: NONE, state: '' }
    : { id: `${stats.dev}:${stats.ino}`, state: `${stats.size}:${stats.mtimeNs}` };
}
