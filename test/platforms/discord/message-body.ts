import { z } from 'zod';
import { actionRow, type Component, isUnique, layout, nested } from './components.ts';
import type { Message, StoredFile } from './message.ts';
import { invalid, refusal } from './refusal.ts';

export const FLAGS = { ephemeral: 64, loading: 128, silent: 4_096, v2: 32_768 } as const;

const MAX_CONTENT = 2_000;
const MAX_ROWS = 5;
const MAX_COMPONENTS = 40;
const MAX_TEXT = 4_000;

const ids = z
  .array(z.string().regex(/^\d{17,20}$/))
  .max(100)
  .optional();
const allowedMentions = z
  .strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])), users: ids, roles: ids })
  .refine(
    ({ parse, users }) => users === undefined || !parse.includes('users'),
    'mutually exclusive',
  );
export type AllowedMentions = z.infer<typeof allowedMentions>;

/**
 * What `PATCH` of a message takes, and an answer to an interaction. The library sends the nonce and
 * `tts` with every message, whatever becomes of it.
 */
export const changedMessage = z.strictObject({
  content: z.string().max(MAX_CONTENT).nullish(),
  allowed_mentions: allowedMentions.nullish(),
  components: z.array(z.unknown()).nullish(),
  flags: z.int().min(0).nullish(),
  /** Those that it has from then on; one that comes with it goes by the number of its field. */
  attachments: z
    .array(
      z.strictObject({
        id: z.union([z.int().min(0), z.string()]),
        filename: z.string().min(1).optional(),
        description: z.string().max(1_024).optional(),
      }),
    )
    .max(10)
    .optional(),
  nonce: z.union([z.string().max(25), z.int()]).optional(),
  enforce_nonce: z.boolean().optional(),
  tts: z.literal(false).optional(),
});

/** What `POST` of a message takes. */
export const newMessage = changedMessage.refine(
  (given) => !given.enforce_nonce || given.nonce !== undefined,
  'enforce_nonce needs a nonce',
);

export interface Content {
  readonly content: string;
  readonly components: readonly Component[];
  readonly files: readonly StoredFile[];
  readonly flags: number;
}

/** All that a message says in words. */
export function textOf({ content, components }: Pick<Content, 'content' | 'components'>): string {
  const texts = components
    .flatMap(nested)
    .flatMap((each) => (each.type === 10 ? [each.content] : []));
  return [content, ...texts].join('\n');
}

type Given = Pick<z.infer<typeof changedMessage>, 'content' | 'components' | 'flags'>;
const LASTING = FLAGS.ephemeral | FLAGS.loading | FLAGS.silent | FLAGS.v2;

/**
 * What a message says after this, checked by Discord's rules: `before` is what it says so far,
 * `files` all that it then has. Only the flags in `settable` may be given.
 */
export function contentOf(
  given: Given,
  files: readonly StoredFile[],
  settable: number,
  before?: Message,
): Content {
  const flags = given.flags ?? 0;
  if ((flags & ~settable & ~(before?.flags ?? 0)) !== 0) {
    throw invalid(['flags'], 'BASE_TYPE_CHOICES', `flags ${flags} cannot be set here`);
  }
  const isV2 = ((flags | (before?.flags ?? 0)) & FLAGS.v2) !== 0;
  const result = {
    content: given.content === undefined ? (before?.content ?? '') : (given.content ?? ''),
    components:
      given.components === undefined
        ? (before?.components ?? [])
        : parsed(given.components ?? [], isV2),
    files,
    flags: flags | ((before?.flags ?? 0) & LASTING),
  };
  if (isV2) checkLayout(result);
  else if (saysNothing(result)) throw refusal('empty_message');
  checkTogether(result);
  return result;
}

function parsed(given: readonly unknown[], isV2: boolean): Component[] {
  const schema = isV2 ? z.array(layout) : z.array(actionRow).max(MAX_ROWS);
  return z.object({ components: schema }).parse({ components: given }).components;
}

function saysNothing({ content, components, files }: Content): boolean {
  return content.trim() === '' && components.length === 0 && files.length === 0;
}

function checkLayout({ content, components }: Content): void {
  const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2';
  if (content !== '')
    throw invalid(['content'], code, 'content cannot be used together with the flag 32768');
  const all = components.flatMap(nested);
  if (all.length === 0) throw refusal('empty_message');
  if (all.length > MAX_COMPONENTS) {
    throw invalid(
      ['components'],
      'BASE_TYPE_BAD_LENGTH',
      `${all.length} components, of ${MAX_COMPONENTS} at most`,
    );
  }
  const text = all.reduce((sum, each) => sum + (each.type === 10 ? each.content.length : 0), 0);
  if (text > MAX_TEXT) {
    const message = `${text} characters of text, of ${MAX_TEXT} at most`;
    throw invalid(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message);
  }
}

/** What no component by itself can break: ids are given once, files are there. */
function checkTogether({ components, files }: Content): void {
  const all = components.flatMap(nested);
  const ids = all.flatMap(({ id = 0 }) => (id === 0 ? [] : [id]));
  if (!isUnique(ids)) {
    throw invalid(['components'], 'COMPONENT_ID_DUPLICATED', 'two components have the same id');
  }
  if (!isUnique(all.flatMap((each) => ('custom_id' in each ? [each.custom_id] : [])))) {
    throw invalid(
      ['components'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'two components have the same custom_id',
    );
  }
  for (const name of JSON.stringify(components).matchAll(/"attachment:\/\/([^"]+)"/g)) {
    if (!files.some((file) => file.name === name[1])) {
      throw invalid(
        ['components'],
        'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        `there is no file ${name[1]}`,
      );
    }
  }
}
