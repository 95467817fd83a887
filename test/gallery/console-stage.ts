import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemIdentifiers } from '../../src/adapters/system/identifiers.ts';
import type { Pinned, Thread } from '../../src/core/vocabulary/event-parts.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { StartRequest } from '../../src/engine/parts/start-request.ts';
import { RepositoryCatalog } from '../../src/entry/repository-catalog.ts';
import { RecentWarnings } from '../../src/foundation/recent-warnings.ts';
import type { Chat } from '../../src/ports/chat.ts';
import { listen } from '../../src/surfaces/http/server.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import { TURN_BOUNDS } from '../../src/turns/prompt/bounds.ts';
import { begun, openWorkshop, startEngine } from '../engine/running-engine.ts';
import { fastClock } from '../entry/pace.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { Client, SLACK, TOKEN } from '../surfaces/http/client.ts';
import { createWrittenVoice, VOICE } from './console-voice.ts';

const BEGINS = Date.UTC(2026, 10, 24, 8, 0);
const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
/** So many times as fast as outside: a design takes minutes on the pictures, and seconds here. */
const TIMES = 40;
/** Far beyond what any step of a story takes outside. */
const BOUND_MS = 600_000;
const ANSWERS = join(import.meta.dirname, '../../examples/job-queue/answers.md');
const DAY_USD = 50;
const TOPICS = {
  ended: 'Should the job queue move from Redis to Postgres?',
  cancelled: 'Do we keep sessions in Redis or in signed cookies?',
  deciding: 'Who may restart a worker of the queue?',
  asking: 'Should receipts wait in the job queue, or in a table beside the orders?',
};

/** A daemon with designs to look at. */
export interface Stage {
  readonly url: string;
  readonly token: string;
  readonly designs: Readonly<Record<keyof typeof TOPICS, DesignId>>;
  close(): Promise<void>;
}

/**
 * A daemon's routes on a real socket, over designs in the words of the written example that were
 * played as if a model had been called.
 */
export async function openStage(): Promise<Stage> {
  const workshop = await openWorkshop();
  const { clock, pass } = createMovedClock(fastClock(TIMES, BEGINS));
  const warnings = new RecentWarnings(clock, (text) => text);
  const log = warnings.watched(keepLog());
  const { dataDir } = workshop;
  const repositories = new RepositoryCatalog(log, { repositories: [], secrets: [], dataDir });
  const model = createWrittenVoice(clock, TOPICS.deciding);
  const { engine } = await startEngine(workshop, {
    model,
    // However slow this machine is, the story is the same.
    settings: {
      ...{ answerMs: 4 * HOUR_MS, gateMs: 4 * HOUR_MS, designMs: 48 * HOUR_MS },
      ...{ roundMs: 8 * HOUR_MS, synthesisMs: 8 * HOUR_MS },
    },
    parts: {
      ...{
        clock,
        log,
        chats: [silentChat()],
        rehearsal: false,
        defaultModel: VOICE,
        budgetUsdPerDay: DAY_USD,
      },
      identifiers: { ...systemIdentifiers, shuffle: (items) => [...items] },
      bounds: {
        ...TURN_BOUNDS,
        turnTotalMs: HOUR_MS,
        turnStallMs: 10 * MINUTE_MS,
        toolMs: 5 * MINUTE_MS,
      },
      callModel: createModelBroker({ model, clock }),
      openRepository: (name, commit) => repositories.reopen(name, commit),
    },
  });
  const start = starter(engine, await repositories.pinExample());

  const ended = await start(TOPICS.ended, 'Ana');
  await reached(engine, ended, 'answering_opened');
  pass(130 * MINUTE_MS);
  await replied(engine, ended, await readFile(ANSWERS, 'utf8'), 'Ben');
  await engine.command(ended, { type: 'go_on', by: 'Ana' }).answered;
  await reached(engine, ended, 'design_ended');
  await engine.waitUntilSettled(ended);
  pass(20 * MINUTE_MS);

  const cancelled = await start(TOPICS.cancelled, 'Cem');
  await reached(engine, cancelled, 'answering_opened');
  await engine.command(cancelled, { type: 'cancel', by: 'Cem', reason: '' }).answered;
  pass(35 * MINUTE_MS);

  const deciding = await start(TOPICS.deciding, 'Ben', { questions: 'none' });
  await reached(engine, deciding, 'gate_opened');
  pass(12 * MINUTE_MS);

  const asking = await start(TOPICS.asking, 'Ana');
  await reached(engine, asking, 'answering_opened');
  await replied(
    engine,
    asking,
    'Q2: at the peak 60 receipts a minute, and one may take five minutes.',
    'Ben',
  );
  log.warn('message_not_edited');
  log.warn('slack_request_failed');
  const gateways = new Map([['slack', { ...SLACK, channelName: async () => '#eng' }]]);
  const client = new Client(engine, { warnings, gateways });
  const server = await listen(client, '127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${server.port}`,
    token: TOKEN,
    designs: { ended, cancelled, deciding, asking },
    close: async () => {
      client.closing.abort();
      await server.close(1_000);
      await engine.stop();
      await workshop.close();
    },
  };
}

function starter(engine: Engine, repository: Pinned) {
  let threads = 0;
  return (
    topic: string,
    startedBy: string,
    settings: StartRequest['settings'] = {},
  ): Promise<DesignId> => {
    threads += 1;
    const thread: Thread = {
      platform: 'slack',
      channel: 'C0ENG',
      thread: `${threads}.0001`,
      starter: 'U1',
    };
    return begun(engine, { topic, personas: [], settings, startedBy, thread, repository });
  };
}

async function reached(engine: Engine, id: DesignId, type: DesignEvent['type']): Promise<void> {
  for await (const { event } of engine.follow(id, 0, AbortSignal.timeout(BOUND_MS)))
    if (event.type === type) return;
  throw new Error(`there was no ${type}`);
}

async function replied(engine: Engine, id: DesignId, text: string, author: string): Promise<void> {
  const reply = {
    type: 'record_reply',
    replyId: `${author} 1`,
    author,
    text,
    questionId: null,
  } as const;
  await engine.command(id, reply).answered;
  await reached(engine, id, 'answers_matched');
}

/** A channel in which everything arrives. */
function silentChat(): Chat {
  let posted = 0;
  const done = async () => undefined;
  return {
    platform: 'slack',
    post: async () => {
      posted += 1;
      return `1795500000.${String(posted).padStart(6, '0')}`;
    },
    findPosted: async () => null,
    look: () => '',
    ...{ removeCopies: done, edit: done, say: done, acknowledge: done, tellRequester: done },
  };
}
