import { z } from 'zod';
import { interactive } from './blocks.ts';
import type { EnvelopeDeliveries } from './deliveries.ts';
import { chosen, type Entries, stateOf } from './form.ts';
import { escaped, readable } from './readable.ts';
import { refusalOf } from './refusal.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { AgentSessions } from './sessions.ts';
import { type OpenView, type Views, wireView } from './views.ts';
import type { SlackRecord } from './web-api.ts';
import { fileOn, wireMessage } from './wire.ts';
import type { Message, Workspace } from './workspace.ts';

/** What a person sees once the app has acknowledged their action, or failed to. */
export interface Seen {
  readonly isAcknowledged: boolean;
  /** What only they see and did not see before, as far as it has come. */
  readonly privately: readonly string[];
  readonly view: OpenView | null;
  /** What a modal found wrong, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface Attachment {
  readonly name: string;
  readonly content: string | Buffer;
  /** Bytes that Slack says it has, where that differs. */
  readonly size?: number;
}

/** What an app may answer when a modal is submitted: what is wrong with it, or nothing. */
const viewAnswer = z.union([
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string().min(1)),
  }),
  z.strictObject({}),
]);

type Payload = Readonly<Record<string, unknown>>;

/** The hands of the people of a workspace. */
export class People {
  readonly #workspace: Workspace;
  readonly #views: Views;
  readonly #sessions: AgentSessions;
  readonly #deliveries: EnvelopeDeliveries;
  readonly #responses: ResponseUrls;
  readonly #record: SlackRecord;

  constructor(
    workspace: Workspace,
    views: Views,
    sessions: AgentSessions,
    deliveries: EnvelopeDeliveries,
    responses: ResponseUrls,
    record: SlackRecord,
  ) {
    this.#workspace = workspace;
    this.#views = views;
    this.#sessions = sessions;
    this.#deliveries = deliveries;
    this.#responses = responses;
    this.#record = record;
  }

