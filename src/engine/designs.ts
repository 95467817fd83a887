/**
 * All that people and programs can do (A19). Chats, HTTP, MCP and the command line call it by hand.
 * Each method checks who may and asks the pure `decide` on the loaded state first; then the command
 * goes into the store's inbox, and its owner's answer comes back within 2 s, or *Taken, not done yet*.
 */

import type * as z from 'zod';
import { type InboxCommand, type Refusal, refuse } from '#design/commands.ts';
import type { Thread } from '#design/events.ts';
import { type DesignId, GateId, type TurnId } from '#design/ids.ts';
import { mayRunAgain } from '#design/outcome.ts';
import type { Design } from '#design/state.ts';
import { newestDecision, openGate } from '#design/status.ts';
import { folderOf, removeFolder } from '#record/write.ts';
import { hasOwner } from '#store/owner.ts';
import type { DesignRow, Query } from '#store/store.ts';
import { estimateWords } from '#words/estimate.ts';
import { noSuchDesign } from '#words/refusals.ts';
import type { Incoming } from './chat.ts';
import {
  type Actor,
  DecideInput,
  type Delivery,
  personOf,
  type Reading,
  ReplyInput,
  type Result,
  StartInput,
} from './design-inputs.ts';
import type { Parts } from './engine-parts.ts';
import { estimateOf } from './estimate.ts';
import { followEvents } from './follow.ts';
import { Inbox, invalid, refused } from './inbox.ts';
import { refuseByMoney } from './limits.ts';
import { loadDesign } from './loaded.ts';
import type { Owner } from './owner.ts';
import { questionIdOf, replyCommand } from './replies.ts';
import { mayAct } from './rights.ts';
import { isSetAside, readDesign } from './set-aside.ts';
import { type Earlier, inputAgain, makeStart } from './start.ts';

const USUAL_LIMIT = 50;
const MOST_ROWS = 500;

export class Designs {
  readonly #parts: Parts;
  readonly #owner: Owner;
  readonly #inbox: Inbox;
  readonly #runningAgain = new Set<DesignId>();

  constructor(parts: Parts, owner: Owner) {
    this.#parts = parts;
    this.#owner = owner;
    this.#inbox = new Inbox(parts, owner);
  }

  /** `estimate`: what it costs and takes, in a sentence for people. `id` of an earlier delivery, if it is one. */
  async start(
    input: StartInput,
    actor: Actor,
    delivery: Delivery,
    thread?: Thread,
  ): Promise<Result<{ id: DesignId; estimate: string }>> {
    const parsed = StartInput.safeParse(input);
    if (!parsed.success) return refused(invalid(parsed.error));
    return this.#start(parsed.data, actor, delivery, thread ?? null, null);
  }

  async reply(
    id: DesignId,
    input: z.input<typeof ReplyInput> & Pick<Partial<Incoming>, 'replaces' | 'unreadFiles'>,
    actor: Actor,
    delivery: Delivery,
  ): Promise<Result<{ number: number | null }>> {
    const { replaces = '', unreadFiles = [], ...fields } = input;
    const parsed = ReplyInput.safeParse(fields);
    if (!parsed.success) return refused(invalid(parsed.error));
    const { text } = parsed.data;
    const { name: author, id: authorId } = actor;
    const message = { id: delivery.id, replaces, author, authorId, text, unreadFiles };
    const command = replyCommand(message, actor.via, parsed.data.questionId || questionIdOf(text));
    const result = await this.#inbox.act(id, 'answer', actor, delivery, () => command);
    if (!result.ok) return result;
    if (!result.isDone) return { ...result, number: null };
    const design = this.#owner.designOf(id) ?? (await loadDesign(this.#parts.store, id)).design;
    const reply = design?.replies.find((each) => each.id === delivery.id);
    return { ...result, number: reply?.number ?? null };
  }

  goOn(id: DesignId, actor: Actor, delivery: Delivery): Promise<Result> {
    const command: InboxCommand = { type: 'go_on', by: personOf(actor) };
    return this.#inbox.act(id, 'go_on', actor, delivery, () => command);
  }

