import { createHmac } from 'node:crypto';
import type { Carrier, Envelope, Outcome } from './deliveries.ts';

/** A request as it would go out, so that a test can send it again or spoil it first. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** HTTP mode: signed requests to the URL of an app. */
export class SignedRequests implements Carrier {
  readonly #url: string;
  readonly #secret: string;
  readonly #ackMs: number;

  constructor(url: string, secret: string, ackMs: number) {
    this.#url = url;
    this.#secret = secret;
    this.#ackMs = ackMs;
  }

  async carry(envelope: Envelope): Promise<Outcome> {
    const [type, body] = encoded(envelope);
    const retry =
      envelope.attempt > 0
        ? { 'x-slack-retry-num': String(envelope.attempt), 'x-slack-retry-reason': envelope.reason ?? '' }
        : {};
    const { headers } = this.sign(body, type);
    return this.send({ headers: { ...headers, ...retry }, body });
  }

  /** What Slack would send with this body at this time, in seconds since 1970. */
  sign(body: string, type = 'application/json', atSeconds = Math.floor(Date.now() / 1_000)): SignedRequest {
    const signature = createHmac('sha256', this.#secret).update(`v0:${atSeconds}:${body}`).digest('hex');
    const headers = {
      'content-type': type,
      'x-slack-request-timestamp': String(atSeconds),
      'x-slack-signature': `v0=${signature}`,
    };
    return { headers, body };
  }

  async send({ headers, body }: SignedRequest): Promise<Outcome> {
    const signal = AbortSignal.timeout(this.#ackMs);
    try {
      const response = await fetch(this.#url, { method: 'POST', headers, body, signal });
      const text = await response.text();
      const answer = text === '' ? null : answerOf(text, response.headers.get('content-type') ?? '');
      return { result: response.ok ? 'acknowledged' : 'refused', status: response.status, answer };
    } catch (error) {
      if (signal.aborted) return { result: 'late', status: null, answer: null };
      return { result: 'unreachable', status: null, answer: String(error) };
    }
  }

  /** Whether the app answers the question with which Slack tries a new URL. */
  async isVerified(): Promise<boolean> {
    const challenge = 'a challenge to repeat';
    const asked = { type: 'url_verification', token: 'none', challenge };
    const { answer } = await this.send(this.sign(JSON.stringify(asked)));
    return JSON.stringify(answer) === JSON.stringify({ challenge }) || answer === challenge;
  }
}

function encoded({ kind, payload }: Envelope): [type: string, body: string] {
  const form = 'application/x-www-form-urlencoded';
  switch (kind) {
    case 'events_api':
      return ['application/json', JSON.stringify(payload)];
    case 'interactive':
      return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
    case 'slash_commands': {
      const fields = Object.entries(payload).map(([name, value]) => [name, String(value)]);
      return [form, new URLSearchParams(fields).toString()];
    }
  }
}

/** Bolt answers some requests with a bare text; that is what a slash command shows. */
function answerOf(text: string, type: string): unknown {
  return type.startsWith('application/json') ? JSON.parse(text) : text;
}
