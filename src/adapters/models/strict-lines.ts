type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` whose good answers are streams of events in the vendor's form. `open` begins an answer; its function gets each line and
 * returns one or more, and may throw a `ModelFault`.
 */
export function makeLinesStrict(fetch: Fetch, open: () => (line: string) => string): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { ok, status, body } = response;
    if (!ok || body === null) return response;
    const headers = new Headers(response.headers);
    headers.set('content-type', 'text/event-stream');
    const strict = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(strictLines(open()))
      .pipeThrough(new TextEncoderStream());
    return new Response(strict, { status, headers });
  };
}

function strictLines(lineOf: (line: string) => string): TransformStream<string, string> {
  let rest = '';
  return new TransformStream({
    transform: (more, controller) => {
      const lines = `${rest}${more}`.split(/\r\n|\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) controller.enqueue(`${lineOf(line)}\n`);
    },
    flush: (controller) => controller.enqueue(`${lineOf(rest)}\n\n`),
  });
}

const DATA = 'data:';

/** The data of a line, or of a whole answer that is no stream, as some servers give; `null` for another line. */
export function dataIn(line: string): string | null {
  if (line.startsWith('{')) return line;
  return line.startsWith(DATA) ? line.slice(DATA.length).trim() : null;
}

export function writeData(value: unknown): string {
  return `${DATA} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
