import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import type { Store } from '#ports/store.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { viewOf } from '#presentation/view/view.ts';
import { loadDesign } from '#record/loading.ts';
import { ownStoreDatabase, reachablePostgres } from '../../support/databases/postgres.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { charrette } from '../cli.ts';
import { afterwards, until, untilShown } from '../waiting.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';

type PersonName = 'Ana' | 'Ben';

const ACCOUNTS = new URL('account.mjs', import.meta.url).href;

/** Nobody vouches for a name at a terminal, and it reads so (D8). */
export const onRecord = (person: PersonName): string => `${person} (terminal)`;

/**
 * Ana runs designs in terminals of hers, and Ben calls `charrette` in another one, with no daemon
 * anywhere.
 */
export async function openStage(settings: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-terminal-'));
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const { store, url } = await ownStore();
  const environmentOf = (person: PersonName) => ({
    DATABASE_URL: url,
    CHARRETTE_DATA_DIR: folder,
    CHARRETTE_REHEARSAL: '1',
    ...settings,
    CHARRETTE_HTTP_PORT: '1',
    TEST_ACCOUNT: person,
    // Git has no name for anybody there.
    HOME: folder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    NODE_OPTIONS: `--import=${ACCOUNTS}`,
  });
  const terminals: PseudoTerminal[] = [];
  const shown = () => terminals.flatMap(({ lines }) => lines);
  const design = () => newest(store);
  return {
    design,
    shown,
    /** Calls `charrette` in a new terminal of Ana; resolves once a design begins there. */
    async run(...words: readonly string[]): Promise<PseudoTerminal> {
      const [before] = await store.list({ limit: 1 });
      const terminal = new PseudoTerminal(words, environmentOf('Ana'), folder);
      afterwards(() => terminal.end());
      terminals.push(terminal);
      await until('a design', async () => {
        const [latest] = await store.list({ limit: 1 });
        return latest !== undefined && latest.id !== before?.id;
      });
      return terminal;
    },
    /** As Ben, in another terminal. */
    async answerAsBen(words: string): Promise<void> {
      await charrette(folder, ['answer', (await design()).id, words], environmentOf('Ben'));
    },
    untilIs: (what: string, isWanted: (view: DesignView) => boolean) =>
      until(what, async () => isWanted(await design())),
    /** Resolves when a line has these words. */
    reads: (words: string) =>
      untilShown(
        words,
        () => shown().join(' ').includes(words),
        shown,
        async () => (await design()).endedAt !== null,
      ),
  };
}

async function ownStore(): Promise<{ store: Store; url: string }> {
  const server = await reachablePostgres();
  if (server.url === null) throw new Error(server.reason);
  const { url, drop } = await ownStoreDatabase(server.url);
  afterwards(drop);
  const { store } = await openPostgresStore({ url, log: keepLog() });
  afterwards(() => store.close());
  return { store, url };
}

async function newest(store: Store): Promise<DesignView> {
  const [summary] = await store.list({ limit: 1 });
  const { design } = summary === undefined ? { design: null } : await loadDesign(store, summary.id);
  if (design === null) throw new Error('there is no design');
  return viewOf(design);
}
