import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type * as z from 'zod';
import { issueWords } from './issue-words.ts';
import { Problem } from './problem.ts';

/** Bytes of a request's body: the longest context as JSON with every character escaped, and room for the rest. */
export const BODY_BYTES = 1_500_000;
const SHOWN_ISSUES = 10;

/** A handler after this reads at most `BODY_BYTES` of a body, whatever the request says about its size. */
export function boundedBody(): MiddlewareHandler {
  return bodyLimit({
    maxSize: BODY_BYTES,
    onError: () => {
      throw new Problem('too_large', `The body is larger than ${BODY_BYTES} bytes.`, {
        limitBytes: BODY_BYTES,
      });
    },
  });
}

/** Text first, then JSON, then the schema; each failure is a `Problem` of its own. An absent body is an empty object. */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(context);
  if (text.trim() !== '') requireJson(context);
  const parsed = schema.safeParse(text.trim() === '' ? {} : parseJson(text));
  if (parsed.success) return parsed.data;
  const known = 'shape' in schema && typeof schema.shape === 'object' ? Object.keys(schema.shape ?? {}) : [];
  const issues = parsed.error.issues.slice(0, SHOWN_ISSUES).map((issue) => issueWords(issue, known));
  const list = issues.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new Problem('invalid', `The request does not fit: ${list}`, { issues });
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
    const reason = error instanceof SyntaxError ? error.message.slice(0, 120) : 'unreadable';
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
