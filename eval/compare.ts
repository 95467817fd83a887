/**
 * `npm run eval -- [--yes] [topics]`: is a charrette worth its price? On each question of
 * `topics.yaml`, three answers of the same form: a design with six personas; one model, asked once;
 * and the best of as many answers of that model as the design's money buys, chosen by itself. A judge
 * of another family, where a key for one is set, ranks them twice by letter: in a drawn order, and in
 * the reverse of it. Nobody is asked anything, and there is no repository: what a charrette is for
 * besides is left out. All of it is kept in `eval-run`, so that people can judge the judge.
 *
 * It spends about four dollars a question, and only with `--yes`. Eight questions show a large
 * difference, or none. It was run against a local endpoint, never with a key: no figure is claimed.
 */

import { randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { costOf } from '#design/money.ts';
import type { Design } from '#design/state.ts';
import { newestDecision } from '#design/status.ts';
import type { Model } from '#models/model.ts';
import { costUsdOf } from '#models/price.ts';
import { toolSpec } from '#models/schema.ts';
import { inNewFolder, openBench } from '../bench/measure.ts';

const Topics = z.array(z.strictObject({ id: z.string(), topic: z.string(), context: z.string() }));
type Topic = z.infer<typeof Topics>[number];

const BUDGET_USD = 5;
const MOST_DRAFTS = 12;
/** Of the money, for choosing among the drafts. */
const FOR_CHOOSING = 0.2;
const TIMES_ASKED = 3;
const FOLDER = 'eval-run';
const Choice = z.strictObject({ reasons: z.string(), best: z.string() });
const Ranking = z.strictObject({ reasons: z.string(), ranking: z.array(z.string()) });

const DECIDE = `Decide this design question for the team that asks, in some 500 words of Markdown: the decision in one bold sentence; the problem in two to four sentences; then Why, Rejected (each other way with its best reason and what outweighs it), What becomes harder, Steps (each with its undo), Risks (each with its sign), Assumptions, Left open, Look again. Rest on what is given, and say what you do not know.`;
const COMPARE = `Below are several decisions of one design question. As the engineer who has to live with it: which is right for what was given, sees what can go wrong, can be carried out and undone, and says what it does not know? Length, style and order count for nothing.`;

interface Answer {
  readonly text: string;
  readonly usd: number;
}

function questionOf({ topic, context }: Topic): string {
  return `# ${topic}\n\n${context}`;
}

/** One call. `about`: what only a rehearsal reads. */
async function ask(
  model: Model,
  about: Design,
  parts: { readonly question: string; readonly ask: string },
  tool: ReturnType<typeof toolSpec> | null = null,
) {
  const [participant] = about.letters;
  if (participant === undefined) throw new Error('the design has no personas');
  const { content, usage } = await model.call(
    {
      shared: parts.question,
      own: '',
      ask: parts.ask,
      messages: [],
      tools: tool === null ? [] : [tool],
      effort: 'high',
      maxOutputTokens: 16_000,
      about: { participant, kind: 'draft', design: about },
    },
    { signal: AbortSignal.timeout(600_000), idleMs: 120_000 },
  );
  const text = content.flatMap((block) => (block.type === 'text' ? block.text : [])).join('\n');
  const used = content.find((block) => block.type === 'tool_use');
  return { text, input: used?.input, usd: costUsdOf(usage, model.price) ?? Number.NaN };
}

/** Asks until the answer has the form; what it cost in all. */
async function askFor<Form>(
  model: Model,
  about: Design,
  question: string,
  texts: readonly string[],
  name: string,
  schema: z.ZodType<Form>,
) {
  const lettered = texts.map((text, index) => `# Decision ${letterOf(index)}\n\n${text}`);
  const asked = `${COMPARE}\n\n${lettered.join('\n\n')}\n\nCall \`${name}\` once, by letters.`;
  const tool = toolSpec(name, 'Ends your turn.', schema);
  let usd = 0;
  for (let time = 0; time < TIMES_ASKED; time += 1) {
    const answer = await ask(model, about, { question, ask: asked }, tool);
    usd += answer.usd;
    const parsed = schema.safeParse(answer.input);
    if (parsed.success) return { form: parsed.data, usd };
  }
  throw new Error(`${model.name} did not call ${name} in ${TIMES_ASKED} tries`);
}

function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

/** As many drafts as the money buys, at least two; the model then chooses one of its own. */
async function bestOf(model: Model, about: Design, topic: Topic, usd: number): Promise<Answer> {
  const question = questionOf(topic);
  const drafts: string[] = [];
  let spentUsd = 0;
  let lastUsd = 0;
  while (
    drafts.length < 2 ||
    (drafts.length < MOST_DRAFTS && spentUsd + lastUsd < usd * (1 - FOR_CHOOSING))
  ) {
    const draft = await ask(model, about, { question, ask: DECIDE });
    drafts.push(draft.text);
    lastUsd = draft.usd;
    spentUsd += lastUsd;
  }
  const { form, usd: choosingUsd } = await askFor(model, about, question, drafts, 'choose', Choice);
  const chosen = drafts.find((_, index) => form.best === letterOf(index));
  if (chosen === undefined) throw new Error(`${model.name} chose ${form.best}, which is no draft`);
  return { text: chosen, usd: spentUsd + choosingUsd };
}

/** Places from 1 on, by name: the mean of two orders. */
async function judge(
  model: Model,
  about: Design,
  topic: Topic,
  answers: Readonly<Record<string, Answer>>,
) {
  const names = Object.keys(answers);
  const drawn = names
    .map((name) => ({ name, key: randomInt(2 ** 47) }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ name }) => name);
  const places = new Map(names.map((name) => [name, 0]));
  const reasons: string[] = [];
  for (const order of [drawn, drawn.toReversed()]) {
    const texts = order.map((name) => answers[name]?.text ?? '');
    const { form } = await askFor(model, about, questionOf(topic), texts, 'rank', Ranking);
    const { ranking } = form;
    reasons.push(
      `${order.map((name, at) => `${letterOf(at)} ${name}`).join(', ')}: ${form.reasons}`,
    );
    for (const [index, name] of order.entries()) {
      const place = ranking.indexOf(letterOf(index)) + 1;
      if (place === 0)
        throw new Error(`${model.name} ranked ${ranking}, without ${letterOf(index)}`);
      places.set(name, (places.get(name) ?? 0) + place / 2);
    }
  }
  return { places, reasons };
}

