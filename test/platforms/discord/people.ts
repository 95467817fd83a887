import { InteractionType } from 'discord-api-types/v10';
import type { Acting, Seen } from './acting.ts';
import { type Control, controls } from './components.ts';
import type { Guild } from './guild.ts';
import type { Choice } from './interactions.ts';
import type { Extra, Message, StoredFile } from './message.ts';
import { type Entries, type OpenModal, submitted } from './modal.ts';
import { has } from './permissions.ts';
import { snowflake } from './snowflake.ts';
import { commandData, type OptionValues, type Typed, typedCommand } from './typed-command.ts';
import { resolvedIn, wireFile, wireMessage } from './wire.ts';

export interface Attachment {
  readonly name: string;
  readonly content: string | Buffer;
  /** Bytes that Discord says it has, where that differs. */
  readonly size?: number;
  readonly type?: string;
}

interface Said {
  readonly files?: readonly Attachment[];
  readonly replyTo?: Message;
  readonly extra?: Extra;
}

const MEDIA_TYPES: Record<string, string> = {
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
  png: 'image/png',
};
const TYPED = 1;
const MESSAGE_MENU = 3;
const TYPED_ANSWER = 20;
const MENU_ANSWER = 23;

/** The hands of the people of a guild. */
export class People {
  readonly #acting: Acting;
  readonly #guild: Guild;

  constructor(acting: Acting) {
    this.#acting = acting;
    this.#guild = acting.guild;
  }

  /**
   * Writes a message in a channel, a thread or a direct conversation; `@Charrette` and `@name`
   * become mentions.
   */
  say(
    person: string,
    channel: string,
    text: string,
    { files = [], replyTo, extra = {} }: Said = {},
  ): Message {
    const place = this.#guild.channel(channel);
    const name = place.thread === null ? 'SendMessages' : 'SendMessagesInThreads';
    if (!has(this.#guild.permissions(person, place), name))
      throw new Error(`${this.#name(person)} cannot write here`);
    const isBarred =
      place.thread?.isLocked && !has(this.#guild.permissions(person, place), 'ManageThreads');
    if (isBarred) throw new Error('the thread is locked');
    if (place.thread?.isArchived) this.#guild.archive(channel, false);
    if (place.thread !== null) this.#guild.join(channel, person);
    const content = this.#typed(text);
    const pings = replyTo === undefined ? [] : [replyTo.author];
    const reference =
      replyTo === undefined ? null : { channel: replyTo.channel, message: replyTo.id };
    return this.#guild.messages.post({
      channel,
      author: person,
      content,
      reference,
      pings,
      files: files.map(stored),
      extra,
    });
  }

  /** Forwards a message to another place, where it is shown without its author. */
  forward(person: string, channel: string, message: Message): Message {
    const { type, content, embeds, attachments, mentions, timestamp, flags } = wireMessage(
      this.#guild,
      message,
      {
        mayRead: true,
      },
    ) as Record<string, unknown>;
    const shown = {
      type,
      content,
      embeds,
      attachments,
      mentions,
      timestamp,
      flags,
      components: [],
    };
    const message_reference = { type: 1, channel_id: message.channel, message_id: message.id };
    return this.say(person, channel, '', {
      extra: { message_reference, message_snapshots: [{ message: shown }] },
    });
  }

  edit(message: Message, text: string): void {
    this.#guild.messages.edit(message, { content: this.#typed(text) });
  }

  remove(...messages: readonly Message[]): void {
    this.#guild.messages.remove(...messages);
  }

  mention(person: string, channel: string, text: string): Message {
    return this.say(person, channel, `@${this.#guild.bot.name} ${text}`);
  }

  /**
   * Types a command: `design start`, or `start` where one command alone has such a subcommand. What
   * Discord's own app would not let the person send is an error.
   */
  async slash(
    person: string,
    channel: string,
    words: string,
    values: OptionValues = {},
  ): Promise<Seen> {
    const typed = this.#typedCommand(person, channel, words);
    const resolved = resolvedIn(this.#guild, person, Object.values(values).join(' '));
    const data = { ...commandData(typed, values), ...(resolved !== null && { resolved }) };
    const what = `/${words}`;
    const type = InteractionType.ApplicationCommand;
    return this.#acting.act({ person, channel, type, what, data, answerType: TYPED_ANSWER });
  }

  /** What the app offers while the person types into an option. */
  async complete(
    person: string,
    channel: string,
    words: string,
    option: string,
    sofar: string,
    values: OptionValues = {},
  ): Promise<readonly Choice[]> {
    const typed = this.#typedCommand(person, channel, words);
    const parameter = typed.parameters.find(({ name }) => name === option);
    if (parameter?.autocomplete !== true) throw new Error(`"${option}" is not completed`);
    const data = commandData(typed, { ...values, [option]: sofar }, option);
    const type = InteractionType.ApplicationCommandAutocomplete;
    const { choices } = await this.#acting.act({
      person,
      channel,
      type,
      what: `completing /${words}`,
      data,
    });
    return choices;
  }

