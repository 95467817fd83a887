import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../../../src/adapters/http/server.ts';
import { createRehearsalModel } from '../../../../src/adapters/rehearsal/model.ts';
import type { Engine } from '../../../../src/engine/engine.ts';
import { type Chat, ChatFault } from '../../../../src/engine/ports/chat.ts';
import type { Model } from '../../../../src/engine/ports/model.ts';
import { RecentWarnings } from '../../../../src/foundation/recent-warnings.ts';
import { createModelBroker } from '../../../../src/turns/model-broker.ts';
import {
  answering,
  begun,
  type EngineOverrides,
  eventsUntil,
  openWorkshop,
  startEngine,
} from '../../../engine/running-engine.ts';
import { stalledModel } from '../../../engine/stalled-model.ts';
import { TOKEN as DAEMON_TOKEN } from '../../../entry/daemon.ts';
import { realClock } from '../../../support/child-real-clock.ts';
import { keptLog } from '../../../support/child-sessions.ts';
import { killEveryDaemon, startDaemon } from '../../../support/daemon-process.ts';
import { movedClock } from '../../../support/moved-clock.ts';
import { needing } from '../../../support/needing.ts';
import { ownDatabase, reachablePostgres } from '../../../support/postgres.ts';
import { shipped } from '../../../support/shipped-personas.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { Client, slackByHttp, TOKEN } from '../client.ts';
import { openBrowser, visitor } from './browser.ts';

const HANGS_MS = 40_000;
const THREAD = { platform: 'slack', channel: 'C0ENG', thread: '1.2', starter: 'U1' };
const WORD_LIMIT = 60;
const DAY_USD = 0.1;

/** Something for which a design does not go on, brought about for real. */
interface Cause {
  readonly title: string;
  /** The first word of the line that says it, and what is to be done about it. */
  readonly says: RegExp;
  /** Gives the first page of the console while it hangs to `look`. */
  readonly hang: (look: (url: string, token: string) => Promise<void>) => Promise<void>;
}

/** Runs an engine until it hangs, with its pages on a socket. */
function here(
  given: (clock: ReturnType<typeof movedClock>['clock']) => EngineOverrides,
  begin: (engine: Engine) => Promise<unknown>,
): Cause['hang'] {
  return async (look) => {
    const workshop = await openWorkshop();
    const { clock, pass } = movedClock();
    const warnings = new RecentWarnings(clock);
    const log = warnings.watched(keptLog());
    const { parts, ...overrides } = given(clock);
    const { engine } = await startEngine(workshop, { ...overrides, parts: { clock, log, ...parts } });
    const client = new Client(engine, { warnings, gateways: slackByHttp((_, response) => response.end()) });
    const server = await listen(client, '127.0.0.1', 0);
    try {
      await begin(engine);
      pass(HANGS_MS);
      await look(`http://127.0.0.1:${server.port}`, TOKEN);
    } finally {
      client.closing.abort();
      await server.close(1_000);
      await engine.stop();
      await workshop.close();
    }
  };
}

/** Slack, in which the card arrives and nothing after it. */
function refusing(): Chat {
  let posted = 0;
  const refuse = () =>
    Promise.reject(new ChatFault('Slack refuses the call: account_inactive.', 'unreachable'));
  return {
    platform: 'slack',
    post: () => {
      posted += 1;
      return posted === 1 ? Promise.resolve('1.2') : refuse();
    },
    look: () => '',
    tellRequester: async () => undefined,
    ...{ find: refuse, removeCopies: refuse, edit: refuse, say: refuse, acknowledge: refuse },
  };
}

/** A rehearsal that costs something. */
function paid(): Model {
  const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  return {
    rehearsal: false,
    answer: async (request, context, options) => ({
      ...(await rehearsal.answer(request, context, options)),
      costUsd: DAY_USD,
    }),
  };
}

