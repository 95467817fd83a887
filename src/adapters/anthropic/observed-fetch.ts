import { ModelFault } from '../../runtime/ports/model.ts';

/** Of one answer as it is streamed, unpacked: an event for each token of the longest makes half of it. */
const ANSWER_BYTES = 32 * 1024 * 1024;
/** Of one line, which holds one event; the client's work grows with the square of it. */
const LINE_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 10;

/**
 * `fetch` that says when the request goes out, when the headers are there and whenever bytes of the body arrive. It goes nowhere but
 * where it is sent (A10), and ends an answer that does not end.
 */
export function observedFetch(
  observer: { headersArrived(): void; bytesArrived(): void; refuse(fault: ModelFault): void },
  request: { sent(): void },
): typeof fetch {
  return async (input, init) => {
    request.sent();
    const response = await fetch(input, { ...init, redirect: 'manual' });
    observer.headersArrived();
    const { status, statusText, headers } = response;
    if (status >= 300 && status < 400) observer.refuse(sentElsewhere(status));
    if (response.body === null) return response;
    let [bytes, lineBytes] = [0, 0];
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        observer.bytesArrived();
        bytes += chunk.byteLength;
        const lineEnd = chunk.lastIndexOf(LINE_FEED);
        lineBytes = lineEnd === -1 ? lineBytes + chunk.byteLength : chunk.byteLength - lineEnd - 1;
        if (bytes > ANSWER_BYTES || lineBytes > LINE_BYTES) observer.refuse(TOO_LONG);
        else controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
  };
}

const TOO_LONG = new ModelFault('malformed_answer', 'the answer has no sensible length', false);

function sentElsewhere(status: number): ModelFault {
  const message = `the endpoint answered ${status} and wants to be asked elsewhere, which is not done: set ANTHROPIC_BASE_URL to where it is`;
  return new ModelFault('invalid_request', message, false);
}
