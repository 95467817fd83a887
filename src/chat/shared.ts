/**
 * What Slack and Discord share: what people typed or pressed is read here, and done through
 * `DesignsApi`. Each answer is Markdown for the one person who acted. Of people's text, code reads
 * the bot's mention with a verb, and `Q2:` at the beginning (the engine); everything else is a reply (A17).
 */

import type { Nodes } from 'mdast';
import type { ContextItem, Thread } from '#design/events.ts';
import { DesignId, shortId } from '#design/ids.ts';
import type { Actor, Delivery, DesignsApi, Result, StartInput } from '#engine/designs.ts';
import type { DesignRow } from '#store/store.ts';
import type { Log } from '#support/log.ts';
import { blocks, bullets, code, md, time } from '#words/md.ts';
import { ACTS, type Act } from '#words/message.ts';

/** What both gateways are opened with. */
export interface GatewayOptions {
  readonly designs: DesignsApi;
  /** Ids of people, from CHARRETTE_OPERATORS. */
  readonly operators: readonly string[];
  readonly log: Log;
  /** The socket is back after it was away: messages may have been missed (P5). */
  readonly onReconnect: () => void;
}

// --- Controls ---

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const VALUE = new RegExp(`^charrette:([a-z_]+):(${UUID}):(${UUID})?$`);

/** `cancel_now`: the answer to *Cancel*'s question, where the platform has no dialog of its own. */
export interface Press {
  readonly act: Act | 'cancel_now';
  readonly designId: DesignId;
  /** Empty for what is no gate's. */
  readonly gateId: string;
}

/** At most 93 characters: Discord allows 100. */
export function controlValue(act: Press['act'], designId: string, gateId = ''): string {
  return `charrette:${act}:${designId.slice('dsn_'.length)}:${gateId.slice('gat_'.length)}`;
}

/** The one place where a control's value is read (A25). */
export function readControl(value: string): Press | null {
  const [, act, design, gate] = VALUE.exec(value) ?? [];
  const known = [...ACTS, 'cancel_now' as const].find((each) => each === act);
  if (known === undefined) return null;
  const gateId = gate === undefined ? '' : `gat_${gate}`;
  return { act: known, designId: DesignId.parse(`dsn_${design}`), gateId };
}

export async function perform(
  designs: DesignsApi,
  { act, designId, gateId }: Press,
  actor: Actor,
  delivery: Delivery,
  note = '',
): Promise<string> {
  const decide = (choice: 'accept' | 'send_back' | 'stop') =>
    designs.decide(designId, { gateId, choice, note }, actor, delivery);
  switch (act) {
    case 'go_on':
      return tell(await designs.goOn(designId, actor, delivery), 'The personas go on.');
    case 'cancel':
    case 'cancel_now':
      return cancel(designs, designId, actor, delivery);
    case 'accept':
      return tell(await decide(act), 'It is accepted.');
    case 'send_back':
      return tell(await decide(act), 'It goes back with your note.');
    case 'stop':
      return tell(await decide(act), 'It is stopped.');
    case 'run_again':
      return tell(await designs.runAgain(designId, actor, delivery), 'It runs again.');
  }
}

async function cancel(
  designs: DesignsApi,
  id: DesignId,
  actor: Actor,
  delivery: Delivery,
): Promise<string> {
  return tell(await designs.cancel(id, '', actor, delivery), 'It is cancelled.');
}

export const UNKNOWN_CONTROL =
  'This button is of an older version. `/design status` shows where it stands.';
const NOT_DONE = 'I could not do that now. Try again in a minute.';

function tell(result: Result, done: string): string {
  if (!result.ok) return result.refusal.message;
  return result.isDone ? done : 'Taken, not done yet. The card shows it when it is.';
}

// --- Commands ---

export interface Options {
  readonly depth?: string | undefined;
  readonly repo?: string | undefined;
  readonly personas?: string | undefined;
  readonly budget?: string | undefined;
}
export type Command =
  | { readonly verb: 'help' }
  | { readonly verb: 'list' }
  | { readonly verb: 'status' | 'cancel'; readonly id: string }
  | { readonly verb: 'start'; readonly topic: string; readonly options: Options };

const ID = new RegExp(`^(?:dsn_${UUID}|[0-9a-f]{8})$`);
const OPTION = /^(depth|repo|personas|budget)=(\S{1,400})(?:\s+|$)/;

