/** `/design` and its verbs: what was typed is read here, and answered in Markdown for the one person who typed it (A17). */

import type { Thread } from '#design/events.ts';
import { shortId } from '#design/ids.ts';
import type { Actor, Delivery, DesignsApi, StartInput } from '#engine/designs.ts';
import type { DesignRow } from '#store/store.ts';
import { blocks, bullets, code, md, time } from '#words/md.ts';
import { cancel, UUID } from './controls.ts';

export type Options = Readonly<
  Partial<Record<'depth' | 'repo' | 'personas' | 'budget', string | undefined>>
>;
export type Command =
  | { readonly verb: 'help' }
  | { readonly verb: 'list' | 'status' | 'cancel'; readonly id: string }
  | { readonly verb: 'start'; readonly topic: string; readonly options: Options };

const ID = new RegExp(`^(?:dsn_${UUID}|[0-9a-f]{8})$`);
const OPTION = /^(depth|repo|personas|budget)=(\S{1,400})(?:\s+|$)/;

/** Verbs are verbs only as the whole text, or with an id; else the text is a topic. */
export function readCommand(text: string): Command {
  let topic = text.trim();
  const [first = '', id = '', ...more] = topic.split(/\s+/, 3);
  if (topic === '' || topic === 'help') return { verb: 'help' };
  if (topic === 'list') return { verb: 'list', id: '' };
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
  if (topic === '') return 'What is to be decided? Type the question after the options.';
  if (topic.length > 4_000)
    return 'A question can have up to 4,000 characters. Put the rest in the thread.';
  if (depth !== 'quick' && depth !== 'standard') return 'The depth is `quick` or `standard`.';
  const budgetUsd = Number(budget?.replace(/^\$/, '') ?? 1);
  if (!(budgetUsd > 0)) return 'The budget is a number of dollars, such as 3.';
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
  channel: string,
): Promise<string> {
  const here = await designs.find({ channel, limit: 200 });
  if (command.verb === 'list')
    return here.length === 0
      ? 'No design has been started in this channel.'
      : listed(here.slice(0, 15));
  if (command.id !== '') {
    const row = (await designs.read(command.id))?.row;
    if (row === undefined || !(row.summary.channel === channel || actor.isOperator))
      return `There is no design ${command.id} in this channel. \`/design list\` shows those that are.`;
    if (command.verb === 'status') return listed([row]);
    return (await cancel(designs, row.id, actor, delivery)).words;
  }
  const running = here.filter(({ isEnded }) => !isEnded);
  if (command.verb === 'status')
    return running.length === 0 ? 'No design is running in this channel.' : listed(running);
  const own = running.filter(
    ({ summary }) => actor.isOperator || summary.startedBy.id === actor.id,
  );
  const [only, ...others] = own;
  if (only === undefined) return 'No design is running here that you can cancel.';
  if (others.length > 0) return `Which one? Type \`/design cancel\` and its id.\n\n${listed(own)}`;
  return (await cancel(designs, only.id, actor, delivery)).words;
}

function listed(rows: readonly DesignRow[]): string {
  const items = rows.map(
    ({ id, summary: { topic, headline, startedAt, startedBy } }) =>
      md`**${topic}** ${code(shortId(id))} · ${headline} · ${startedBy.name}, ${time(startedAt)}`,
  );
  return blocks(bullets(items)).text;
}
