import * as z from 'zod';
import type { AttachedFile } from '#acts/gateway/attachments.ts';
import type { Unread } from '#acts/gateway/reply-texts.ts';

/** Ways in which Slack keeps a file without its bytes. */
const NOT_KEPT: Readonly<Record<string, Unread>> = {
  external: 'elsewhere',
  hidden_by_limit: 'over_limit',
  tombstone: 'deleted',
};
const ACCESS: Readonly<Record<string, Unread>> = {
  access_denied: 'forbidden',
  file_not_found: 'deleted',
};

const text = z.string().nullable().default(null);
/** Of a file in a shared channel Slack gives only the id, and the rest when it is asked. */
export const File = z
  .object({
    id: z.string().min(1).max(100),
    name: text,
    size: z.number().nullable().default(null),
    mode: text,
    file_access: text,
    url_private: text,
    url_private_download: text,
  })
  .transform((file): AttachedFile => {
    const { id, name, size, url_private_download, url_private } = file;
    const why = NOT_KEPT[file.mode ?? ''] ?? ACCESS[file.file_access ?? ''];
    return { id, name, size, url: url_private_download ?? url_private, ...(why && { why }) };
  });
