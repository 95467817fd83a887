import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { type Issue, Problem, WHOLE_BODY } from '../../acts/problem.ts';
import { leftNameWords } from '../../presentation/format/left-names.ts';
import { signedInOf } from './access/via.ts';
import type { Door } from './door/door.ts';

/** Most bytes of a body: room for the longest context in JSON, with every character escaped, and for the other fields. */
export const BODY_BYTES = 1_500_000;
const SHOWN_ISSUES = 10;
const Signed = z.looseObject({ author: z.string() });

/** Reads the body up to the limit, even if its header claims less, under the bounds of the door (A22). */
export function boundedBody(limitBytes: number): MiddlewareHandler {
  const bounded = bodyLimit({
    maxSize: limitBytes,
    onError: () => {
      throw new Problem('too_large', `The body is larger than ${limitBytes} bytes.`, { limitBytes });
    },
  });
  return async (context, next) => {
    const said = context.req.header('content-length');
    const isSent = said !== undefined || context.req.header('transfer-encoding') !== undefined;
    const bytes = isSent ? Math.min(Number(said ?? limitBytes), limitBytes) : 0;
    const read = () => bounded(context, async () => void (await context.req.arrayBuffer()));
    const door: Door | undefined = context.get('door');
    await (door?.read(context, bytes, read) ?? read());
    return next();
  };
}

/** Parses UTF-8, then JSON, then the schema; each failure is a `Problem` of its own. An absent body is an empty object. */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(context);
  if (text.trim() !== '') requireJson(context);
  const given: unknown = text.trim() === '' ? {} : parseJson(text);
  const parsed = schema.safeParse(signed(given, context, schema), { reportInput: true });
  if (parsed.success) {
    const author = Signed.safeParse(parsed.data).data?.author;
    if (author !== undefined) context.set('author', author);
    return parsed.data;
  }
  const issues = issuesIn(
    parsed.error,
    Object.keys('shape' in schema && typeof schema.shape === 'object' ? (schema.shape ?? {}) : {}),
  );
  const list = issues.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new Problem('invalid', `The request is invalid: ${list}`, { issues });
}

/** Replaces a claimed name with that of the signed-in person (D8). */
function signed(given: unknown, context: Context, schema: z.ZodType): unknown {
  const signedIn = signedInOf(context);
  const hasAuthor = schema instanceof z.ZodObject && 'author' in schema.shape;
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  return signedIn !== null && hasAuthor && isObject ? { ...given, author: signedIn.name } : given;
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
    // The library's message quotes the body, which may hold a secret that redaction does not recognize (D6).
    const place =
      error instanceof SyntaxError ? / at position (\d{1,9})/.exec(error.message)?.[1] : undefined;
    const reason = place === undefined ? 'unreadable' : `unreadable from character ${Number(place) + 1}`;
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

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** Names the first invalid fields and the values allowed there. `known`: all fields of the request. */
export function issuesIn({ issues }: z.ZodError, known: readonly string[], noun = 'field'): Issue[] {
  return issues
    .flatMap(issuesWithin)
    .slice(0, SHOWN_ISSUES)
    .map((issue) => issueWords(issue, known, noun));
}

/**
 * For a union, returns the issues of the form that the value resembles. If it resembles none, returns the issue itself.
 */
function issuesWithin(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const isOtherForm = ([first]: readonly z.core.$ZodIssue[]) =>
    first === undefined || (first.code === 'invalid_type' && first.path.length === 0);
  const within = issue.errors.find((issues) => !isOtherForm(issues));
  if (within === undefined) return [issue];
  return within.flatMap((each) => issuesWithin({ ...each, path: [...issue.path, ...each.path] }));
}

function issueWords(issue: z.core.$ZodIssue, known: readonly string[], noun: string): Issue {
  const isUnknown = issue.code === 'unrecognized_keys';
  const path = [...issue.path, ...(isUnknown ? issue.keys : [])].join('.');
  const among = issue.path.length === 0 && known.length > 0 ? `; known ${noun}s: ${known.join(', ')}` : '';
  const message = isUnknown ? `unknown ${noun}${among}` : `must be ${allowed(issue)}`;
  const names = isUnknown ? issue.keys : [issue.input];
  const [left] = names.flatMap((name) => (typeof name === 'string' ? (leftNameWords(name) ?? []) : []));
  return { field: path === '' ? WHOLE_BODY : path, message: left ?? message };
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_union': {
      const each = issue.errors.flatMap(([first]) => (first === undefined ? [] : [allowed(first)]));
      return each.join(', or ');
    }
    case 'too_big':
      return sized('at most', issue.maximum, issue);
    case 'too_small': {
      const isAbove = issue.inclusive === false;
      return sized(isAbove ? 'more than' : 'at least', issue.minimum, issue);
    }
    case 'invalid_format':
      if (issue.format === 'template_literal') return 'Q and a number, such as Q2';
      return issue.message.startsWith('Invalid') ? 'in the right format' : issue.message;
    default:
      return issue.message;
  }
}

function sized(limit: string, of: number | bigint, { origin }: { readonly origin: string }): string {
  if (origin === 'string') return `${limit} ${of} ${of === 1 ? 'character' : 'characters'}`;
  return origin === 'array' ? `a list of ${limit} ${of}` : `${limit} ${of}`;
}
