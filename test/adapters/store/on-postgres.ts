import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach } from 'vitest';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import type { Log } from '#foundation/log.ts';
import {
  ownDatabase,
  ownStoreDatabase,
  reachablePostgres,
} from '../../support/databases/postgres.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { needing } from '../../support/runner/needing.ts';

const { describe } = await needing('postgres');
const server = await reachablePostgres();

export interface OwnDatabase {
  readonly url: string;
  readonly name: string;
  readonly admin: postgres.Sql;
  open(options?: {
    statementMs?: number;
    callMs?: number;
    log?: Log;
  }): ReturnType<typeof openPostgresStore>;
  /** Another one, with nothing in it. */
  another(): ReturnType<typeof ownDatabase>;
  query(statement: string): Promise<unknown[]>;
  /** A connection of the test's own, which the test ends. */
  connect(): postgres.Sql;
}

/** Tests of which each has a database of its own, with nothing in it. */
export function describeOnPostgres(
  name: string,
  options: { readonly timeout?: number },
  tests: (own: OwnDatabase) => void,
): void {
  describe(name, options, () => {
    let made: Awaited<ReturnType<typeof ownDatabase>>;
    beforeEach(async () => {
      made = await ownDatabase(server.url ?? '');
    });
    afterEach(() => made.drop());
    tests(ownOf(() => made));
  });
}

/** Tests of which each has a database of its own, with a store that nothing is in. */
export function describeOnStores(name: string, tests: (own: OwnDatabase) => void): void {
  describe(name, () => {
    let made: Awaited<ReturnType<typeof ownStoreDatabase>>;
    beforeEach(async () => {
      made = await ownStoreDatabase(server.url ?? '');
    });
    afterEach(() => made.drop());
    tests(ownOf(() => made));
  });
}

function ownOf(made: () => Awaited<ReturnType<typeof ownDatabase>>): OwnDatabase {
  return {
    get url() {
      return made().url;
    },
    get name() {
      return made().name;
    },
    get admin() {
      return made().admin;
    },
    open: (options = {}) => openPostgresStore({ url: made().url, log: keepLog(), ...options }),
    another: () => ownDatabase(server.url ?? ''),
    query: (statement) => queried(made().url, statement),
    connect: () => postgres(made().url, { max: 1, onnotice: () => undefined }),
  };
}

async function queried(url: string, statement: string): Promise<unknown[]> {
  const raw = postgres(url, { max: 1, onnotice: () => undefined });
  const found = await raw.unsafe(statement);
  await raw.end();
  return [...found];
}

/** A daemon in a separate process, and its output so far. */
export interface ChildDaemon {
  readonly child: ChildProcess;
  readonly said: Record<string, unknown>[];
}

/**
 * Starts such a program of `test/support/processes`; all that it has started are killed after each
 * test.
 */
export function childDaemons(program: string): (...words: readonly string[]) => ChildDaemon {
  const file = fileURLToPath(new URL(`../../support/processes/${program}`, import.meta.url));
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      const gone =
        child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      child.kill('SIGKILL');
      await gone;
    }
  });
  return (...words) => {
    const child = spawn(process.execPath, [file, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const said: Record<string, unknown>[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => said.push(JSON.parse(line)));
    return { child, said };
  };
}