async function compare(topic: Topic, bench: Awaited<ReturnType<typeof openBench>>) {
  const id = await bench.start({
    topic: topic.topic,
    context: [{ name: 'what the team told', text: topic.context }],
    questions: 'none',
    budgetUsd: BUDGET_USD,
  });
  await bench.seen(id, 'design_ended');
  const { design } = (await bench.engine.designs.read(id)) ?? {};
  const decision = design && newestDecision(design);
  if (!design || !decision) throw new Error(`${topic.id}: the design came to no decision`);
  const models = bench.models.forParticipants(design.participants, false);
  const modelOf = (role: string) => {
    const participant = design.participants.find((each) => each.role === role);
    const model = participant && models.get(participant.id);
    if (model === undefined) throw new Error(`no model speaks for the ${role}`);
    return model;
  };
  const one = modelOf('synthesizer');
  const { usd } = costOf(design);
  const alone = await ask(one, design, { question: questionOf(topic), ask: DECIDE });
  const answers = {
    charrette: { text: decision.text, usd },
    'one answer': alone,
    'best of n': await bestOf(one, design, topic, usd),
  };
  const { places, reasons } = await judge(modelOf('auditor'), design, topic, answers);
  const texts = Object.entries(answers).map(([name, { text }]) => `# ${name}\n\n${text}`);
  await writeFile(join(FOLDER, `${topic.id}.md`), [...texts, ...reasons].join('\n\n---\n\n'));
  return { judge: modelOf('auditor').name, answers, places };
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const file = join(import.meta.dirname, 'topics.yaml');
  const count = Number(words.find((word) => /^\d+$/.test(word)) ?? Number.POSITIVE_INFINITY);
  const topics = Topics.parse(parse(await readFile(file, 'utf8'))).slice(0, count);
  await inNewFolder(async (folder) => {
    await using bench = await openBench(folder, process.env);
    if (bench.models.missing !== null || !words.includes('--yes')) {
      const { missing } = bench.models;
      console.log(missing ?? `It spends about $${4 * topics.length}: add --yes.`);
      process.exitCode = 2;
      return;
    }
    await mkdir(FOLDER, { recursive: true });
    const rows = [];
    for (const topic of topics) {
      const { judge: judged, answers, places } = await compare(topic, bench);
      const cells = Object.entries(answers).map(([name, { usd }]) => {
        return [name, `${places.get(name)} ($${usd.toFixed(2)})`];
      });
      rows.push({ topic: topic.id, ...Object.fromEntries(cells), judge: judged });
    }
    console.log('Mean place of two rankings, 1 is best, and what it cost:');
    console.table(rows);
  });
}

await main();
