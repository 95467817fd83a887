import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type BufferedIncomingMessage, HTTPModuleFunctions as bolt } from '@slack/bolt';
import * as z from 'zod';
import { libraryWordsOf, type PlatformAccess } from '../../../acts/gateway/platform-access.ts';
import { warnRepeatedly } from '../../../foundation/repeated-line.ts';
import { isReadable } from '../interactions/interaction-payload.ts';
import { EventBody, warnUnread } from './event-body.ts';

const MAX_BODY_BYTES = 1_000_000;
/** Limit for all bodies being read together. A forged one is recognized only once it is complete. */
const MAX_BYTES_UNDER_WAY = 32 * MAX_BODY_BYTES;
/** Milliseconds to read a body. Slack gives up on a request after three seconds. */
const BODY_MS = 10_000;
/** How far Slack's clock may be ahead of ours. Bolt refuses old timestamps, but not future ones. */
const AHEAD_MS = 5 * 60_000;
const STATUS = { malformed: 400, forged: 401, late: 408, tooLarge: 413, failed: 500, busy: 503 } as const;

const Headers = z.object({
  'x-slack-signature': z.string().regex(/^v0=[0-9a-f]{64}$/),
  'x-slack-request-timestamp': z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
  'content-length': z.coerce.number().default(MAX_BODY_BYTES),
});
const Body = z.looseObject({ type: z.unknown().optional() });
const EVENTS: readonly unknown[] = ['event_callback', 'app_rate_limited'];

/**
 * Checks requests before Bolt sees them. Bolt's endpoint is open to everybody, reads each body before its signature, and trusts
 * the shape of a signed one.
 */
export function guardListener(
  listener: RequestListener,
  signingSecret: string,
  { clock, log }: Pick<PlatformAccess, 'clock' | 'log'>,
): RequestListener {
  let bytesUnderWay = 0;

  const refuse = (response: ServerResponse, status: number, reason: string): void => {
    if (response.headersSent) return;
    warnRepeatedly(log, clock, 'slack_request_refused', { status, reason });
    // Closing the connection also drops the rest of the body.
    response.writeHead(status, { connection: 'close' }).end();
  };

  /** Bolt keeps a verified body on the request, and reads it only once. */
  const verify = async (request: IncomingMessage, response: ServerResponse, bytes: number) => {
    bytesUnderWay += bytes;
    using _ = clock.at(clock.now() + BODY_MS, () => {
      refuse(response, STATUS.late, 'The body took too long.');
      // The reader of the body is not told that the rest will not arrive.
      response.once('close', () => request.destroy());
    });
    try {
      const options = { enabled: true, signingSecret, bodyLimit: MAX_BODY_BYTES };
      return await bolt.parseAndVerifyHTTPRequest(options, request);
    } catch (error) {
      const status = bolt.isRawBodyError(error) ? error.statusCode : STATUS.forged;
      refuse(response, status, libraryWordsOf(error));
      return null;
    } finally {
      bytesUnderWay -= bytes;
    }
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { data: headers } = Headers.safeParse(request.headers);
    if (headers === undefined) return refuse(response, STATUS.forged, 'It is not signed.');
    const aheadMs = headers['x-slack-request-timestamp'] * 1_000 - clock.now();
    if (aheadMs > AHEAD_MS) return refuse(response, STATUS.forged, 'Its timestamp is in the future.');
    const bytes = headers['content-length'];
    if (bytes > MAX_BODY_BYTES) return refuse(response, STATUS.tooLarge, 'The body is too large.');
    if (bytesUnderWay + bytes > MAX_BYTES_UNDER_WAY)
      return refuse(response, STATUS.busy, 'Too many bodies are being read.');
    const buffered = await verify(request, response, bytes);
    if (buffered === null || response.headersSent) return;
    const body = bodyOf(buffered);
    if (body === null) return refuse(response, STATUS.malformed, 'The body is not readable.');
    if (!isReadable(body)) return refuse(response, STATUS.malformed, 'A field is missing or malformed.');
    if (!EVENTS.includes(body.type) || EventBody.safeParse(body).success) return listener(request, response);
    warnUnread({ clock, log }, body);
    response.end();
  };
  return (request, response) => {
    take(request, response).catch((error: unknown) => {
      log.error('slack_request_failed', { error });
      refuse(response, STATUS.failed, 'Handling it failed.');
    });
  };
}

/** `null` unless the body is a JSON object, like all that Slack sends. */
function bodyOf(request: BufferedIncomingMessage): z.infer<typeof Body> | null {
  try {
    return Body.parse(bolt.parseHTTPRequestBody(request));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
