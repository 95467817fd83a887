import type { Act } from './act.ts';

/** Values of the names in an act's path. */
export type Names = Readonly<Record<string, string>>;

/** A call of HTTP API v1, beside its act and names. */
export interface Sent {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** The sender's id of the call: each is carried out once (P5). */
  readonly key?: string;
  /** A program that acts for a person (D8). */
  readonly agent?: string;
}

/** A parsed answer of the API. `body`: the parsed JSON, or the text of any other file. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls HTTP API v1 with its sender's rights. */
export type Call = (act: Act, names?: Names, sent?: Sent) => Promise<Answer>;

/** Method, and path with query below the API's root. */
export function addressOf({ route }: Pick<Act, 'route'>, names: Names = {}, query: Sent['query'] = {}) {
  const [method = '', path = ''] = route.split(' ');
  const named = path.replaceAll(/:(\w+)(\{\.\+\})?/g, (_, name, isRest) => {
    const value = encodeURIComponent(names[name] ?? '');
    return isRest === undefined ? value : value.replaceAll('%2F', '/');
  });
  const values = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const words = new URLSearchParams(values).toString();
  return { method, path: words === '' ? named : `${named}?${words}` };
}
