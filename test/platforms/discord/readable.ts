import { MessageType } from 'discord-api-types/v10';
import type { Component, Control, ModalInput } from './components.ts';
import type { Guild } from './guild.ts';
import type { Message } from './message.ts';
import { FLAGS } from './message-body.ts';
import type { OpenModal } from './modal.ts';

/**
 * A message as a person sees it: who, what, buttons, files, reactions. Whom it pings is marked with
 * 📢.
 */
export function readable(guild: Guild, message: Message): string {
  const { author, content, embeds, components, files, flags, reference, editedAt, reactions } =
    message;
  if (message.type === MessageType.ThreadStarterMessage) return readableStarter(guild, message);
  if (message.type === MessageType.ThreadCreated)
    return `(${nameOf(guild, author)} started a thread: ${content})`;
  const isLoading = (flags & FLAGS.loading) !== 0;
  const isV2 = (flags & FLAGS.v2) !== 0;
  const edited = editedAt !== null && content !== '' ? ' (edited)' : '';
  const quoted =
    reference === null ? undefined : guild.messages.find(reference.channel, reference.message);
  const lines = [
    ...(quoted === undefined ? [] : [`↪ ${nameOf(guild, quoted.author)}`]),
    isLoading ? '(thinking…)' : `${content}${edited}`,
    ...embeds.map(({ title }) => title),
    ...components.flatMap(readableComponent),
    ...(isV2 ? [] : files.map(({ name }) => `📎 ${name}`)),
    [...reactions].map(([emoji, { size }]) => `(${emoji} ${size})`).join(' '),
  ];
  const text = lines.filter((line) => line !== undefined && line !== '').join('\n');
  return `${nameOf(guild, author)}: ${plain(guild, text, message.pings)}`;
}

/** On top of a thread stands the message that it hangs on. */
function readableStarter(guild: Guild, { reference }: Message): string {
  const { channel, message } = reference ?? { channel: '', message: '' };
  const original = guild.messages.find(channel, message);
  return original === undefined ? '(the message was deleted)' : readable(guild, original);
}

export function readableModal({ modal }: OpenModal): string {
  const lines = modal.components.map((each) => {
    if (each.type === 10) return each.content;
    const optional = each.component.required === false ? ' (optional)' : '';
    const hint = each.description === undefined ? '' : ` (${each.description})`;
    return `${each.label}${optional}: ${field(each.component)}${hint}`;
  });
  return [`## ${modal.title}`, ...lines, '[ Submit ]'].join('\n');
}

function field(input: ModalInput): string {
  switch (input.type) {
    case 4:
      return `[ ${input.value ?? ''}… ]`;
    case 19:
      return '[ Upload ]';
    case 21:
      return input.options
        .map((each) => `${each.default === true ? '◉' : '○'} ${each.label}`)
        .join(' ');
    case 22:
      return input.options.map(({ label }) => `☐ ${label}`).join(' ');
    default:
      return control(input);
  }
}

function readableComponent(component: Component): string[] {
  switch (component.type) {
    case 1:
      return [component.components.map(control).join(' ')];
    case 10:
      return [component.content];
    case 9:
      return [...component.components.map(({ content }) => content), control(component.accessory)];
    case 14:
      return [];
    case 13:
      return [`📎 ${component.file.url.replace('attachment://', '')}`];
    case 17:
      return component.components.flatMap(readableComponent);
  }
}

function control(each: Control): string {
  if (each.type === 2) return `[ ${each.label} ]`;
  const options = each.options.map(({ label }) => label).join(' / ');
  return `[ ${[each.placeholder ?? '', options].filter((part) => part !== '').join(': ')} ▾ ]`;
}

function nameOf(guild: Guild, id: string): string {
  return guild.people.get(id)?.name ?? id;
}

/**
 * Mentions by name; what pings somebody is marked. Times and the like stay as Discord writes them.
 */
export function plain(guild: Guild, text: string, pings: readonly string[] = []): string {
  const mark = (id: string): string => (pings.includes(id) ? '📢' : '');
  return text
    .replaceAll(/<@!?(\d+)>/g, (_, id: string) => `${mark(id)}@${nameOf(guild, id)}`)
    .replaceAll(/<@&(\d+)>/g, (_, id: string) => `${mark(id)}@${guild.roles.get(id)?.name ?? id}`)
    .replaceAll(/@(everyone|here)/g, (name) => `${mark('everyone')}${name}`)
    .replaceAll(/<#(\d+)>/g, (_, id: string) => `#${guild.channels.get(id)?.name ?? id}`);
}
