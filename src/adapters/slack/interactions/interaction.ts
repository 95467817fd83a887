import type { Interaction } from '../../../acts/gateway/interaction.ts';
import type { Found, Written } from '../../../acts/gateway/offers.ts';
import { foundOr, unlessRefused } from '../../../acts/gateway/platform-access.ts';
import { TEXTS } from '../../../core/presentation/run/texts.ts';
import { slackCode } from '../calls/faults.ts';
import { download } from '../incoming/download.ts';
import { FoundMessages, filesOf, Message, saidToBot } from '../incoming/message-event.ts';
import { readWords, threadWords } from '../incoming/plain-words.ts';
import { notInChannel, requesterIn } from '../incoming/requester.ts';
import type { SlackContext } from '../slack-context.ts';
import { openForm } from './forms.ts';

/** An act of a person, and its place. `trigger` opens a form; empty where none can be opened. */
interface Done {
  readonly user: string;
  readonly channel: string;
  readonly thread?: string | null;
  /** Slack's own id of it. */
  readonly id: string;
  readonly trigger: string;
}

/** Milliseconds that looking a channel up may take: what opens a form lives three seconds. */
const LOOK_UP_MS = 1_500;

export function interactionOf(context: SlackContext, done: Done): Interaction {
  const { people } = context;
  const { user, channel, thread = null, id, trigger } = done;
  const place = { channel, thread };
  return {
    context,
    place,
    id,
    isAskedAlready: true,
    person: () => people.person(user),
    personAtOnce: async () => {
      const [person, isSure] = await people.surelyAtOnce(user);
      return { person, isSure };
    },
    at: async (there) =>
      there.channel === channel ? interactionOf(context, { ...done, thread: there.thread || null }) : null,
    requester: (person) => requesterIn(context, person, place),
    unreachable: () =>
      foundOr(context, notInChannel(context, channel), LOOK_UP_MS, null, { what: 'channel', id: channel }),
    along: (message) => {
      const [ts, root] = message?.split(' ') ?? [];
      if (ts === undefined || root === undefined) return null;
      return { note: TEXTS.fromMessage, read: () => threadWords(context, channel, root, ts) };
    },
    found: (written) => foundMessage(context, written),
    fetchFile: (file, maxBytes) => download(file, context.web, maxBytes, context.clock),
    open: (form) => openForm(context, trigger, place, form),
  };
}

/** A message on which a start is opened, with its thread. */
export function messageOn({ ts, thread_ts }: Pick<Message, 'ts' | 'thread_ts'>): string {
  return `${ts} ${thread_ts ?? ts}`;
}

const GONE = ['channel_not_found', 'message_not_found', 'not_in_channel', 'thread_not_found'];

/** Finds a message. One in a thread is asked of its own thread: it is an answer in no other one. Throws the error of the call. */
async function foundMessage(
  context: SlackContext,
  { channel, thread, message: ts }: Written,
): Promise<Found | null> {
  const { conversations } = context.web;
  const window = { channel, oldest: ts, latest: ts, inclusive: true, limit: 10 };
  const read = () =>
    thread === null ? conversations.history(window) : conversations.replies({ ...window, ts: thread });
  const answer = await unlessRefused(slackCode, GONE, read);
  if (answer === undefined) return null;
  const messages = FoundMessages.parse(answer).messages.map((each) => Message.safeParse(each).data);
  const found = messages.find((each) => each?.ts === ts);
  if (!found?.user) return null;
  const { user_id: botUser } = context.identity();
  const { words } = await readWords(context, found.user, saidToBot(found.text ?? '', botUser));
  return {
    author: found.user,
    words,
    sentAt: Number(ts) * 1_000,
    hasFiles: filesOf(found).length > 0,
    message: messageOn(found),
  };
}