  /** Chooses a command from a message's menu. */
  async menu(person: string, message: Message, name: string): Promise<Seen> {
    const { channel, id: target_id } = message;
    const command = this.#acting.offered(
      person,
      channel,
      MESSAGE_MENU,
      (each) => each.name === name,
    );
    const { id, type, guild } = command;
    const messages = { [target_id]: wireMessage(this.#guild, message, { mayRead: true }) };
    const scope = guild === null ? {} : { guild_id: guild };
    const data = { id, name, type, target_id, resolved: { messages }, ...scope };
    const kind = InteractionType.ApplicationCommand;
    return this.#acting.act({
      person,
      channel,
      type: kind,
      what: `menu ${name}`,
      data,
      answerType: MENU_ANSWER,
    });
  }

  /**
   * Works a button, or chooses in a select, of a message that this person sees. `which` is its
   * custom id, the beginning of it, or what stands on it.
   */
  async click(
    person: string,
    message: Message,
    which: string,
    ...values: readonly string[]
  ): Promise<Seen> {
    const now = this.#guild.messages.get(message.id);
    const isSeen = now !== undefined && this.#sees(person, now);
    const control = isSeen ? found(controls(now.components), which) : undefined;
    if (now === undefined || control === undefined)
      throw new Error(`${this.#name(person)} sees no "${which}"`);
    const { custom_id, type: component_type, id } = control;
    const odd =
      control.type === 3 &&
      values.find((value) => !control.options.some((each) => each.value === value));
    if (odd) throw new Error(`"${which}" does not offer "${odd}"`);
    const data = { custom_id, component_type, id, ...(control.type === 3 && { values }) };
    const type = InteractionType.MessageComponent;
    const what = `click ${custom_id}`;
    return this.#acting.act({ person, channel: now.channel, type, what, data, message: now });
  }

  /** Puts a file into a modal, which is submitted with its id. */
  upload(attachment: Attachment): string {
    const file = stored(attachment);
    this.#guild.uploads.set(file.id, file);
    return file.id;
  }

  /** Fills in a modal that is before a person, and submits it. */
  async submit(person: string, open: OpenModal, entries: Entries): Promise<Seen> {
    if (open.person !== person) throw new Error(`${this.#name(person)} sees no such modal`);
    const { custom_id } = open.modal;
    const { channel, message } = this.#acting.interactions.all.get(open.interaction) ?? {
      channel: '',
      message: null,
    };
    const uploaded = Object.values(entries)
      .flat()
      .flatMap((id) => this.#guild.uploads.get(id) ?? []);
    const attachments = uploaded.map((file) => [file.id, wireFile(this.#guild, channel, file)]);
    const resolved = { attachments: Object.fromEntries(attachments) };
    const components = submitted(open.modal, entries);
    const data = { custom_id, components, ...(uploaded.length > 0 && { resolved }) };
    const type = InteractionType.ModalSubmit;
    return this.#acting.act({ person, channel, type, what: `submit ${custom_id}`, data, message });
  }

  /** What only this person sees, the oldest first. */
  ephemeral(person: string): Message[] {
    return this.#guild.messages.onlyFor(person);
  }

  #sees(person: string, { channel, onlyFor }: Message): boolean {
    if (onlyFor !== null && onlyFor !== person) return false;
    return has(this.#guild.permissions(person, this.#guild.channel(channel)), 'ViewChannel');
  }

  #typedCommand(person: string, channel: string, words: string): Typed {
    const steps = words.split(' ');
    const command = this.#acting.offered(
      person,
      channel,
      TYPED,
      (each) => typedCommand(each, steps) !== null,
    );
    const typed = typedCommand(command, steps);
    if (typed === null) throw new Error(`there is no /${words}`);
    return typed;
  }

  #typed(text: string): string {
    const everyone = [...this.#guild.people.values()].toSorted(
      (one, two) => two.name.length - one.name.length,
    );
    return everyone.reduce((typed, { id, name }) => typed.replaceAll(`@${name}`, `<@${id}>`), text);
  }

  #name(person: string): string {
    return this.#guild.people.get(person)?.name ?? person;
  }
}

function found(all: readonly Control[], which: string): Control | undefined {
  const label = (each: Control) => (each.type === 2 ? each.label : each.placeholder);
  const exact = all.find((each) => each.custom_id === which || label(each) === which);
  return exact ?? all.find((each) => each.custom_id.startsWith(`${which} `));
}

function stored({ name, content, size, type }: Attachment): StoredFile {
  const bytes = Buffer.from(content);
  const ending = name.split('.').at(-1) ?? '';
  const kind = type ?? MEDIA_TYPES[ending] ?? 'application/octet-stream';
  return { id: snowflake(), name, type: kind, size: size ?? bytes.length, content: bytes };
}
