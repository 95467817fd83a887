import { typedBlocks } from './typed-blocks.ts';
import type { Channel, Message, StoredFile, Workspace } from './workspace.ts';

/** Whether another company has people in it. */
export function isShared({ people, organisation }: Workspace, { host, members }: Channel): boolean {
  const isForeign = (id: string): boolean => {
    const person = people.get(id);
    return person?.team !== undefined && (person.organisation ?? null) !== (organisation ?? '');
  };
  return host !== undefined || [...members].some(isForeign);
}

/** A message as Slack's answers and events show it. */
export function wireMessage(
  workspace: Workspace,
  message: Message,
  isMetadataWanted = true,
): object {
  const isOwn = message.author === workspace.bot.user;
  const author = workspace.people.get(message.author);
  const replies = workspace.replies(message);
  const isTyped = author !== undefined && author.isBot !== true && !message.isTombstone;
  const blocks = isTyped && message.blocks.length === 0 ? typedBlocks(message) : message.blocks;
  const parent =
    message.thread === null ? undefined : workspace.find(message.channel, message.thread);
  return {
    type: 'message',
    ...(message.isTombstone && { subtype: 'tombstone', hidden: true }),
    ...(message.files.length > 0 && !message.isTombstone && { subtype: 'file_share' }),
    user: message.isTombstone ? 'USLACKBOT' : message.author,
    team: author?.team ?? workspace.team.id,
    ts: message.ts,
    text: message.text,
    ...(isOwn
      ? { bot_id: workspace.bot.id, app_id: workspace.bot.app }
      : author?.isBot === true
        ? { bot_id: `B-${message.author}` }
        : { client_msg_id: `m-${message.ts}` }),
    ...(blocks.length > 0 && { blocks }),
    ...(message.metadata !== null && isMetadataWanted && { metadata: message.metadata }),
    ...(message.files.length > 0 && { files: message.files.map((id) => fileOn(workspace, id)) }),
    ...(message.forwarded !== null && {
      attachments: [sharedMessage(workspace, message.forwarded)],
    }),
    ...(message.editedAt !== null && { edited: { user: message.author, ts: message.editedAt } }),
    ...(message.reactions.size > 0 && {
      reactions: [...message.reactions].map(([name, users]) => ({
        name,
        users,
        count: users.length,
      })),
    }),
    ...(message.thread !== null && { thread_ts: message.thread, parent_user_id: parent?.author }),
    ...(replies.length > 0 && {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users: [...new Set(replies.map(({ author }) => author))],
      latest_reply: replies.at(-1)?.ts,
    }),
    ...message.extra,
  };
}

/** A message that somebody has shared, as Slack attaches it. */
function sharedMessage(
  workspace: Workspace,
  { author, channel, ts, text, files }: Message,
): object {
  const name = workspace.people.get(author)?.name ?? '';
  return {
    ts,
    author_id: author,
    author_name: name,
    channel_id: channel,
    is_msg_unfurl: true,
    is_share: true,
    text,
    fallback: `${name}: ${text}`,
    ...(files.length > 0 && { files: files.map((id) => fileOn(workspace, id)) }),
  };
}

/** A file by its id; one that was deleted is a stone. */
export function fileOn(workspace: Workspace, id: string): object {
  const file = workspace.files.get(id);
  if (file === undefined) return { id, mode: 'tombstone' };
  // Of a file in a shared channel an event has only the id.
  const { file_access } = file.shownAs;
  return file_access === undefined
    ? wireFile(workspace, file)
    : { id, mode: 'file_access', file_access };
}

const MEDIA_TYPES: Record<string, string> = {
  md: 'text/markdown',
  txt: 'text/plain',
  pdf: 'application/pdf',
  png: 'image/png',
  json: 'application/json',
};

/** A file as Slack's answers and events show it. */
export function wireFile(workspace: Workspace, file: StoredFile): object {
  const url = `${workspace.origin}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: MEDIA_TYPES[file.type] ?? 'application/octet-stream',
    filetype: file.type,
    user: file.owner,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    url_private: url,
    url_private_download: url,
    permalink: url,
    shares: {
      public: Object.fromEntries(file.shares.map(({ channel, ts }) => [channel, [{ ts }]])),
    },
    ...file.shownAs,
  };
}