/** Verbs are verbs only as the whole text, or with an id; else the text is a topic. */
export function readCommand(text: string): Command {
  let topic = text.trim();
  const [first = '', id = '', ...more] = topic.split(/\s+/, 3);
  if (topic === '' || topic === 'help') return { verb: 'help' };
  if (topic === 'list') return { verb: 'list' };
  if ((first === 'status' || first === 'cancel') && more.length === 0)
    if (id === '' || ID.test(id)) return { verb: first, id };
  const options: Record<string, string> = {};
  for (let found = OPTION.exec(topic); found !== null; found = OPTION.exec(topic)) {
    options[found[1] ?? ''] = found[2] ?? '';
    topic = topic.slice(found[0].length);
  }
  return { verb: 'start', topic, options };
}

/** A string: why it cannot be started like this. */
export function startInputOf(
  topic: string,
  { depth = 'standard', repo, personas, budget }: Options,
  context: StartInput['context'] = [],
): StartInput | string {
  if (topic === '') return 'What is to be decided? Write the question behind the options.';
  if (topic.length > 4_000)
    return 'A question has at most 4,000 characters. Put the rest into the thread.';
  if (depth !== 'quick' && depth !== 'standard') return 'The depth is `quick` or `standard`.';
  const budgetUsd = Number(budget?.replace(/^\$/, '') ?? 1);
  if (!(budgetUsd > 0)) return 'The budget is a number of dollars, like `budget=3`.';
  return {
    topic,
    context,
    depth,
    ...(repo !== undefined && { repo }),
    ...(personas !== undefined && { personas: personas.split(',').filter((name) => name !== '') }),
    ...(budget !== undefined && { budgetUsd }),
  };
}

export async function start(
  designs: DesignsApi,
  input: StartInput | string,
  actor: Actor,
  delivery: Delivery,
  place: Thread,
): Promise<string> {
  if (typeof input === 'string') return input;
  const result = await designs.start(input, actor, delivery, place);
  if (!result.ok) return result.refusal.message;
  return ['On it.', result.estimate, 'Follow along in the thread.'].filter(Boolean).join(' ');
}

/** `list`, `status` and `cancel` know the designs of this channel; by its id an operator knows any. */
export async function answerVerb(
  designs: DesignsApi,
  command: Exclude<Command, { verb: 'start' | 'help' }>,
  actor: Actor,
  delivery: Delivery,
  { platform, channel }: Thread,
): Promise<string> {
  const all = await designs.find({ limit: 200 });
  const here = all.filter(
    ({ summary }) => summary.platform === platform && summary.channel === channel,
  );
  if (command.verb === 'list')
    return here.length === 0 ? 'No design was started in this channel.' : listed(here.slice(0, 15));
  if (command.id !== '') {
    const row = (await designs.read(command.id))?.row;
    const { summary } = row ?? {};
    const isHere = summary?.platform === platform && summary.channel === channel;
    if (row === undefined || !(isHere || actor.isOperator))
      return `There is no design ${command.id} in this channel. \`/design list\` shows all.`;
    if (command.verb === 'status') return listed([row]);
    return cancel(designs, row.id, actor, delivery);
  }
  const running = here.filter(({ isEnded }) => !isEnded);
  if (command.verb === 'status')
    return running.length === 0 ? 'No design runs in this channel.' : listed(running);
  const own = running.filter(
    ({ summary }) => actor.isOperator || summary.startedBy.id === actor.id,
  );
  const [only, ...others] = own;
  if (only === undefined) return 'No design runs here that you may cancel.';
  if (others.length > 0) return `Which one? \`/design cancel <id>\`\n\n${listed(own)}`;
  return cancel(designs, only.id, actor, delivery);
}

function listed(rows: readonly DesignRow[]): string {
  const items = rows.map(({ id, isEnded, summary }) => {
    const { topic, headline, phase, startedAt, startedBy, costUsd } = summary;
    const where = isEnded || headline !== '' ? headline : phase;
    const cost = costUsd === null ? '' : ` · $${costUsd.toFixed(2)}`;
    return md`**${topic}** ${code(shortId(id))} · ${where}${cost} · ${startedBy.name}, ${time(startedAt)}`;
  });
  return blocks(bullets(items)).text;
}

// --- Messages ---

