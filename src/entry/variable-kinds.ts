import { resolve } from 'node:path';
import * as z from 'zod';
import { urlsOfHosts } from '../adapters/store/postgres/urls.ts';

/** One line of `.env.example`: what the variable decides, what is allowed, and what holds when it is not set. */
interface Variable<Schema extends z.ZodType> {
  readonly about: string;
  readonly allowed: string;
  /** As it would be written in the file; empty where nothing is the default. */
  readonly byDefault: string;
  readonly secret: boolean;
  readonly schema: Schema;
}

const SNOWFLAKE = /^[1-9]\d{16,19}$/;

export const text = z.string().trim().min(1).max(4_000);
export const url = z.url({ protocol: /^https?$/ });

export function withDefault<Schema extends z.ZodType>(
  about: string,
  allowed: string,
  byDefault: string,
  schema: Schema,
) {
  const filled = z.preprocess((found) => found ?? byDefault, schema);
  return variable(about, allowed, byDefault, filled);
}

export function optional<Schema extends z.ZodType>(
  about: string,
  allowed: string,
  schema: Schema,
  secret = false,
) {
  return variable(about, allowed, '', schema.optional(), secret);
}

function variable<Schema extends z.ZodType>(
  about: string,
  allowed: string,
  byDefault: string,
  schema: Schema,
  secret = false,
): Variable<Schema> {
  return { about, allowed, byDefault, secret, schema };
}

export function seconds(about: string, byDefault: number, most: number, least = 0.05) {
  const allowed = `seconds from ${least} to ${most}`;
  return withDefault(about, allowed, String(byDefault), decimal().pipe(z.number().min(least).max(most)));
}

export function whole(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().int().min(least).max(most));
}

export function slackPeople(about: string) {
  const allowed = 'ids of people (U…, W…) and of user groups (S…), separated by commas';
  return optional(about, allowed, ids(/^[SUW][A-Z0-9]{1,30}$/));
}

/** An id of anything on Discord. */
export const snowflake = z.string().trim().regex(SNOWFLAKE);

export function snowflakes(about: string, ofWhat: string) {
  return optional(about, `ids of ${ofWhat} (17 to 20 digits), separated by commas`, ids(SNOWFLAKE));
}

/** Each once, in the order in which they were written. */
export function ids(form: RegExp) {
  return z
    .string()
    .max(4_000)
    .transform((list) => [...new Set(list.split(',').map((id) => id.trim()))])
    .pipe(z.array(z.string().regex(form)));
}

function decimal() {
  return z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/)
    .transform(Number);
}

export function isDatabaseUrl(found: string): boolean {
  return urlsOfHosts(found).every((each) => z.url({ protocol: /^postgres(ql)?$/ }).safeParse(each).success);
}

export function dollars() {
  return decimal().pipe(z.number().positive());
}

export function repositories(list: string, context: z.RefinementCtx): { name: string; path: string }[] {
  return list.split(',').map((entry) => {
    const [name = '', path = ''] = [
      entry.slice(0, entry.indexOf('=')).trim(),
      entry.slice(entry.indexOf('=') + 1).trim(),
    ];
    if (!/^[a-z0-9][a-z0-9.-]{0,60}$/.test(name) || path === '') {
      context.addIssue({ code: 'custom', message: 'not name=path' });
    }
    return { name, path: resolve(path) };
  });
}
