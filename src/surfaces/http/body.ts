import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { parseFields } from '../../acts/issues.ts';
import { Problem } from '../../acts/problem.ts';
import { isObject } from '../../foundation/is-object.ts';
import { redactIn } from '../../foundation/redaction.ts';
import { signedInPersonOf } from './access/via.ts';
import type { Door } from './door/door.ts';

/**
 * Most bytes of a body: room for the longest context in JSON, with every character escaped, and for
 * the other fields.
 */
export const BODY_BYTES = 1_500_000;

/** Reads the body up to the limit, even if its header claims less, under the bounds of the door. */
export function limitBody(limitBytes: number): MiddlewareHandler {
  const limitSize = bodyLimit({
    maxSize: limitBytes,
    onError: () => {
      throw new Problem('too_large', `The body is larger than ${limitBytes} bytes.`, {
        limitBytes,
      });
    },
  });
  return async (context, next) => {
    const length = context.req.header('content-length');
    const isSent = length !== undefined || context.req.header('transfer-encoding') !== undefined;
    const bytes = isSent ? Math.min(Number(length ?? limitBytes), limitBytes) : 0;
    const read = () => limitSize(context, async () => void (await context.req.arrayBuffer()));
    const door: Door | undefined = context.get('door');
    await (door?.read(context, bytes, read) ?? read());
    return next();
  };
}

/**
 * Parses UTF-8, then JSON, then the schema, without secrets; each failure is a `Problem` of its
 * own. An absent body is an empty object.
 */
export async function readBody(
  context: Context,
  schema: z.ZodObject,
  redact: (text: string) => string,
): Promise<Record<string, unknown>> {
  const text = await readText(context);
  if (text.trim() !== '') requireJson(context);
  const content = redactSecrets(text.trim() === '' ? {} : parseJson(text), redact);
  const body = parseFields(schema, signBody(content, context, schema), 'field');
  if (typeof body.author === 'string') context.set('author', body.author);
  return body;
}

/**
 * Throws `Problem` for levels without an end, which fit into the bound of a body but not on the
 * stack.
 */
function redactSecrets(content: unknown, redact: (text: string) => string): unknown {
  try {
    return redactIn(content, redact);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem('malformed_json', 'The body has too many levels.');
  }
}

/** Replaces a claimed name with that of the signed-in person. */
function signBody(content: unknown, context: Context, { shape }: z.ZodObject): unknown {
  const signedIn = signedInPersonOf(context);
  const isFields = isObject(content) && !Array.isArray(content);
  return signedIn !== null && 'author' in shape && isFields
    ? { ...content, author: signedIn.name }
    : content;
}

function requireJson(context: Context): void {
  const type = context.req.header('content-type') ?? '';
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Problem('unsupported_media_type', 'Send the body as application/json.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The library's message quotes the body, which may hold a secret that redaction does not
    // recognize.
    const place =
      error instanceof SyntaxError ? / at position (\d{1,9})/.exec(error.message)?.[1] : undefined;
    const reason =
      place === undefined ? 'unreadable' : `unreadable from character ${Number(place) + 1}`;
    throw new Problem('malformed_json', 'The body is not valid JSON.', { reason });
  }
}

async function readText(context: Context): Promise<string> {
  const bytes = await context.req.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem('malformed_json', 'The body is not valid UTF-8.');
  }
}
