import type { Act } from './act.ts';

/** Values of the names in an act's path. */
export type Names = Readonly<Record<string, string>>;

/** A call of HTTP API v1, beside its act and names. */
export interface Sent {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** The sender's id of the call: each is carried out once. */
  readonly key?: string;
  /** A program that acts for a person. */
  readonly agent?: string;
}

/** A parsed answer of the API. `body`: the parsed JSON, or the text of any other file. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls HTTP API v1 with its sender's rights. */
export type Call = (act: Act, names?: Names, extras?: Sent) => Promise<ApiAnswer>;

/** A name in a path; with `{…}`, of all that follows. */
const NAME = /:(\w+)(\{[^}]*\})?/g;

/** Replaces each name in a path. `isRest`: the name of all that follows, slashes too. */
export function replaceNames(
  path: string,
  replace: (name: string, isRest: boolean) => string,
): string {
  return path.replaceAll(NAME, (_, name, rest) => replace(name, rest !== undefined));
}

/** Names in the path of an act. */
export function listPathNames({ route }: Pick<Act, 'route'>): string[] {
  return [...route.matchAll(NAME)].map(([, name = '']) => name);
}

/** Method, and path with query below the API's root. */
export function addressOf(
  { route }: Pick<Act, 'route'>,
  names: Names = {},
  query: Sent['query'] = {},
) {
  const [method = '', path = ''] = route.split(' ');
  const address = replaceNames(path, (name, isRest) => {
    const value = encodeURIComponent(names[name] ?? '');
    return isRest ? value.replaceAll('%2F', '/') : value;
  });
  const values = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const words = new URLSearchParams(values).toString();
  return { method, path: words === '' ? address : `${address}?${words}` };
}
