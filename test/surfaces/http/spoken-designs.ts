import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { NEUTRAL_DECISION } from '#core/vocabulary/rehearsal.ts';
import type { ForgeItem, ForgeProposal, Forge as Port } from '#ports/forge.ts';
import type { ModelReply } from '#ports/model.ts';
import { Publisher } from '#record/publish.ts';
import type { Model } from '#turns/model-context.ts';
import {
  answering,
  begun,
  type EngineOverrides,
  eventsUntil,
  isEnd,
} from '../../engine/running-engine.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { takingAll } from '../../support/services/nobody-reads.ts';
import type { Api } from './client.ts';

/** In no text of ours. Every word that somebody says here begins with it. */
export const WORD = 'zeugma4711';

let words = 0;
/** A word that nobody has said before. */
export function newWord(): string {
  words += 1;
  return `${WORD}n${words}`;
}

type Running = Pick<Api, 'engine' | 'sessions'>;
export type State = keyof typeof STATES;

/** A question that is like that of few others, so that the decisions on it are found again. */
export const ASKED_BEFORE = 'Do we shard the ledger by tenant or by region';

const said = (about = 'Who keeps it') => ({
  topic: `${about}, ${newWord()}?`,
  context: [{ name: 'a.md', text: newWord() }],
  startedBy: newWord(),
  thread: { platform: 'local', channel: 'C1', thread: newWord(), starter: 'U1' },
});
const LOST = ['contract-keeper', 'migrationist'] as const;

async function reply({ engine }: Running, id: DesignId): Promise<void> {
  const by = { author: newWord(), replyId: newWord(), text: `Q1: Ask ${newWord()}.` };
  await engine.command(id, { type: 'record_reply', questionId: 'Q1', ...by }).answered;
}

/** The rehearsal, whose decisions hold the word wherever somebody has said it. */
function quotingModel(): Model {
  const model = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  return {
    rehearsal: false,
    async answer(request, ...rest): Promise<ModelReply> {
      const reply = await model.answer(request, ...rest);
      if (!JSON.stringify(request).includes(WORD)) return reply;
      const quoted = (input: unknown) =>
        JSON.parse(
          JSON.stringify(input).replaceAll(NEUTRAL_DECISION, `${NEUTRAL_DECISION} ${WORD}n0.`),
        );
      const content = reply.content.map((block) =>
        block.type === 'tool_use' ? { ...block, input: quoted(block.input) } : block,
      );
      return { ...reply, content };
    },
  };
}

/**
 * Designs in each state in which people act on one. Everything that was said in one holds the word.
 */
export const STATES = {
  async answering(running: Running): Promise<DesignId> {
    const id = await answering(running.engine, said());
    await reply(running, id);
    return id;
  },
  async 'at a gate'({ engine, sessions }: Running): Promise<DesignId> {
    const id = await begun(engine, {
      ...said(),
      personas: ['archaeologist', 'failure-analyst', ...LOST],
    });
    for (const persona of LOST) {
      const lost = sessions.loseAtWork(persona);
      await lost;
      await eventsUntil(
        engine,
        id,
        ({ event }) =>
          event.type === 'session_started' &&
          event.origin === 'retry' &&
          event.participant === persona,
      );
      await sessions.loseAtWork(persona);
    }
    await eventsUntil(engine, id, ({ event }) => event.type === 'gate_opened');
    return id;
  },
  async ended(running: Running): Promise<DesignId> {
    const id = await answering(running.engine, said(ASKED_BEFORE));
    await reply(running, id);
    await running.engine.command(id, { type: 'go_on', by: newWord() }).answered;
    await eventsUntil(running.engine, id, isEnd);
    await running.engine.waitUntilSettled(id);
    return id;
  },
  async cancelled(running: Running): Promise<DesignId> {
    const id = await STATES.answering(running);
    await running.engine.command(id, { type: 'cancel', by: newWord(), reason: newWord() }).answered;
    await eventsUntil(running.engine, id, isEnd);
    await running.engine.waitUntilSettled(id);
    return id;
  },
  async superseded(running: Running): Promise<DesignId> {
    const id = await STATES.ended(running);
    await follower(running, id);
    return id;
  },
};

/** A design whose decision replaces that of another. */
export async function follower({ engine }: Running, of: DesignId): Promise<DesignId> {
  const followUp = { of, decision: (await engine.design(of))?.topic ?? '' };
  const id = await begun(engine, { ...said(), followUp, supersedes: true });
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  await engine.waitUntilSettled(of);
  return id;
}

/** A forge that keeps what it is given, and shows it to nobody. */
class SilentForge implements Port {
  readonly repositories = ['acme/decisions'];
  readonly #made = new Map<string, ForgeItem>();
  readonly files = async () => ({ paths: [], folder: null });
  readonly read = async () => null;
  readonly pulls = async (_: string, branch: string | null) =>
    [this.#made.get(branch ?? '') ?? []].flat();

  async propose(_: string, { branch, mark }: ForgeProposal): Promise<ForgeItem> {
    const number = this.#made.size + 1;
    const item = { number, url: `https://forge.example/${number}`, body: mark };
    this.#made.set(branch, item);
    return item;
  }
}

/** An engine on which everything can be done. */
export function withEverything(): EngineOverrides {
  const publisher = new Publisher(new SilentForge());
  const chats = [takingAll('local')];
  return { model: quotingModel(), parts: { rehearsal: false, chats, publisher } };
}
