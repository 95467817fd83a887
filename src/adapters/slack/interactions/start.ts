import type { Document } from '../../../core/telling/document.ts';
import { TEXTS } from '../../../core/telling/message/texts.ts';
import type { Work } from '../../../runtime/gateway/answer-request.ts';
import { requestedDesignIn } from '../../../runtime/gateway/form.ts';
import { startInWords, withThread } from '../../../runtime/gateway/requested-design.ts';
import { startDesign, startProblem } from '../../../runtime/gateway/start-design.ts';
import { perform, typedTopic } from '../../../runtime/gateway/verbs.ts';
import { type WordsForm, wordsGiven, wordsProblem } from '../../../runtime/gateway/words-forms.ts';
import { notificationOf } from '../../../runtime/message/markdown.ts';
import { threadWords } from '../incoming/plain-words.ts';
import { requesterIn } from '../incoming/requester.ts';
import type { SlackContext } from '../slack-context.ts';
import { formIn, Opened, OpenedOnDesign, openBegin } from './forms.ts';
import type { Command, Submitted } from './interaction-payload.ts';

/** What a form asks for, or what is wrong with which of its fields. */
type Sent = { readonly work: Work } | { readonly errors: Readonly<Record<string, string>> };

/** The text after `/design`: a verb, the topic of a design, or nothing, which opens the form. */
export async function typed(
  context: SlackContext,
  { text, channel_id: channel, user_id, trigger_id }: Command,
  stored: Parameters<Work>[0],
): Promise<Document | null> {
  // What the form needs lives three seconds: it comes before everything else.
  const form = (topic: string, hint?: string) =>
    openBegin(context, user_id, trigger_id, { channel, message: null }, topic, hint);
  if (text === '') return form('');
  const key = `slack ${trigger_id}`;
  return typedTopic(
    text,
    async (verb) => {
      const person = await context.people.person(user_id);
      return perform(context, verb, { person, channel, key, stored });
    },
    async () => {
      const person = await context.people.person(user_id);
      const requester = { ...requesterIn(context, person, { channel, thread: null }), typed: [text] };
      return startDesign(context, startInWords(text), requester, key, stored);
    },
    form,
  );
}

/** Where a form was opened; empty where that cannot be read. */
export function channelOf({ view: { private_metadata: metadata } }: Submitted): string {
  const opened = Opened.safeParse(metadata).data ?? OpenedOnDesign.safeParse(metadata).data;
  return opened?.channel ?? '';
}

/** The form for a new design. */
export async function beginSubmitted(context: SlackContext, { user, view }: Submitted): Promise<Sent> {
  const opened = Opened.safeParse(view.private_metadata).data;
  if (opened === undefined) return { errors: { topic: TEXTS.formUnread } };
  const { channel, message } = opened;
  const form = formIn(view.state.values);
  const filled = requestedDesignIn(form);
  if ('errors' in filled) return filled;
  const { people } = context;
  const here = { channel, thread: null };
  const asking = requesterIn(context, await people.personAtOnce(user.id), here);
  const problem = await startProblem(context, filled.requested, asking);
  if (problem !== null) return { errors: { topic: problem } };
  const read = message === null ? null : () => threadWords(context, channel, message.thread, message.ts);
  const requested = await withThread(context, filled.requested, read);
  if (requested === null) return { errors: { topic: TEXTS.threadUnread } };
  return {
    work: async (stored) => {
      const person = await people.person(user.id);
      const requester = { ...requesterIn(context, person, here), typed: [form.topic, form.context] };
      return startDesign(context, requested, requester, `slack ${view.id}`, stored);
    },
  };
}

/** A form for a few words about a design. */
export async function wordsSubmitted(
  context: SlackContext,
  form: WordsForm,
  { user, view }: Submitted,
): Promise<Sent> {
  const { people } = context;
  const { name } = form.field;
  const opened = OpenedOnDesign.safeParse(view.private_metadata).data;
  if (opened === undefined) return { errors: { [name]: TEXTS.formUnread } };
  const { channel, value } = opened;
  const words = (view.state.values[name]?.[name]?.value ?? '').trim();
  const asking = { person: await people.personAtOnce(user.id), channel };
  const problem = await wordsProblem(context, form, value, words, asking);
  if (problem !== null) return { errors: { [name]: notificationOf(problem) } };
  const work: Work = async (stored) => {
    const person = await people.person(user.id);
    return wordsGiven(context, form, value, words, { person, channel, key: `slack ${view.id}`, stored });
  };
  return { work };
}
