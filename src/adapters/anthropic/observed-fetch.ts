/** `fetch` that says when the request goes out, when the headers are there and whenever bytes of the body arrive. */
export function observedFetch(
  observer: { headersArrived(): void; bytesArrived(): void },
  request: { sent(): void },
): typeof fetch {
  return async (input, init) => {
    request.sent();
    const response = await fetch(input, init);
    observer.headersArrived();
    if (response.body === null) return response;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        observer.bytesArrived();
        controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
  };
}
