import { findProxyRefusal, hasNeverConnected } from '../../foundation/connection.ts';
import { ModelFault } from '../../ports/model.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { TOO_LONG } from './answer-bounds.ts';
import { wordWrongAddress } from './refusals.ts';

/**
 * Bytes of one streamed answer, unpacked. The longest answer takes half of it with an event per
 * token.
 */
const STREAM_BYTES = 32 * 1024 * 1024;
/** Bytes of one line, which is one event. The client's work grows with its square. */
const LINE_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 10;

/**
 * Reports when the request is sent, headers arrive, and bytes arrive, and that nothing is charged
 * for a request that is refused or never received. Follows no redirect, and ends an endless answer.
 */
export function observeFetch(
  observer: { headersArrived(): void; bytesArrived(): void; refuse(fault: ModelFault): void },
  request: { sent(): void; notCharged(): void },
  entry: Pick<ModelEntry, 'addressIn'>,
): typeof fetch {
  const notThere = (what: string) =>
    new ModelFault('wrong_address', wordWrongAddress(`the endpoint ${what}`, entry));
  return async (input, init) => {
    request.sent();
    const response = await fetch(input, { ...init, redirect: 'manual' }).catch((error: unknown) => {
      const refusal = findProxyRefusal(error);
      if (hasNeverConnected(error)) request.notCharged();
      if (refusal?.isLasting === true)
        observer.refuse(new ModelFault('wrong_address', refusal.words));
      throw error;
    });
    observer.headersArrived();
    if (!response.ok) request.notCharged();
    const { status, statusText, headers } = response;
    if (status >= 300 && status < 400)
      observer.refuse(notThere(`answered ${status} with a redirect, which is not followed`));
    // With another status, the page's words say more.
    if (response.ok && headers.get('content-type')?.startsWith('text/html') === true)
      observer.refuse(notThere('answered with a web page instead of as an API'));
    if (response.body === null) return response;
    let bytes = 0;
    let lineBytes = 0;
    const reader = response.body.getReader();
    const counted = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { value: chunk } = await reader.read();
        if (chunk === undefined) return controller.close();
        observer.bytesArrived();
        bytes += chunk.byteLength;
        const lineEnd = chunk.lastIndexOf(LINE_FEED);
        lineBytes = lineEnd === -1 ? lineBytes + chunk.byteLength : chunk.byteLength - lineEnd - 1;
        if (bytes > STREAM_BYTES || lineBytes > LINE_BYTES) {
          observer.refuse(TOO_LONG);
          throw TOO_LONG;
        }
        controller.enqueue(chunk);
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return new Response(counted, { status, statusText, headers });
  };
}
