import type { Context } from 'hono';
import type { SentFields } from '#acts/gateway/form.ts';
import { Problem } from '#acts/problem.ts';

export interface SentPage {
  readonly text: (name: string) => string;
  readonly everything: readonly string[];
  readonly fields: SentFields;
}

export const FORM = 'application/x-www-form-urlencoded';
const MAX_FIELDS = 200;

/** Reads the body as a form. Throws `Problem` for any other body. */
export async function readForm(context: Context): Promise<SentPage> {
  const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== FORM) throw new Problem('unsupported_media_type', `Send the form as ${FORM}.`);
  return parseFieldsOf(new URLSearchParams(await context.req.text()));
}

/** Reads the query of the address as if it had been sent in a form. */
export function readAddress({ req }: Context): SentPage {
  return parseFieldsOf(new URL(req.url).searchParams);
}

function parseFieldsOf(parameters: URLSearchParams): SentPage {
  const everything = [...parameters].slice(0, MAX_FIELDS);
  const fields = new Map<string, { text: string; chosen: string[] }>();
  for (const [name, value] of everything) {
    // Browsers send line ends as a carriage return and a line feed.
    const { text = value.replaceAll('\r\n', '\n'), chosen = [] } = fields.get(name) ?? {};
    fields.set(name, { text, chosen: value === '' ? chosen : [...chosen, value] });
  }
  return { text: (name) => fields.get(name)?.text ?? '', everything: everything.flat(), fields };
}
