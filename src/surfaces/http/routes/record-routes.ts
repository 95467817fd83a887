import type { Context } from 'hono';
import type { Designs } from '../../../acts/asked.ts';
import { Problem } from '../../../acts/problem.ts';
import { ACTS } from '../../../acts/table.ts';
import { fileNames } from '../../../core/outcome/file-names.ts';
import { decisionSentences, whyWords } from '../../../core/outcome/why.ts';
import { iso } from '../../../core/vocabulary/figures.ts';
import { readFailure } from '../../../engine/effects/failures.ts';
import type { Engine } from '../../../engine/engine.ts';
import { NO_SENTENCE, NOTHING_DECIDED } from '../../../presentation/why.ts';
import { artifactsOf, readBundleFile } from '../../../record/remade.ts';
import type { TurnRecord } from '../../../turns/records/record.ts';
import { recordsOf } from '../../../turns/records/recorded.ts';
import { readTurn } from '../../../turns/records/traced.ts';
import { readableTurns } from '../../../turns/records/withheld.ts';
import { type Handled, handled } from '../handled.ts';
import { designOf } from './design-routes.ts';

const CONTENT_TYPES: Record<string, string> = {
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  log: 'text/plain; charset=utf-8',
};

/** Turns, files and failures of a design. */
export function recordRoutes(engine: Engine): Handled[] {
  const { store, redact } = engine.parts;

  const turnsOf = handled(ACTS.turns, async ({ context }) => {
    const design = await designOf(context, engine);
    const turns = readableTurns(design, await recordsOf(store, design));
    return context.json({ turns: turns.map(shownTurn) });
  });

  const artifacts = handled(ACTS.artifacts, async ({ context }) => {
    const design = await designOf(context, engine);
    return context.json({ artifacts: await artifactsOf(engine.parts, design) });
  });

  const artifact = handled(ACTS.artifact, ({ context }) => fileOf(context, engine));

  const failure = handled(ACTS.failure, async ({ context, names: { name } }) => {
    const { id } = await designOf(context, engine);
    const text = await readFailure(engine.parts, id, name);
    if (text === null) throw new Problem('not_found', 'There is no such failure file for this design.');
    return new Response(redact(text), { headers: headersFor(name) });
  });

  return [turnsOf, artifacts, artifact, failure, ...traceRoutes(engine)];
}

/** Answers with the named file of a design. Throws `Problem` if there is none. */
export async function fileOf(context: Context, engine: Pick<Engine, 'design' | 'forgotten' | 'parts'>) {
  const design = await designOf(context, engine);
  const name = context.req.param('name') ?? '';
  const names = fileNames(design.files);
  if (!names.includes(name)) {
    const known = names.join(', ') || 'none yet';
    throw new Problem('not_found', `There is no such file. The design's files: ${known}.`);
  }
  const bytes = await readBundleFile(engine.parts, design.id, name);
  if (bytes === null) throw new Problem('not_found', 'The file is no longer on this machine.');
  return new Response(Buffer.from(bytes), { headers: headersFor(name) });
}

function shownTurn(record: TurnRecord) {
  return { ...record, startedAt: iso(record.startedAt) };
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

const MAX_NUMBER = 1_000_000;

/** Traces a sentence back to its sources, and shows one turn in full. */
export function traceRoutes(designs: Pick<Designs, 'design' | 'forgotten' | 'parts'>): Handled[] {
  const { store } = designs.parts;

  const why = handled(ACTS.why, async ({ context, query: { words } }) => {
    const design = await designOf(context, designs);
    const found = whyWords(design, words);
    if (found !== null) return context.json(found);
    throw new Problem('not_found', decisionSentences(design).length === 0 ? NOTHING_DECIDED : NO_SENTENCE);
  });

  const turn = handled(ACTS.turn, async ({ context }) => {
    const number = numberIn(context);
    const design = await designOf(context, designs);
    const found = number === null ? null : await readTurn(store, design, number);
    if (found !== null) return context.json(found);
    throw unknownTurn(design.turns.length);
  });

  return [why, turn];
}

/** Problem of an unknown turn, with the known numbers. */
export function unknownTurn(count: number): Problem {
  const known = count === 0 ? 'none yet' : count === 1 ? '1' : `1 to ${count}`;
  return new Problem('not_found', `There is no such turn. The design’s turns: ${known}.`);
}

/** Returns the turn's number from the path; `null` for anything else. */
export function numberIn({ req }: Context): number | null {
  const given = req.param('n') ?? '';
  return /^[1-9]\d{0,6}$/.test(given) ? Math.min(Number(given), MAX_NUMBER) : null;
}
