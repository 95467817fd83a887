import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Seen {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly headers: Headers;
}

/**
 * A browser as a server sees it: it keeps cookies, says where a form comes from, and follows
 * nothing by itself.
 */
export class Browser {
  readonly cookies: Map<string, string>;
  /** Origin of the pages that it looks at. */
  readonly origin: string;
  readonly #port: string;

  /**
   * `server`: address of the daemon on this machine, which is looked at there or under its public
   * address.
   */
  constructor(
    server: string,
    {
      publicUrl = null,
      cookies = [],
    }: { publicUrl?: URL | null; cookies?: Iterable<[string, string]> } = {},
  ) {
    const at = new URL(server);
    this.origin = (publicUrl ?? at).origin;
    this.#port = at.port;
    this.cookies = new Map(cookies);
  }

  /** Another browser, with the same cookies in it: those of a thief. */
  copy(): Browser {
    return new Browser(`http://127.0.0.1:${this.#port}`, { cookies: this.cookies });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Seen> {
    return this.send('GET', path, headers);
  }

  /** Sends a form of this page. */
  post(path: string, fields: Record<string, string>): Promise<Seen> {
    const headers = { origin: this.origin, 'content-type': 'application/x-www-form-urlencoded' };
    return this.send('POST', path, headers, new URLSearchParams(fields).toString());
  }

  async send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Seen> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const sending = request({
      ...{ host: '127.0.0.1', port: this.#port, method, path, agent: false },
      headers: {
        ...headers,
        host: new URL(this.origin).host,
        'content-length': Buffer.byteLength(body ?? ''),
        ...(cookie === '' ? {} : { cookie }),
      },
    });
    sending.end(body);
    const [response] = await once(sending, 'response');
    const given = new Headers();
    for (const [name, value] of Object.entries(response.headers)) given.set(name, String(value));
    for (const set of response.headers['set-cookie'] ?? []) this.#keep(set);
    return {
      status: response.statusCode,
      location: given.get('location'),
      text: await text(response),
      headers: given,
    };
  }

  #keep(set: string): void {
    const [pair = '', ...attributes] = set.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.some((each) => each.toLowerCase() === 'max-age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
