import * as z from 'zod';
import { NO_SUCH_PART } from '../../core/telling/agent/next.ts';
import { ARGUMENT_WORDS, TOOL_WORDS } from '../../core/telling/agent/tools.ts';
import { answering } from './answering.ts';
import { digest } from './consent.ts';
import { agentOf, notDone, said, type ToolParts } from './parts.ts';
import { asked, Refused } from './seen.ts';

const Read = z.strictObject({
  id: z.string().max(100).describe(ARGUMENT_WORDS.id),
  part: z.enum(['brief', 'decision', 'why', 'ask']).describe(ARGUMENT_WORDS.part),
  words: z.string().max(2_000).default('').describe(ARGUMENT_WORDS.words),
  person: z.string().min(1).max(200).optional().describe(ARGUMENT_WORDS.person),
});
const Search = z.strictObject({
  words: z.string().max(500).default('').describe(ARGUMENT_WORDS.search),
  limit: z.number().int().min(1).max(50).default(10),
});

const Answered = z.object({
  text: z.string(),
  sentences: z.array(z.object({ cites: z.array(z.object({ source: z.string() })) })),
  note: z.string(),
});
const Lessons = z.object({
  lessons: z.array(
    z.object({
      designId: z.string(),
      topic: z.string(),
      status: z.string(),
      endedAt: z.string(),
      decision: z.string().nullable(),
      declined: z.boolean().optional(),
    }),
  ),
});
const FILES = { brief: 'brief.md', decision: 'decision.md' } as const;

/** Registers the tools that read: one design, and all decisions. Who may read what is the API's to say (A18). */
export function readTools(parts: ToolParts): void {
  const { server, call } = parts;
  server.registerTool('read_design', { ...TOOL_WORDS.read_design, inputSchema: Read }, (given, context) =>
    answering(async () => {
      const { id, part, words } = given;
      const path = `/${encodeURIComponent(id)}`;
      if (part === 'brief' || part === 'decision')
        return said([await asked(call, z.string(), 'GET', `${path}/artifacts/${FILES[part]}`)]);
      if (words.trim() === '') return notDone(`With part "${part}" give words.`);
      if (part === 'why') return why(parts, path, words);
      const question = { question: words, author: given.person ?? parts.person };
      const sentBy = { key: `mcp-${digest(['ask', given])}`, agent: agentOf(parts, context) };
      const answer = await asked(call, Answered, 'POST', `${path}/questions`, question, sentBy);
      const sources = answer.sentences.flatMap(({ cites }) => cites.map(({ source }) => source));
      const from = sources.length === 0 ? [] : [`Sources: ${[...new Set(sources)].join('; ')}`];
      return said([answer.text, ...from, answer.note], answer);
    }),
  );

  const searches = {
    ...TOOL_WORDS.search_decisions,
    inputSchema: Search,
    annotations: { readOnlyHint: true },
  };
  server.registerTool('search_decisions', searches, ({ words, limit }) =>
    answering(async () => {
      const query = new URLSearchParams({ limit: String(limit), ...(words === '' ? {} : { words }) });
      const { lessons } = await asked(call, Lessons, 'GET', `/lessons?${query}`);
      const lines = lessons.map(
        ({ designId, topic, decision, endedAt, declined }) =>
          `${designId} (${endedAt.slice(0, 10)}${declined === true ? ', declined since' : ''}) ${topic}: ${decision ?? 'no decision'}`,
      );
      return said(lines.length === 0 ? ['No decision matches.'] : lines, { lessons });
    }),
  );
}

async function why({ call }: ToolParts, path: string, words: string) {
  try {
    const found = await asked(call, z.unknown(), 'GET', `${path}/why?${new URLSearchParams({ words })}`);
    return said([JSON.stringify(found, null, 2)], { why: found });
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return notDone(`${error.message} ${NO_SUCH_PART}`);
    throw error;
  }
}
