import * as z from 'zod';
import type { Tool } from '../../acts/act.ts';
import { AskedAnswer, ListAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { ARGUMENT_WORDS, NO_SUCH_PART } from '../../presentation/agent.ts';
import { STATUS_WORDS } from '../../presentation/phases.ts';
import { id, person } from './act.ts';
import { answering, asked, Refused } from './api.ts';
import { digest } from './consent.ts';
import { agentOf, notDone, said, type ToolParts } from './parts.ts';

const Read = z.strictObject({
  id,
  part: z.enum(['brief', 'decision', 'why', 'ask']).describe(ARGUMENT_WORDS.part),
  words: z.string().max(2_000).default('').describe(ARGUMENT_WORDS.words),
  person,
});
const Search = z.strictObject({
  words: z
    .string()
    .max(500)
    .default('')
    .describe(ACTS.list.query?.shape.words.description ?? ''),
  limit: z.number().int().min(1).max(50).default(10),
});

const FILES = { brief: 'brief.md', decision: 'decision.md' } as const;

export function readDesign(parts: ToolParts, { name, ...about }: Tool): void {
  const { server, call } = parts;
  server.registerTool(name, { ...about, inputSchema: Read }, (given, context) =>
    answering(async () => {
      const { part, words } = given;
      if (part === 'brief' || part === 'decision')
        return said([await asked(call, z.string(), ACTS.artifact, { id: given.id, name: FILES[part] })]);
      if (words.trim() === '') return notDone(`Part "${part}" needs words.`);
      if (part === 'why') return why(parts, given.id, words);
      const question = { text: words, author: given.person ?? parts.person };
      const key = `mcp-${digest(['ask', given])}`;
      const sent = { body: question, key, agent: agentOf(parts, context) };
      const answer = await asked(call, AskedAnswer, ACTS.ask, { id: given.id }, sent);
      const sources = answer.sentences.flatMap(({ cites }) => cites.map(({ source }) => source));
      const from = sources.length === 0 ? [] : [`Sources: ${[...new Set(sources)].join('; ')}`];
      return said([answer.text, ...from, answer.note], answer);
    }),
  );
}

export function searchDecisions({ server, call }: ToolParts, { name, ...about }: Tool): void {
  server.registerTool(name, { ...about, inputSchema: Search }, ({ words, limit }) =>
    answering(async () => {
      const query = { limit: String(limit), words };
      const { designs } = await asked(call, ListAnswer, ACTS.list, {}, { query });
      const lines = designs.map(
        ({ id, topic, decision, startedAt, status, standing }) =>
          `${id} (${startedAt.slice(0, 10)}, ${standing ?? STATUS_WORDS[status]}) ${topic}: ${decision ?? 'no decision'}`,
      );
      return said(lines.length === 0 ? ['No design matches.'] : lines, { designs });
    }),
  );
}

async function why({ call }: ToolParts, id: string, words: string) {
  try {
    const found = await asked(call, z.unknown(), ACTS.why, { id }, { query: { words } });
    return said([JSON.stringify(found, null, 2)], { why: found });
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return notDone(`${error.message} ${NO_SUCH_PART}`);
    throw error;
  }
}
