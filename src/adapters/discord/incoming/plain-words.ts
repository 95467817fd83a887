import { plainText } from '../../../runtime/message/plain.ts';
import type { Message } from './message.ts';
import { nameOf } from './people.ts';

/** `<@1>`, `<@!1>`, `<@&1>`, `<#1>`, `<:name:1>`, `<t:1:R>`, `</design start:1>`, `<https://…>`. No `<` within: linear (A15). */
const REFERENCE = /<([^<>\s][^<>]{0,2999})>/g;
const EMOJI = /^a?:(\w{1,40}):\d{1,20}$/;
const MOMENT = /^t:(-?\d{1,12})(?::[a-zA-Z])?$/;
const COMMAND = /^(\/[^:]{1,110}):\d{1,20}$/;
const ADDRESS = /^(?:https?|mailto):/;
const PERSON = /^@!?(\d{1,20})$/;
const SOMEBODY = 'somebody';
const MS_PER_SECOND = 1_000;
const LATEST_MS = 8.64e15;

/** The people that a message mentions, by id, with the names that readers see. */
export function namesIn({ mentions }: Pick<Message, 'mentions'>): Map<string, string> {
  return new Map(mentions.map(({ member, ...user }) => [user.id, nameOf(user, member)]));
}

/** Discord's markup as the words that people saw when they wrote it. */
export function plainWords(text: string, names: ReadonlyMap<string, string>): string {
  const read = text.replaceAll(REFERENCE, (whole, target: string) => referenced(whole, target, names));
  return plainText(read).trim();
}

/** What somebody says, with what they have taken over from elsewhere. */
export function wordsIn({
  content,
  message_snapshots,
}: Pick<Message, 'content' | 'message_snapshots'>): string {
  const forwarded = (message_snapshots ?? []).map(({ message }) => message.content);
  return [content, ...forwarded].filter((each) => each.trim() !== '').join('\n\n');
}

/** What is none of Discord's own marks stays as it is. */
function referenced(whole: string, target: string, names: ReadonlyMap<string, string>): string {
  const [, person] = PERSON.exec(target) ?? [];
  if (person !== undefined) return `@${names.get(person) ?? SOMEBODY}`;
  if (/^@&\d{1,20}$/.test(target)) return '@group';
  if (/^#\d{1,20}$/.test(target)) return '#channel';
  const [, emoji] = EMOJI.exec(target) ?? [];
  if (emoji !== undefined) return `:${emoji}:`;
  const [, command] = COMMAND.exec(target) ?? [];
  if (command !== undefined) return command;
  const [, seconds] = MOMENT.exec(target) ?? [];
  if (seconds !== undefined) return moment(Number(seconds) * MS_PER_SECOND) ?? whole;
  return ADDRESS.test(target) ? target : whole;
}

function moment(atMs: number): string | null {
  if (Math.abs(atMs) > LATEST_MS) return null;
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
