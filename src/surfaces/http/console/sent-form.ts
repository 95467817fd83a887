import type { Context } from 'hono';
import type { ReadField } from '../../../acts/gateway/form.ts';
import { Problem } from '../../../acts/problem.ts';

export interface SentForm {
  readonly text: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly names: readonly string[];
  readonly everything: readonly string[];
  readonly read: ReadField;
}

export const FORM = 'application/x-www-form-urlencoded';
const MAX_FIELDS = 200;

/** Reads the body as a form. Throws `Problem` for any other body. */
export async function sentForm(context: Context): Promise<SentForm> {
  const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== FORM) throw new Problem('unsupported_media_type', `Send the form as ${FORM}.`);
  const fields = [...new URLSearchParams(await context.req.text())].slice(0, MAX_FIELDS);
  const all = (name: string) => fields.flatMap(([each, value]) => (each === name ? [value] : []));
  // Browsers send line ends as a carriage return and a line feed.
  const text = (name: string) => (all(name)[0] ?? '').replaceAll('\r\n', '\n');
  return {
    text,
    all,
    names: [...new Set(fields.map(([name]) => name))],
    everything: fields.flat(),
    read: (name) => ({ text: text(name), chosen: all(name).filter((value) => value !== '') }),
  };
}