  async decide(id: DesignId, input: DecideInput, actor: Actor, delivery: Delivery) {
    const parsed = DecideInput.safeParse(input);
    if (!parsed.success) return refused(invalid(parsed.error));
    const { choice, note, gateId, sha256 } = parsed.data;
    return this.#inbox.act(id, 'decide', actor, delivery, (design): InboxCommand | Refusal => {
      const open = design === null ? null : openGate(design);
      const gate = gateId === '' ? open?.id : GateId.safeParse(gateId).data;
      if (design === null || gate === undefined)
        return refuse('not_open', 'Nothing waits for a decision.');
      // The button stands under the sentence and its caveats.
      const isButton = actor.via === 'slack' || actor.via === 'discord';
      const seen = isButton && choice === 'accept' ? newestDecision(design)?.sha256 : sha256;
      const by = personOf(actor);
      return { type: 'decide_gate', gateId: gate, choice, note, sha256: seen ?? '', by };
    });
  }

  cancel(id: DesignId, reason: string, actor: Actor, delivery: Delivery): Promise<Result> {
    const command: InboxCommand = {
      type: 'cancel',
      reason: reason.slice(0, 2_000),
      by: personOf(actor),
    };
    return this.#inbox.act(id, 'cancel', actor, delivery, () => command);
  }

  /** Once: the design's own id is the delivery, so that of two at once one runs (A8). */
  async runAgain(id: DesignId, actor: Actor): Promise<Result<{ id: DesignId }>> {
    const { store, chats, log } = this.#parts;
    const row = await this.#inbox.rowFor(id, 'run_again', actor);
    if ('code' in row) return refused(row);
    const design = isSetAside(row) ? null : (await loadDesign(store, id)).design;
    if (design === null || !mayRunAgain(design))
      return refused(
        refuse('not_open', 'Only a design that has ended without its decision can run again.'),
      );
    if (this.#runningAgain.has(id)) {
      log.info('run_again_refused', { designId: id });
      return refused(refuse('busy', 'It is being started again at this moment.'));
    }
    this.#runningAgain.add(id);
    try {
      const { thread } = design;
      const input = inputAgain(design, this.#parts.settings.budgetUsdPerDesign);
      const isThere = thread !== null && chats.has(thread.platform);
      const delivery = { platform: 'run_again', id };
      return await this.#start(input, actor, delivery, isThere ? thread : null, design);
    } finally {
      this.#runningAgain.delete(id);
    }
  }

  find(query: Partial<Query>): Promise<DesignRow[]> {
    const { limit = USUAL_LIMIT } = query;
    return this.#parts.store.find({ ...query, limit: Math.min(Math.max(1, limit), MOST_ROWS) });
  }

  /** An id, or its last 8 characters. */
  async read(id: string): Promise<Reading | null> {
    const { store } = this.#parts;
    const found = await store.findId(id);
    const row = found === null ? null : await store.design(found);
    if (row === null) return null;
    const design = this.#owner.designOf(row.id);
    return design === null ? readDesign(this.#parts, row) : { row, design };
  }

  ofThread(platform: string, channel: string, thread: string) {
    return this.#parts.store.ofThread(platform, channel, thread);
  }

  events(id: DesignId, after = 0) {
    return this.#parts.store.events(id, after);
  }

  /** Each event from `after` on, as it is stored, without gaps or repeats, until the design has ended (A13). */
  follow(id: DesignId, after: number, signal: AbortSignal) {
    return followEvents(this.#parts.store, id, after, signal);
  }

  turns(id: DesignId) {
    return this.#parts.store.turns(id);
  }

  async turn(id: DesignId, turnId: TurnId) {
    const { store } = this.#parts;
    const record = await store.turn(id, turnId);
    if (record === null) return null;
    const prompt = record.trace.find(({ step }) => step === 'prompt');
    const shared = prompt?.step === 'prompt' ? await store.shared(id, prompt.sharedSha256) : null;
    return { ...record, shared: shared ?? '' };
  }

  /** Those that were read back (P3), and failure logs. */
  async files(design: Design) {
    const stored = await this.#parts.store.files(design.id);
    return stored.filter(({ name }) => isReadBack(design, name));
  }

  async file(design: Design, name: string) {
    return isReadBack(design, name) ? this.#parts.store.file(design.id, name) : null;
  }

  /** Everywhere: rows and folder (P9). */
  async forget(id: DesignId, actor: Actor): Promise<Result> {
    const { store, settings, log } = this.#parts;
    const refusal = mayAct(actor, 'forget', null);
    if (refusal !== null) return refused(refusal);
    const row = await store.design(id);
    if (row === null) return refused(refuse('not_found', noSuchDesign(id)));
    if (!row.isEnded && hasOwner(row))
      return refused(refuse('not_open', 'It runs. Cancel it first.'));
    await store.forget(id);
    await removeFolder(folderOf(settings.dataDir, id));
    log.info('design_forgotten', { designId: id, by: actor.name });
    return { ok: true, isDone: true };
  }

  async #start(
    input: z.output<typeof StartInput>,
    actor: Actor,
    delivery: Delivery,
    thread: Thread | null,
    earlier: Earlier | null,
  ): Promise<Result<{ id: DesignId; estimate: string }>> {
    const { store } = this.#parts;
    const known = await store.findCommand(delivery.platform, delivery.id);
    if (known !== null) {
      const result = await this.#inbox.answer(known.designId, known.id);
      return result.ok ? { ...result, id: known.designId, estimate: '' } : result;
    }
    const command = await makeStart(input, actor, thread, this.#parts, earlier);
    if ('code' in command) return refused(command);
    const { participants, isRehearsal, depth } = command;
    const { usd, ms } = await estimateOf(store, depth);
    const refusal = await refuseByMoney(command, usd, this.#parts);
    if (refusal !== null) return refused(refusal);

    const stored = await this.#inbox.putStart(command, delivery);
    if ('code' in stored) return refused(stored);
    this.#owner.allow(stored.designId);
    const result = await this.#inbox.answer(stored.designId, stored.id);
    if (!result.ok) return result;
    const personas = participants.filter(({ role }) => role === 'persona').length;
    const estimate = estimateWords({ personas, usd, ms, isRehearsal });
    return { ...result, id: stored.designId, estimate };
  }
}

function isReadBack({ end }: Design, name: string): boolean {
  return name.startsWith('failures/') || end?.files.some((file) => file.name === name) === true;
}
