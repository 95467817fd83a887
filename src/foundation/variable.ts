import * as z from 'zod';

/** A setting, and one entry of `.env.example`: its purpose, its allowed values, and its default. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  readonly about: string;
  readonly allowed: string;
  /** Default as written in the file; empty for none. */
  readonly byDefault: string;
  /** Never shown in an error, log or file. */
  readonly secret: boolean;
  /** An empty value is refused, not taken for unset. */
  readonly isEmptyRefused: boolean;
  readonly schema: Schema;
}

export type VariableTable = Readonly<Record<string, Variable>>;

export type Values<Table extends VariableTable> = {
  readonly [Name in keyof Table]: z.output<Table[Name]['schema']>;
};

const QUOTED = /^\s*(["'])(.*)\1\s*$/s;

/**
 * A variable as it was meant: other readers of `.env` files, like docker, keep the quotation marks
 * around a value.
 */
export function readValue(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  // Other programs read proxies by these names, and prefer the lower-case ones.
  const lower = name.endsWith('_PROXY') ? environment[name.toLowerCase()] : undefined;
  return (lower || environment[name])?.replace(QUOTED, '$2');
}

export const PASSWORD_SIGNS = 'with % # / ? @ in the password written as %25 %23 %2F %3F %40';
/** An @ behind the end of the host: a sign of the password has ended it. */
const CUT_PASSWORD = /:\/\/[^/?#]*[/?#].*@/;

/**
 * `true` if each `%` begins an encoded character, and no sign that is not encoded cuts the
 * password.
 */
export function isEncoded(url: string): boolean {
  try {
    return decodeURIComponent(url) !== '' && !CUT_PASSWORD.test(url);
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

export const text = z.string().trim().min(1).max(4_000);
/**
 * `fetch` refuses a URL with a user name or password; a path is added to each, so a query would end
 * up inside it.
 */
export const url = z
  .string()
  .trim()
  .max(2_000)
  .pipe(z.url({ protocol: /^https?$/ }))
  .refine((address) => {
    const { username = '', password = '', search = '', hash = '' } = URL.parse(address) ?? {};
    return username + password + search + hash === '';
  }, 'It must not contain a user name, a password, a query or a fragment.');

export function withDefault<Schema extends z.ZodType>(
  about: string,
  allowed: string,
  byDefault: string,
  schema: Schema,
) {
  return variable(
    about,
    allowed,
    byDefault,
    z.preprocess((value) => value ?? byDefault, schema),
  );
}

export function optional<Schema extends z.ZodType>(about: string, allowed: string, schema: Schema) {
  return variable(about, allowed, '', orNull(schema));
}

/** Value of a limit that is switched off. */
export const NONE = 'none';

/** Parses a limit or `none`. 0 does not mean *no limit*: it is an amount like any other. */
export function orNone<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal(NONE), schema]);
}

/** Optional setting whose value is redacted from every log, file and answer. */
export function secret<Schema extends z.ZodType<string>>(
  about: string,
  allowed: string,
  schema: Schema,
) {
  return { ...variable(about, allowed, '', orNull(schema)), secret: true };
}

/** Comma-separated ids, without duplicates, in the order written; an empty list when unset. */
export function idList(about: string, allowed: string, form: RegExp) {
  const list = z
    .string()
    .max(4_000)
    .transform((text) => [...new Set(text.split(',').map((id) => id.trim()))])
    .pipe(z.array(z.string().regex(form)));
  return variable(about, `${allowed}, separated by commas`, '', list.default([]));
}

export function seconds(about: string, byDefault: number, most: number, least = 0.05) {
  const allowed = `seconds from ${least} to ${most}`;
  return withDefault(
    about,
    allowed,
    String(byDefault),
    decimal().pipe(z.number().min(least).max(most)),
  );
}

export function whole(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().int().min(least).max(most));
}

export function decimal() {
  return z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/)
    .transform(Number);
}

function variable<Schema extends z.ZodType>(
  about: string,
  allowed: string,
  byDefault: string,
  schema: Schema,
): Variable<Schema> {
  return { about, allowed, byDefault, secret: false, isEmptyRefused: false, schema };
}

function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().transform((value) => value ?? null);
}
