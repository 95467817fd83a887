import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { type Chat, makeUnconfiguredChat } from '../../src/ports/chat.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { askOf } from '../support/designs/ask-of.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { eventually } from '../support/runner/eventually.ts';
import { type OwnWorkshop, ownWorkshop } from './own-workshop.ts';
import { answering } from './running-engine.ts';

const THREAD = { platform: 'local', channel: 'C1', thread: '1.2', starter: 'U1' };
const WORDS = 'How far are you with this?';

/** A model that reads a request in what Ben says, and nothing else. */
function readingARequest(): Model {
  const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  return {
    ...rehearsal,
    answer: async (request, context, options) => {
      const reply = await rehearsal.answer(request, context, options);
      const { kind, matching } = askOf(context);
      if (kind !== 'matching') return reply;
      const [asks] = matching?.replies ?? [];
      const requests =
        asks === undefined ? [] : [{ reply: asks.name, quote: WORDS, kind: 'question' }];
      const content = reply.content.map((block) =>
        block.type === 'tool_use'
          ? { ...block, input: { ...Object(block.input), matches: [], requests } }
          : block,
      );
      return { ...reply, content };
    },
  };
}

/** A chat that tells requesters, or gets no further than what comes before that. */
function chatThat(hangs: 'never' | 'before') {
  const told: string[] = [];
  const chat: Chat = {
    ...makeUnconfiguredChat('local'),
    post: async ({ id }) => `receipt of ${id}`,
    findPosted: async () => null,
    removeCopies: async () => undefined,
    edit: async () => undefined,
    acknowledge: (_thread, _mark, signal) =>
      hangs !== 'before'
        ? Promise.resolve()
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    tellRequester: async (_design, replyId) => {
      told.push(replyId ?? 'starter');
    },
    say: async () => undefined,
  };
  return { chat, told };
}

async function daemon(
  { startEngine, workshop }: OwnWorkshop,
  hangs: Parameters<typeof chatThat>[0],
  isSure = () => true,
) {
  const { chat, told } = chatThat(hangs);
  const parts = { chats: [chat], fleet: { ...workshop.fleet, isSure } };
  const { engine } = await startEngine({ model: readingARequest(), parts });
  return { engine, told, end: () => engine.stop() };
}
type Daemon = Awaited<ReturnType<typeof daemon>>;

/** `before`: called once people see the questions, before Ben says anything. */
async function asked(
  { engine }: Pick<Daemon, 'engine'>,
  before: () => void = () => undefined,
): Promise<DesignId> {
  const id = await answering(engine, { thread: THREAD });
  await eventually(async () => (await engine.design(id))?.answering).toMatchObject({
    isSeen: true,
  });
  before();
  const said = { author: 'Ben', authorId: 'U2', text: WORDS, questionId: null } as const;
  await engine.command(id, { type: 'record_reply', replyId: 'r1', ...said }).answered;
  await eventually(async () => (await engine.design(id))?.replies[0]?.request?.kind).toBe(
    'question',
  );
  return id;
}

const left = async ({ workshop }: OwnWorkshop, id: DesignId) =>
  (await workshop.store.pendingEffects(id)).filter(({ effect }) => effect.type === 'tell_requester')
    .length;

test('A17, P4: who asked while the daemon may have been evicted is told once it is sure, once', async () => {
  const own = await ownWorkshop();
  let isSure = true;
  const { engine, told } = await daemon(own, 'never', () => isSure);
  const id = await asked({ engine }, () => {
    isSure = false;
  });
  expect(await left(own, id)).toBe(1);
  expect(told).toEqual([]);
  isSure = true;
  await eventually(() => told).toEqual(['r1']);
  await eventually(() => left(own, id)).toBe(0);
  expect(told).toEqual(['r1']);
});

test('A17, P4: who asked before a restart is told after it, once', async () => {
  const own = await ownWorkshop();
  const first = await daemon(own, 'before');
  const id = await asked(first);
  expect(await left(own, id)).toBe(1);
  await first.end();
  expect(first.told).toEqual([]);

  const second = await daemon(own, 'never');
  await second.engine.adoptDueDesigns();
  await eventually(() => second.told).not.toEqual([]);
  await eventually(() => left(own, id)).toBe(0);
  await second.end();

  const third = await daemon(own, 'never');
  await third.engine.adoptDueDesigns();
  await third.engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await third.engine.waitUntilSettled(id);
  expect([second.told, third.told]).toEqual([['r1'], []]);
});
