import type * as z from 'zod';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** Which field does not fit and what is allowed there, in plain words. `known`: the fields of the whole body. */
export function issueWords(issue: z.core.$ZodIssue, known: readonly string[]) {
  const isUnknown = issue.code === 'unrecognized_keys';
  const path = [...issue.path, ...(isUnknown ? issue.keys : [])].join('.');
  const among = issue.path.length === 0 && known.length > 0 ? `; there are ${known.join(', ')}` : '';
  return {
    field: path === '' ? 'the body' : path,
    message: isUnknown ? `there is no such field${among}` : `allowed is ${allowed(issue)}`,
  };
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'invalid_union': {
      const each = issue.errors.flatMap(([first]) => (first === undefined ? [] : [allowed(first)]));
      return each.join(', or ');
    }
    case 'too_big':
      return `at most ${bound(issue.maximum, issue)}`;
    case 'too_small': {
      const isAbove = issue.inclusive === false;
      return `${isAbove ? 'more than' : 'at least'} ${bound(issue.minimum, issue)}`;
    }
    case 'invalid_format':
      return issue.format === 'template_literal' ? 'Q and a number: Q2' : 'another form';
    default:
      return issue.message;
  }
}

function bound(of: number | bigint, { origin }: { readonly origin: string }): string {
  if (origin === 'string') return `${of} ${of === 1 ? 'character' : 'characters'}`;
  return origin === 'array' ? `${of} in the list` : String(of);
}
