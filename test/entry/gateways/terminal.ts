import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStore } from '../../../src/adapters/store/postgres/open.ts';
import type { DesignView } from '../../../src/core/presentation/format/design-schema.ts';
import { viewOf } from '../../../src/core/presentation/web/design-view.ts';
import type { GateChoice } from '../../../src/core/vocabulary/event-parts.ts';
import type { Store } from '../../../src/engine/ports/store.ts';
import { loadDesign } from '../../../src/engine/reading/loading.ts';
import type { Gateway, PersonName, Stage, StageOptions } from '../../contract/gateway.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { ownStoreDatabase, reachablePostgres } from '../../support/postgres.ts';
import { charrette } from '../cli.ts';
import { FEW_PERSONAS, THREE_PERSONAS } from '../daemon.ts';
import { InProcess } from '../in-process.ts';
import { afterwards, until } from '../waiting.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';
import { TERMINAL_VOICE } from './terminal-voice.ts';

const BY_COMMAND = 'the display ends with the design; answer, show and design --follow-up are commands';

/** The terminal with its live display: Ana runs the design in hers, Ben calls `charrette` in another one. */
export const TERMINAL: Gateway = {
  name: 'Terminal',
  without: {
    'people are called by name at the questions, at a gate and at the decision, and nowhere else':
      'the person in front of it sees everything',
    'while they argue, the person who started it settles a point by a button, and nobody else':
      'a command settles a point',
    'a design follows up on the decision by a button under it, and says on which': BY_COMMAND,
    'a question to the bot while a design runs is passed on, and its author reads privately what becomes of it':
      'there is no bot to address',
    'to run it again asks once more, says what that does, and nothing begins before': BY_COMMAND,
  },
  open: (options) => open(options, {}),
};

/** The same, one line for each change. */
export const openPlain = (options: StageOptions): Promise<Stage> => open(options, { TERM: 'dumb' });

const ACCOUNTS = new URL('account.mjs', import.meta.url).href;
const CHOICES: Readonly<Record<GateChoice, string>> = {
  accept: 'Accept',
  send_back: 'Send back once…',
  again: 'Ask them',
  stop: 'Stop here',
};
/** Nothing is edited here that a model has to be waited for, as a card on a chat platform is. */
const PACE = 3;
const CTRL_C = '\u0003';