  /** Writes a message; `@Charrette` and `@name` become mentions. */
  say(
    person: string,
    channel: string,
    text: string,
    {
      thread = null,
      files = [],
      forwarded,
    }: { thread?: string | null; files?: readonly Attachment[]; forwarded?: Message } = {},
  ): Message {
    const ids = files.map(({ name, content, size }) => {
      const bytes = Buffer.from(content);
      return this.#workspace.addFile(person, name, bytes, size ?? bytes.length).id;
    });
    const said = { channel, author: person, thread, text: this.#typed(text), files: ids };
    return this.#workspace.post(forwarded === undefined ? said : { ...said, forwarded });
  }

  edit(message: Message, text: string): void {
    this.#workspace.edit(message, { text: this.#typed(text) });
  }

  remove(message: Message): void {
    this.#workspace.remove(message);
  }

  mention(person: string, channel: string, text: string, thread: string | null = null): Message {
    return this.say(person, channel, `@${this.#workspace.bot.name} ${text}`, { thread });
  }

  async slash(person: string, channel: string, line: string): Promise<Seen> {
    const [command = '', ...words] = line.split(' ');
    const source = { person, channel, thread: null, message: null };
    const payload = {
      token: 'none',
      command,
      text: escaped(words.join(' ')),
      api_app_id: this.#workspace.bot.app,
      team_id: this.#teamOf(person),
      team_domain: this.#workspace.team.domain,
      channel_id: channel,
      channel_name: this.#channelName(channel),
      user_id: person,
      user_name: this.#name(person),
      is_enterprise_install: 'false',
      response_url: this.#responses.add(source),
      trigger_id: this.#views.trigger(person),
    };
    this.#record.scopesUsed.add('commands');
    return this.#act(person, 'slash_commands', command, payload, (answer) => {
      const said = typeof answer === 'string' ? { text: answer } : answer;
      if (said !== null) this.#responses.answer(source, said);
    });
  }

  /**
   * Works a button or a choice of a message, or of the modal before that person. A dialog that asks
   * back is confirmed.
   */
  async click(
    person: string,
    where: Message | OpenView,
    actionId: string,
    choice?: string,
  ): Promise<Seen> {
    const isView = 'modal' in where;
    const blocks = isView ? where.modal.blocks : where.blocks;
    const block = blocks.find((each) =>
      interactive(each).some((element) => element.action_id === actionId),
    );
    const element = block && interactive(block).find((each) => each.action_id === actionId);
    const isSeen = isView
      ? where.person === person
      : where.onlyFor === null || where.onlyFor === person;
    if (element === undefined || !isSeen)
      throw new Error(`${this.#name(person)} sees no "${actionId}"`);
    const ts = this.#workspace.time();
    const place = {
      action_id: actionId,
      block_id: block?.block_id,
      type: element.type,
      action_ts: ts,
    };
    const payload = {
      ...this.#by(person, 'block_actions'),
      ...(isView ? this.#inView(where) : this.#inMessage(person, where)),
      actions: [{ ...place, ...chosen(element, choice) }],
    };
    return this.#act(person, 'interactive', `click ${actionId}`, payload, null);
  }

  async submitView(person: string, view: OpenView, entries: Entries): Promise<Seen> {
    const fileOf = (id: string) => fileOn(this.#workspace, id);
    const shown = wireView(this.#workspace, view, stateOf(view, entries, fileOf));
    const payload = { ...this.#by(person, 'view_submission'), view: shown, response_urls: [] };
    const what = `submit ${view.modal.callback_id ?? ''}`;
    let errors: Seen['errors'] = {};
    const seen = await this.#act(person, 'interactive', what, payload, (answer) => {
      const reply = viewAnswer.parse(answer ?? {});
      if ('errors' in reply) errors = reply.errors;
      else this.#views.close(view);
    });
    return { ...seen, view: this.#views.before(person), errors };
  }

  /** Puts a file into an input of a form; the form is submitted with its id. */
  upload(person: string, { name, content, size }: Attachment): string {
    const bytes = Buffer.from(content);
    return this.#workspace.addFile(person, name, bytes, size ?? bytes.length).id;
  }

  /** "Design this" and the like, from a message's menu. */
  async shortcut(person: string, message: Message, callbackId: string): Promise<Seen> {
    const { api_app_id: _app, ...by } = this.#by(person, 'message_action');
    const { container: _container, state: _state, ...where } = this.#inMessage(person, message);
    const payload = {
      ...by,
      ...where,
      callback_id: callbackId,
      message_ts: message.ts,
      action_ts: message.ts,
    };
    this.#record.scopesUsed.add('commands');
    return this.#act(person, 'interactive', `shortcut ${callbackId}`, payload, null);
  }

  /** Opens the direct messages with the app, an agent, and answers with their channel. */
  openAgent(person: string): string {
    return this.#workspace.direct(person);
  }

  /**
   * Presses Slack's own stop button, which people see while the agent works; a late press still
   * reaches the app.
   */
  stop(person: string, channel: string, thread: string, { isLate = false } = {}): void {
    const session = this.#sessions.in(channel, thread);
    const isShown = this.#sessions.hasStopButton && session?.statuses.at(-1) === 'processing';
    if (!isShown && !isLate) throw new Error(`${this.#name(person)} sees no stop button`);
    const event = {
      type: 'agent_session_stopped',
      channel,
      user: person,
      thread_ts: thread,
      streaming_message_ts: [],
      event_ts: this.#workspace.time(),
    };
    this.#deliveries.tell({ subscription: 'agent_session_stopped', scope: null, event });
  }

  /** What only this person sees, the oldest first. */
  ephemeral(person: string): Message[] {
    return this.#workspace.messages.filter((each) => each.onlyFor === person);
  }

  #by(person: string, type: string): Payload {
    const { team, organisation } = this.#workspace;
    const { id, domain } = team;
    const name = this.#name(person);
    return {
      type,
      token: 'none',
      api_app_id: this.#workspace.bot.app,
      team: { id, domain, ...(organisation !== null && { enterprise_id: organisation }) },
      user: { id: person, username: name, name, team_id: this.#teamOf(person) },
      enterprise: organisation === null ? null : { id: organisation, name: 'Org' },
      is_enterprise_install: false,
      trigger_id: this.#views.trigger(person),
    };
  }

  /** An ephemeral message is not shown to the app again. */
  #inMessage(person: string, message: Message): Payload {
    const { channel, thread, ts } = message;
    const isEphemeral = message.onlyFor !== null;
    const container = {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: isEphemeral,
    };
    return {
      container: { ...container, ...(thread !== null && { thread_ts: thread }) },
      channel: { id: channel, name: this.#channelName(channel) },
      ...(!isEphemeral && { message: wireMessage(this.#workspace, message) }),
      response_url: this.#responses.add({ person, channel, thread, message }),
      state: { values: {} },
    };
  }

  #inView(view: OpenView): Payload {
    return { container: { type: 'view', view_id: view.id }, view: wireView(this.#workspace, view) };
  }

  /**
   * Lets the app know, takes its answer if there may be one, and looks at what the person sees
   * then.
   */
  async #act(
    person: string,
    kind: 'slash_commands' | 'interactive',
    what: string,
    payload: Payload,
    take: ((answer: unknown) => void) | null,
  ): Promise<Seen> {
    const before = new Set(this.ephemeral(person));
    const envelope = this.#deliveries.envelope(kind, what, payload, take !== null);
    const { result, answer } = await this.#deliveries.send(envelope);
    const isAcknowledged =
      result === 'acknowledged' && this.#isAcknowledged(what, () => take?.(answer));
    if (!isAcknowledged) {
      const text = `${what} failed because the app did not respond`;
      this.#workspace.post({ channel: '', author: 'Slack', onlyFor: person, text });
    }
    const news = this.ephemeral(person).filter((each) => !before.has(each));
    const privately = news.map((each) => readable(this.#workspace, each));
    return { isAcknowledged, privately, view: this.#views.before(person), errors: {} };
  }

  /** Whether the answer that came with an acknowledgement is one that Slack takes. */
  #isAcknowledged(what: string, take: () => void): boolean {
    try {
      take();
      return true;
    } catch (thrown) {
      const { error, details } = refusalOf(thrown);
      this.#record.violate(`the answer to ${what}: ${error} ${JSON.stringify(details)}`);
      return false;
    }
  }

  #typed(text: string): string {
    const { people, bot } = this.#workspace;
    const everyone = [...people.values(), { id: bot.user, name: bot.name }];
    return everyone.reduce(
      (typed, { id, name }) => typed.replaceAll(`@${name}`, `<@${id}>`),
      escaped(text),
    );
  }

  #name(person: string): string {
    return this.#workspace.people.get(person)?.name ?? person;
  }

  #teamOf(person: string): string {
    return this.#workspace.people.get(person)?.team ?? this.#workspace.team.id;
  }

  #channelName(id: string): string {
    return this.#workspace.channels.get(id)?.name ?? id;
  }
}
