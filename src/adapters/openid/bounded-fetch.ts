import type { CustomFetch } from 'openid-client';

/** Bytes of an answer that are read; a provider's keys have a few thousand. */
const MAX_BYTES = 500_000;

/** Fetches without following a redirect, and reads at most `MAX_BYTES` of the answer. */
export const boundedFetch: CustomFetch = async (url, options) => {
  const answer = await fetch(url, { ...options, redirect: 'manual' } as RequestInit);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`the answer is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  const { status, statusText, headers } = answer;
  const hasBody = status !== 204 && status !== 304 && status >= 200;
  return new Response(hasBody ? Buffer.concat(chunks) : null, { status, statusText, headers });
};
