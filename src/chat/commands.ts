/** `/design` and its verbs: what was typed is read here, and answered in Markdown for the one person who typed it (A17). */

import type { Thread } from '#design/events.ts';
import { shortId } from '#design/ids.ts';
import type { Actor, Delivery, StartInput } from '#engine/design-inputs.ts';
import type { DesignRow } from '#store/store.ts';
import { blocks, bullets, code, join, type Markdown, md, time } from '#words/md.ts';
import { cancel } from './controls.ts';
import type { ChatDesigns } from './gateway.ts';

export type Options = Readonly<
  Partial<Record<'depth' | 'repo' | 'personas' | 'budget', string | undefined>>
>;
export type Command =
  | { readonly verb: 'help' }
  | { readonly verb: 'list'; readonly words: string }
  | { readonly verb: 'status' | 'cancel'; readonly id: string }
  | { readonly verb: 'start'; readonly topic: string; readonly options: Options }
  /** Mistyped: a start is public and costs money. */
  | { readonly verb: 'refused'; readonly sentence: string };

const OPTION = /^(\w+)=(\S*)\s*/;
const NAMES = ['depth', 'repo', 'personas', 'budget'] as const;
export const OPTIONS_HELP =
  'Before the question you can put `depth=quick`, `repo=name`, `personas=a,b` or `budget=3`.';

/**
 * A verb has at most one word behind it, `list` as many as are searched for. All else is a topic, as
 * is every question.
 */
export function readCommand(text: string): Command {
  let topic = text.trim();
  const [first = '', ...more] = topic.toLowerCase().match(/[^\s.!,]+/g) ?? [];
  const [id = ''] = more;
  if (topic === '') return { verb: 'help' };
  if (!topic.endsWith('?')) {
    if (first === 'list') return { verb: 'list', words: more.join(' ') };
    if (more.length < 2 && first === 'help') return { verb: 'help' };
    if (more.length < 2 && (first === 'status' || first === 'cancel')) return { verb: first, id };
  }
  const options: Record<string, string> = {};
  for (let found = OPTION.exec(topic); found !== null; found = OPTION.exec(topic)) {
    const [whole, typed = '', value = ''] = found;
    const name = NAMES.find((each) => each === typed.toLowerCase());
    if (name === undefined) return refused(md`There is no option ${code(typed)}.`);
    if (value === '') return refused(md`${code(`${name}=`)} has no value.`);
    options[name] = value;
    topic = topic.slice(whole.length);
  }
  // Slack makes a dash of two hyphens.
  if (/^(--|—|–)/.test(topic)) return refused(md`Options have no hyphens here.`);
  return { verb: 'start', topic, options };
}

function refused({ text }: Markdown): Command {
  return { verb: 'refused', sentence: `${text} ${OPTIONS_HELP}` };
}

/** A string: why it cannot be started like this. */
export function startInputOf(
  topic: string,
  { depth: typed = 'standard', repo, personas, budget }: Options,
  context: StartInput['context'] = [],
): StartInput | string {
  if (topic === '') return 'What is to be decided? Type the question after the options.';
  if (topic.length > 4_000)
    return 'A question can have up to 4,000 characters. Put the rest in the thread.';
  const depth = typed.toLowerCase();
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
  designs: ChatDesigns,
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
  designs: ChatDesigns,
  command: Extract<Command, { verb: 'list' | 'status' | 'cancel' }>,
  actor: Actor,
  delivery: Delivery,
  channel: string,
): Promise<string> {
  if (command.verb === 'list') {
    const { words } = command;
    const found = await designs.find({ channel, words, limit: 15 });
    if (found.length > 0) return listed(found);
    if (words === '') return 'No design has been started in this channel.';
    return md`No design of this channel has these words: ${words}`.text;
  }
  if (command.id !== '') {
    const row = (await designs.read(command.id))?.row;
    if (row === undefined || !(row.summary.channel === channel || actor.isOperator))
      return md`There is no design ${code(command.id)} in this channel. \`/design list\` shows those that are.`
        .text;
    if (command.verb === 'status') return listed([row]);
    return (await cancel(designs, row.id, actor, delivery)).words;
  }
  const here = await designs.find({ channel, limit: 200 });
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
  const items = rows.map(({ id, summary }) => {
    const { topic, headline, startedAt, startedBy, isRehearsal } = summary;
    const facts = [headline, ...(isRehearsal ? ['example'] : []), startedBy.name];
    return md`**${topic}** ${code(shortId(id))} · ${join(facts, ' · ')}, ${time(startedAt)}`;
  });
  return blocks(bullets(items)).text;
}
