import * as z from 'zod';
import { gateConsent, NO_CONSENT, nextLines, progressWords } from '../../core/telling/agent/next.ts';
import { ARGUMENT_WORDS, TOOL_WORDS } from '../../core/telling/agent/tools.ts';
import { choiceLabel } from '../../core/telling/facts/gate.ts';
import { GATE_CHOICES } from '../../core/vocabulary/events.ts';
import { about, answering } from './answering.ts';
import { consentMissing, digest } from './consent.ts';
import { agentOf, notDone, said, type ToolParts } from './parts.ts';
import { asked, Seen } from './seen.ts';

const id = z.string().max(100).describe(ARGUMENT_WORDS.id);
const person = z.string().min(1).max(200).optional().describe(ARGUMENT_WORDS.person);

const Answers = z.strictObject({
  id,
  text: z.string().max(100_000).default('').describe(ARGUMENT_WORDS.text),
  done: z.boolean().default(false).describe(ARGUMENT_WORDS.done),
  person,
});
const Decision = z.strictObject({
  id,
  gate: z.string().max(20).describe(ARGUMENT_WORDS.gate),
  choice: z.enum(GATE_CHOICES).describe(ARGUMENT_WORDS.choice),
  note: z.string().max(4_000).default('').describe(ARGUMENT_WORDS.note),
  person,
});
const Cancel = z.strictObject({
  id,
  reason: z.string().max(1_000).default('').describe(ARGUMENT_WORDS.reason),
  person,
});

/** Registers the tools by which an agent acts for its person. Each call that arrives twice is carried out once (P5). */
export function actTools(parts: ToolParts): void {
  const { server } = parts;
  const answers = { ...TOOL_WORDS.answer_questions, inputSchema: Answers };
  server.registerTool('answer_questions', answers, (given, context) =>
    answering(async () => {
      const author = given.person ?? parts.person;
      const path = `/${encodeURIComponent(given.id)}`;
      const sentBy = { key: `mcp-${digest(['answer', given])}`, agent: agentOf(parts, context) };
      if (given.text.trim() === '' && !given.done) return notDone('There is nothing to say: text is empty.');
      if (given.text.trim() !== '')
        await asked(parts.call, Seen, 'POST', `${path}/replies`, { text: given.text, author }, sentBy);
      if (given.done) await asked(parts.call, Seen, 'POST', `${path}/answered`, { author }, sentBy);
      return standing(await asked(parts.call, Seen, 'GET', path));
    }),
  );

  const decides = { ...TOOL_WORDS.decide_gate, inputSchema: Decision };
  server.registerTool('decide_gate', decides, (given, context) =>
    answering(async () => {
      const { gate, choice, note } = given;
      const path = `/${encodeURIComponent(given.id)}`;
      const seen = await asked(parts.call, Seen, 'GET', path);
      if (seen.gate?.id !== gate)
        return notDone(`${gate} is not open. ${progressWords(seen)} ${nextLines(seen).join(' ')}`);
      const label = choiceLabel(choice, 'decision');
      const missing = consentMissing(parts, context, {
        about: ['gate', given],
        message: gateConsent(seen.topic, seen.gate.because, label, note),
        unaskable: NO_CONSENT.gateUnaskable(parts.program),
      });
      if (missing !== null) return missing;
      const body = { choice, note, author: given.person ?? parts.person };
      const sentBy = { key: `mcp-${digest(['gate', given])}`, agent: agentOf(parts, context) };
      return standing(await asked(parts.call, Seen, 'POST', `${path}/gates/${gate}`, body, sentBy));
    }),
  );

  const cancels = {
    ...TOOL_WORDS.cancel_design,
    inputSchema: Cancel,
    annotations: { destructiveHint: true, idempotentHint: true },
  };
  server.registerTool('cancel_design', cancels, ({ id: given, reason, person: by }, context) =>
    answering(async () => {
      const body = { reason, author: by ?? parts.person };
      const sentBy = { agent: agentOf(parts, context) };
      const path = `/${encodeURIComponent(given)}/cancel`;
      return standing(await asked(parts.call, Seen, 'POST', path, body, sentBy));
    }),
  );
}

function standing(seen: Seen) {
  return said([progressWords(seen), ...nextLines(seen)], about(seen));
}
