import type * as z from 'zod';
import { type Issue, Problem, WHOLE_BODY } from './problem.ts';

const SHOWN_ISSUES = 10;

/** Begins the message about a field whose name the sender made up. */
export const UNKNOWN = 'unknown ';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/**
 * Parses the fields of a request. Throws `Problem` with the invalid ones. `others`: known beside
 * the schema's.
 */
export function parseFields(
  schema: z.ZodObject,
  body: unknown,
  noun: 'field' | 'query parameter',
  others: readonly string[] = [],
): Record<string, unknown> {
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const issues = listIssues(result.error, [...others, ...Object.keys(schema.shape)], noun);
  const list = issues.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new Problem(
    'invalid',
    `The ${noun === 'field' ? 'request' : 'query'} is invalid: ${list}`,
    {
      issues,
    },
  );
}

/**
 * Names the first invalid fields and the values allowed there. `known`: all fields of the request.
 */
export function listIssues(
  { issues }: z.ZodError,
  knownFields: readonly string[],
  noun = 'field',
): Issue[] {
  return issues
    .flatMap(issuesWithin)
    .flatMap(issuesOfFields)
    .slice(0, SHOWN_ISSUES)
    .map((issue) => issueWords(issue, knownFields, noun));
}

/** One for each field; zod has one for all unknown fields of an object. */
function issuesOfFields(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key] }));
}

/**
 * For a union, returns the issues of the form that the value resembles. If it resembles none,
 * returns the issue itself.
 */
function issuesWithin(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const isOtherForm = ([first]: readonly z.core.$ZodIssue[]) =>
    first === undefined || (first.code === 'invalid_type' && first.path.length === 0);
  const within = issue.errors.find((issues) => !isOtherForm(issues));
  if (within === undefined) return [issue];
  return within.flatMap((each) => issuesWithin({ ...each, path: [...issue.path, ...each.path] }));
}

function issueWords(issue: z.core.$ZodIssue, knownFields: readonly string[], noun: string): Issue {
  const isUnknown = issue.code === 'unrecognized_keys';
  const path = [...issue.path, ...(isUnknown ? issue.keys : [])].join('.');
  const among =
    issue.path.length === 0 && knownFields.length > 0
      ? `; known ${noun}s: ${knownFields.join(', ')}`
      : '';
  const message = isUnknown ? `${UNKNOWN}${noun}${among}` : `must be ${describeAllowed(issue)}`;
  return { field: path === '' ? WHOLE_BODY : path, message };
}

function describeAllowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_union': {
      const each = issue.errors.flatMap(([first]) =>
        first === undefined ? [] : [describeAllowed(first)],
      );
      return each.join(', or ');
    }
    case 'too_big':
      return describeLimit('at most', issue.maximum, issue);
    case 'too_small': {
      const isAbove = issue.inclusive === false;
      return describeLimit(isAbove ? 'more than' : 'at least', issue.minimum, issue);
    }
    case 'invalid_format':
      if (issue.format === 'template_literal') return 'Q and a number, such as Q2';
      return issue.message.startsWith('Invalid') ? 'in the right format' : issue.message;
    default:
      return issue.message;
  }
}

function describeLimit(
  limit: string,
  of: number | bigint,
  { origin }: { readonly origin: string },
): string {
  if (origin === 'string') return `${limit} ${of} ${of === 1 ? 'character' : 'characters'}`;
  return origin === 'array' ? `a list of ${limit} ${of}` : `${limit} ${of}`;
}