export interface PersonMessage {
  /** As it is stored: an edit's with its time (P5). */
  readonly id: string;
  readonly replaces: string;
  /** Names in the place of mentions; files at the end. */
  readonly text: string;
  /** What stands beside a mention of the bot; `null`: the bot is not mentioned. */
  readonly toBot: string | null;
}

/** `null`: no design runs there, and it is nobody's reply. Otherwise a private answer, or nothing to say. */
export async function takeReply(
  designs: DesignsApi,
  message: PersonMessage,
  actor: Actor,
  { platform, channel, thread }: Thread,
): Promise<{ readonly answer: string } | null> {
  const row = await designs.ofThread(platform, channel, thread);
  if (row === null || row.isEnded) return null;
  const delivery = { platform, id: message.id };
  if (message.toBot === 'cancel' && message.replaces === '')
    return { answer: await cancel(designs, row.id, actor, delivery) };
  const { text, replaces } = message;
  if (text === '') return { answer: '' };
  const result = await designs.reply(row.id, { text, replaces }, actor, delivery);
  return { answer: result.ok ? '' : result.refusal.message };
}

/** What was said in a thread before a design started there; of a long thread, its end. */
export function threadContext(said: readonly string[]): ContextItem[] {
  let first = said.length;
  let characters = 0;
  while (first > 0) {
    characters += (said[first - 1] ?? '').length + 2;
    if (characters > MAX_CONTEXT_CHARACTERS) break;
    first -= 1;
  }
  const left = first === 0 ? [] : [`(${first} earlier messages are left out.)`];
  const text = [...left, ...said.slice(first)].join('\n\n');
  return said.length === 0 ? [] : [{ name: 'What the thread said before', text }];
}

const MAX_CONTEXT_CHARACTERS = 90_000;
const MAX_FILE_BYTES = 100_000;
const FILE_MS = 2_000;

export interface AttachedFile {
  readonly name: string;
  readonly bytes: number;
  readonly url: string;
}

/** The text with its text files at the end; a file that is not read is named. */
export async function addFiles(
  text: string,
  files: readonly AttachedFile[],
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  let whole = text;
  for (const file of files) {
    const content = await readTextFile(file, headers);
    const part =
      content === null || whole.length + content.length > MAX_FILE_BYTES - 500
        ? `(The file ${file.name} was not read: only text of up to 100 kB is.)`
        : `${file.name}:\n${content}`;
    whole = whole === '' ? part : `${whole}\n\n${part}`;
  }
  return whole;
}

async function readTextFile(
  { name, bytes, url }: AttachedFile,
  headers: Readonly<Record<string, string>>,
): Promise<string | null> {
  if (url === '' || bytes > MAX_FILE_BYTES) return null;
  try {
    const answer = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(FILE_MS),
    });
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
    // Slack answers with its page for signing in where it does not let the bot read files.
    if (!answer.ok || (isPage && !/\.html?$/i.test(name))) return null;
    const content = new TextDecoder('utf-8', { fatal: true }).decode(await answer.arrayBuffer());
    return content.includes('\0') || content.length > MAX_FILE_BYTES ? null : content.trim();
  } catch {
    return null;
  }
}

/**
 * What was asked is stored before it is acknowledged (P5); where that takes nearly the three seconds
 * that the platforms wait, `late` is called first, which promises nothing.
 */
export async function answerInTime(
  work: Promise<string>,
  log: Log,
  late: () => Promise<void>,
): Promise<{ readonly answer: string; readonly isLate: boolean }> {
  const answered = work.catch((error: unknown) => {
    log.error('chat_request_failed', { error });
    return NOT_DONE;
  });
  const { promise: due, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, 2_400, null);
  const first = await Promise.race([answered, due]);
  clearTimeout(timer);
  if (first !== null) return { answer: first, isLate: false };
  await late();
  return { answer: await answered, isLate: true };
}

/** Milliseconds, from an id that holds its time (UUIDv7), with an hour for clocks that differ. */
export function bornAt(designId: string): number {
  const hex = designId.slice('dsn_'.length).replaceAll('-', '').slice(0, 12);
  return Math.max(0, Number.parseInt(hex, 16) - 3_600_000);
}

/** The words of a node of Markdown and of all within it. */
export function plainOf(node: Nodes): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  if (node.type === 'break') return '\n';
  const separator = ['root', 'list', 'blockquote'].includes(node.type) ? '\n' : '';
  return 'children' in node ? node.children.map(plainOf).join(separator) : '';
}
