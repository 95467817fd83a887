import { z } from 'zod';
import { json, type Method, method, openChannel, parentOf } from './method.ts';
import { MAX_TEXT_CHARACTERS } from './methods-chat.ts';
import { TIER } from './rates.ts';
import { SlackRefusal } from './refusal.ts';
import { wireFile } from './wire.ts';

const scopes = ['files:write'];

export const FILE_METHODS: Record<string, Method> = {
  'files.info': method(
    { scopes: ['files:read'], perMinute: TIER.four },
    { file: z.string() },
    ({ workspace }, given) => {
      const file = workspace.files.get(given.file);
      if (file === undefined) throw new SlackRefusal('file_deleted');
      const { file_access: _, ...shownAs } = file.shownAs;
      return { file: wireFile(workspace, { ...file, shownAs }) };
    },
  ),
  'files.getUploadURLExternal': method(
    { scopes, perMinute: TIER.four },
    {
      filename: z.string().min(1),
      length: z.coerce.number().int().positive(),
      alt_text: z.string().max(1_000).optional(),
      snippet_type: z.string().optional(),
    },
    ({ workspace }, given) => {
      const file = workspace.addFile(
        workspace.bot.user,
        given.filename,
        Buffer.alloc(0),
        given.length,
      );
      return { file_id: file.id, upload_url: `${workspace.origin}/upload/${file.id}` };
    },
  ),
  'files.completeUploadExternal': method(
    { scopes, perMinute: TIER.four },
    {
      files: json(z.array(z.strictObject({ id: z.string(), title: z.string().optional() })).min(1)),
      channel_id: z.string().optional(),
      thread_ts: z.string().optional(),
      initial_comment: z.string().max(MAX_TEXT_CHARACTERS).optional(),
    },
    (backend, given) => {
      const { workspace } = backend;
      const files = given.files.map(({ id, title }) => {
        const file = workspace.files.get(id);
        if (file === undefined) throw new SlackRefusal('file_not_found');
        if (file.content.length !== file.size) throw new SlackRefusal('file_upload_size_mismatch');
        file.title = title ?? file.name;
        return file;
      });
      if (given.channel_id !== undefined) {
        const channel = openChannel(backend, given.channel_id);
        const thread = parentOf(backend, channel, given.thread_ts);
        const text = given.initial_comment ?? '';
        const ids = files.map(({ id }) => id);
        workspace.post({
          channel: channel.id,
          thread,
          author: workspace.bot.user,
          text,
          files: ids,
        });
      }
      return { files: files.map(({ id, title }) => ({ id, title })) };
    },
  ),
};
