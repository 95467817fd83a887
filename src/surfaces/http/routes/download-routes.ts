import type { Context } from 'hono';
import { Problem } from '#acts/problem.ts';
import { ACTS } from '#acts/table.ts';
import { listFileNames } from '#core/outcome/file-names.ts';
import type { Engine } from '#engine/engine.ts';
import type { HandledAct } from '../handled.ts';
import { designOf } from '../readable.ts';

/** By the ending of a file's name. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  svg: 'image/svg+xml',
  log: 'text/plain; charset=utf-8',
};

type Downloads = Pick<Engine, 'design' | 'findForgotten' | 'parts'>;

/** Files of a design, and diagnostics of its crashed processes. */
export function makeDownloadRoutes(engine: Downloads): HandledAct[] {
  const failure = async (context: Context): Promise<Response> => {
    const name = context.req.param('name') ?? '';
    const { id } = await designOf(context, engine);
    const diagnostics = await engine.parts.store.failure(id, name);
    if (diagnostics === null)
      throw new Problem('not_found', 'There is no such failure file for this design.');
    return new Response(engine.parts.redact(diagnostics.text), { headers: headersFor(name) });
  };
  return [
    { act: ACTS.artifact, answer: (context) => fileOf(context, engine) },
    { act: ACTS.failure, answer: failure },
  ];
}

/** Answers with the named file of a design. Throws `Problem` if there is none. */
export async function fileOf(context: Context, engine: Downloads): Promise<Response> {
  const design = await designOf(context, engine);
  const name = context.req.param('name') ?? '';
  const names = listFileNames(design.files);
  if (!names.includes(name)) {
    const list = names.join(', ') || 'none yet';
    throw new Problem('not_found', `There is no such file. The design's files: ${list}.`);
  }
  const { readBundleFile } = await import('#record/remade.ts');
  const bytes = await readBundleFile(engine.parts, design.id, name);
  if (bytes === null) throw new Problem('not_found', 'The file is no longer on this machine.');
  return new Response(Buffer.from(bytes), { headers: headersFor(name) });
}

function headersFor(name: string): Record<string, string> {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return {
    'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
    // What models wrote is never run by a browser.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
}