const stalled = stalledModel();
const CAUSES: readonly Cause[] = [
  {
    title: 'The model sends nothing',
    says: /^Waiting for the model/,
    hang: here(
      (clock) => ({
        model: stalled.model,
        parts: { callModel: createModelBroker({ model: stalled.model, clock }) },
      }),
      async (engine) => {
        await begun(engine);
        await stalled.asked;
      },
    ),
  },
  {
    title: 'Slack refuses every message',
    says: /^Slack refused/,
    hang: here(
      () => ({ parts: { chats: [refusing()] } }),
      async (engine) => {
        const id = await begun(engine, { thread: THREAD, settings: {} });
        await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
      },
    ),
  },
  { title: 'A person is waited for', says: /^Waiting for your answers/, hang: here(() => ({}), answering) },
  {
    title: 'A daemon is lost',
    says: /^A daemon was lost/,
    hang: async (look) => {
      const database = await ownDatabase((await reachablePostgres()).url ?? '');
      try {
        const options = { databaseUrl: database.url };
        const left = await startDaemon({ ...options, dataDir: temporaryFolder() });
        const lost = await startDaemon({ ...options, dataDir: temporaryFolder() });
        const { id } = await lost.startDesign({ topic: 'Should the job queue move?' });
        await expect
          .poll(async () => (await left.design(id)).status, { timeout: 60_000 })
          .toBe('awaiting_input');
        lost.signal('SIGKILL');
        await expect.poll(() => left.output, { timeout: 60_000 }).toContain('daemons_evicted');
        await look(left.url, DAEMON_TOKEN);
      } finally {
        await killEveryDaemon();
        await database.drop();
      }
    },
  },
  {
    title: 'The day’s budget is used up',
    says: /^The day’s budget/,
    hang: here(
      () => ({ model: paid(), parts: { rehearsal: false, budgetUsdPerDay: DAY_USD } }),
      async (engine) => {
        await eventsUntil(engine, await begun(engine), ({ event }) => event.type === 'gate_opened');
      },
    ),
  },
];

const { describe } = await needing('browser', 'postgres');
describe('the first page of the console', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** The lines that somebody reads from the top, each as it is shown. */
  async function linesAt(url: string, token: string): Promise<string[]> {
    const context = await visitor(browser, token, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(url);
    const text = await page.locator('main').innerText();
    await context.close();
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  test('A6: it-hangs.md says what an operator reads there of each cause, without a click and in sixty words', async () => {
    const parts: string[] = [];
    const table: string[] = [];
    for (const { title, says, hang } of CAUSES)
      await hang(async (url, token) => {
        const lines = await linesAt(url, token);
        const at = lines.findIndex((line) => says.test(line));
        expect(at, `${title}:\n${lines.join('\n')}`).toBeGreaterThanOrEqual(0);
        const read = lines.slice(0, at + 1);
        const words = read.join(' ').split(' ').length;
        expect(words, title).toBeLessThanOrEqual(WORD_LIMIT);
        table.push(`| ${title} | 0 | ${words} | ${lines[at]} |`);
        parts.push(`## ${title}`, '', '```', ...lines, '```', '');
      });
    const page = [
      '# It hangs, on the page',
      '',
      'A reference: five reasons for which nothing goes on, and the first page of the console as an operator sees it after 40 seconds, with one design. The',
      'words that are read are all from the top of the page to the end of the line that says the reason, and what to do where there is something to do.',
      'With more designs there is more to read; what needs an operator stands above them all. `test/adapters/http/console/it-hangs.full.test.ts` brings each',
      'reason about and writes this page (`-u`).',
      '',
      '| reason | clicks | words read | where it says so |',
      '|---|---|---|---|',
      ...table,
      '',
      ...parts,
    ].join('\n');
    await expect(timeless(page)).toMatchFileSnapshot(join(import.meta.dirname, 'it-hangs.md'));
  });
});

/** Puts the times of an example in the place of those of this run: it began to wait at 14:00, and ten minutes later that is over. */
function timeless(text: string): string {
  return (
    text
      .replaceAll(/(since|(?:began|lost|call) at) \d\d:\d\d UTC/g, '$1 14:00 UTC')
      .replaceAll(/next try at \d\d:\d\d UTC/g, 'next try at 14:02 UTC')
      .replaceAll(/, until \d\d:\d\d UTC/g, ', until 14:10 UTC')
      // When the design began, which stands by itself.
      .replaceAll(/^(?:\d{1,2} \w{3}(?: \d{4})?, )?\d\d:\d\d UTC$/gm, '14:00 UTC')
  );
}