async function open(
  { latencyMs, personas }: StageOptions,
  display: Readonly<Record<string, string>>,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-terminal-'));
  afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const { store, url } = await ownStore();
  const settings = (person: PersonName) => ({
    ...environment,
    // No daemon is there.
    CHARRETTE_HTTP_PORT: '1',
    TEST_ACCOUNT: person,
    // Git has no name for anybody there.
    HOME: folder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    NODE_OPTIONS: `--import=${ACCOUNTS}`,
  });
  const environment = {
    ...(personas === 2 ? FEW_PERSONAS : THREE_PERSONAS),
    DATABASE_URL: url,
    CHARRETTE_DATA_DIR: folder,
    CHARRETTE_REHEARSAL: '1',
    // What holds the processes behind it makes no difference to what a terminal shows, and namespaces take longer.
    CHARRETTE_SANDBOX: 'node',
    CHARRETTE_REHEARSAL_LATENCY_MS: String(Math.round(latencyMs / PACE)),
    CHARRETTE_SESSION_READY_SECONDS: '60',
    ...display,
  };
  const terminals: PseudoTerminal[] = [];
  const killed = new Set<number>();
  const told: Record<PersonName, string[]> = { Ana: [], Ben: [] };
  const ana = (): PseudoTerminal => {
    const last = terminals.at(-1);
    if (last === undefined) throw new Error('nothing was begun');
    return last;
  };
  const callsInHers = (...words: readonly string[]) => {
    const terminal = new PseudoTerminal(words, settings('Ana'), folder);
    afterwards(() => terminal.end());
    terminals.push(terminal);
  };
  /** As from another terminal, with no daemon anywhere. */
  const calls = async (person: PersonName, ...words: readonly string[]) => {
    const { stdout, stderr } = await charrette(folder, words, settings(person));
    told[person].push(`${stdout}${stderr}`);
  };
  const design = () => newest(store);
  const begun = async (before: string | null) => {
    await until('a design', async () => {
      const [found] = await store.list({ limit: 1 });
      return found !== undefined && found.id !== before;
    });
  };
  return {
    voice: TERMINAL_VOICE,
    shown: () => terminals.flatMap(({ lines }) => items(lines)),
    named: onRecord,
    privately: (person) => told[person],
    calls: () => [],
    begun: async () => (await store.list({ limit: 10 })).length,
    look: async () => calls('Ana', 'show', (await design()).id),
    async sayLate(person, words) {
      await ana().ended();
      await calls(person, 'answer', (await design()).id, words);
      // Nobody runs it any more: the words wait for a daemon.
      const daemon = await InProcess.start(folder, environment);
      await until('the late words', async () =>
        (await design()).lateWords.some(({ text }) => text === words),
      ).finally(() => daemon.stop());
    },
    followUp: async () => undefined,
    settle: async () => undefined,
    askToRunAgain: async () => undefined,
    confirmRunningAgain: async () => undefined,
    askInThread: async () => undefined,
    design,
    async crash(persona) {
      await until(`${persona} at work`, async () => {
        const found = (await design()).personas.find(({ id }) => id === persona);
        const pid = found?.pid ?? null;
        if (pid === null || found?.activity !== 'working' || killed.has(pid)) return false;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
        return true;
      });
    },
    async begin(topic) {
      callsInHers('design', topic);
      await begun(null);
    },
    async answer(person, words) {
      if (person !== 'Ana') {
        await calls(person, 'answer', (await design()).id, words);
        await until('the answer', async () => isAnsweredBy(await design(), onRecord(person)));
        return;
      }
      await ana().answers(words);
      await until('the answer', async () => isAnsweredBy(await design(), onRecord(person)));
    },
    finishAnswering: () => ana().answers('/done'),
    async decide(choice, note = '') {
      await ana().choose(CHOICES[choice]);
      await ana().asks(choice === 'send_back' ? '? What should be different?' : `? ${CHOICES[choice]}`);
      ana().type(choice === 'send_back' ? `${note}\r\r` : 'y\r');
    },
    async cancel() {
      ana().type(CTRL_C);
      await ana().asks('? Cancel this design?');
      ana().type('y\r');
    },
    async runAgain() {
      const { id } = await design();
      await ana().ended();
      callsInHers('retry', id);
      await begun(id);
    },
  };
}

async function ownStore(): Promise<{ store: Store; url: string }> {
  const server = await reachablePostgres();
  if (server.url === null) throw new Error(server.reason);
  const { url, drop } = await ownStoreDatabase(server.url);
  afterwards(drop);
  const { store } = await openPostgresStore({ url, log: keptLog() });
  afterwards(() => store.close());
  return { store, url };
}

async function newest(store: Store): Promise<DesignView> {
  const [summary] = await store.list({ limit: 1 });
  const { design } = summary === undefined ? { design: null } : await loadDesign(store, summary.id);
  if (design === null) throw new Error('there is no design');
  return viewOf(design);
}

/** Nobody vouches for a name at a terminal, and it reads so (D8). */
const onRecord = (person: PersonName): string => `${person} (terminal)`;

function isAnsweredBy({ questions }: DesignView, name: string): boolean {
  return questions.some(
    (question) => 'answers' in question && question.answers.some(({ author }) => author === name),
  );
}

/** A line with the time of a change is read by itself; what stands together under a blank line is read together. */
function items(lines: readonly string[]): string[] {
  const found: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const isChange = /^ +\d+:\d\d {2}/.test(line);
    if (isOpen && !isChange && line !== '') found.push(`${found.pop()} ${line}`);
    else if (line !== '') found.push(line);
    isOpen = !isChange && line !== '';
  }
  return found;
}
