export interface Seen {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly headers: Headers;
}

/** A browser as a server sees it: it keeps cookies, says where a form comes from, and follows nothing by itself. */
export class Browser {
  readonly cookies: Map<string, string>;
  readonly #origin: string;

  constructor(origin: string, cookies: Iterable<readonly [string, string]> = []) {
    this.#origin = origin;
    this.cookies = new Map(cookies);
  }

  /** Another browser, with the same cookies in it: those of a thief. */
  copy(): Browser {
    return new Browser(this.#origin, this.cookies);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Seen> {
    return this.send('GET', path, headers);
  }

  /** Sends a form of this page. */
  post(path: string, fields: Record<string, string>): Promise<Seen> {
    const headers = { origin: this.#origin, 'content-type': 'application/x-www-form-urlencoded' };
    return this.send('POST', path, headers, new URLSearchParams(fields).toString());
  }

  async send(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Seen> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(new URL(path, this.#origin), {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      ...(body === undefined ? {} : { body }),
    });
    for (const set of response.headers.getSetCookie()) this.#keep(set);
    return {
      status: response.status,
      location: response.headers.get('location'),
      text: await response.text(),
      headers: response.headers,
    };
  }

  #keep(set: string): void {
    const [pair = '', ...attributes] = set.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.some((each) => each.toLowerCase() === 'max-age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
