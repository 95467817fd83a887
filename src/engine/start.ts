/** What a start needs before it is stored: who takes part, with which models, money and repository. */

import { randomInt, randomUUIDv7 } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type * as z from 'zod';
import { type CommandOf, type Refusal, refuse } from '#design/commands.ts';
import { type Depth, type Profile, Reply, type Thread } from '#design/events.ts';
import { mint } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { PersonaFile } from '#sessions/persona-files.ts';
import { isFault } from '#support/fault.ts';
import { budgetTooLarge, budgetTooSmall } from '#words/refusals.ts';
import { type Actor, personOf, type StartInput } from './design-inputs.ts';
import type { Parts } from './engine-parts.ts';

const LEAST_USD: Record<Depth, number> = { quick: 1, standard: 2.5 };
const QUICK_PERSONAS = ['subtractor', 'failure-analyst', 'outsider'];

/** A start holds so many; the last words count. */
const MOST_REPLIES = 500;

export type StartCommand = CommandOf<'start'>;

/** What a design that runs again takes from the one before. */
export type Earlier = Pick<Design, 'id' | 'replies' | 'repository'>;

/** @throws {Fault} `repository` */
export async function makeStart(
  input: z.output<typeof StartInput>,
  actor: Actor,
  thread: Thread | null,
  parts: Parts,
  earlier: Earlier | null = null,
): Promise<StartCommand | Refusal> {
  const { settings, models } = parts;
  const { topic, context, depth, questions, gates } = input;
  const mostUsd = settings.budgetUsdPerDesign;
  const budgetUsd = input.budgetUsd ?? mostUsd;
  const leastUsd = LEAST_USD[depth];
  if (budgetUsd < leastUsd) return refuse('invalid', budgetTooSmall(depth, leastUsd));
  if (budgetUsd > mostUsd) return refuse('invalid', budgetTooLarge(mostUsd));

  const roster = chooseRoster(parts.personas, depth, input.personas);
  if (isRefusal(roster)) return roster;
  const isRehearsal = models.playsExample(topic);
  const participants = profilesOf(roster, isRehearsal, models);
  if (isRefusal(participants)) return participants;
  const repository = await pin(input.repo, actor, earlier, parts);
  if (repository !== null && isRefusal(repository)) return repository;
  return {
    type: 'start',
    designId: mint('design', randomUUIDv7()),
    topic,
    context,
    depth,
    startedBy: personOf(actor),
    thread,
    participants,
    letters: shuffle(roster.flatMap(({ id, role }) => (role === 'persona' ? id : []))),
    settings: { questions, gates, ...settings.design, budgetUsd },
    repository,
    isRehearsal,
    successorOf: earlier?.id ?? null,
    replies: (earlier?.replies ?? [])
      .slice(-MOST_REPLIES)
      .map((reply, index) => Reply.strip().parse({ ...reply, number: index + 1 })),
  };
}

/** The same question once more, with no more money than a design may have now. */
export function inputAgain(
  { topic, context, depth, settings, participants }: Design,
  mostUsd: number,
): z.output<typeof StartInput> {
  const { questions, gates } = settings;
  const personas = participants.flatMap((each) => (each.role === 'persona' ? each.id : []));
  const budgetUsd = Math.min(settings.budgetUsd, mostUsd);
  return { topic, context: [...context], depth, questions, gates, budgetUsd, personas };
}

/** The named personas, or those of the depth; the facilitators always take part. */
function chooseRoster(
  files: readonly PersonaFile[],
  depth: Depth,
  named: readonly string[] | undefined,
): PersonaFile[] | Refusal {
  const personas = files.filter(({ role }) => role === 'persona');
  const known = personas.map(({ id }) => String(id));
  const unknown = named?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    return refuse('invalid', `There is no persona ${unknown}. There are: ${known.join(', ')}.`);
  const quick = QUICK_PERSONAS.filter((id) => known.includes(id));
  const ofDepth = depth === 'standard' ? known : quick.length > 1 ? quick : known.slice(0, 3);
  const chosen = named ?? ofDepth;
  return [
    ...personas.filter(({ id }) => chosen.includes(id)),
    ...files.filter(({ role }) => role === 'synthesizer'),
    ...files.filter(({ role }) => role === 'auditor'),
  ];
}

function profilesOf(
  roster: readonly PersonaFile[],
  isRehearsal: boolean,
  models: Parts['models'],
): Profile[] | Refusal {
  try {
    const chosen = models.forParticipants(roster, isRehearsal);
    return roster.map(({ id, title, emoji, role }) => {
      const model = chosen.get(id);
      if (model === undefined) throw new Error(`broken invariant: no model for ${id}`);
      return { id, title, emoji, role, model: model.name, family: model.family };
    });
  } catch (error) {
    if (!isFault(error, 'bad_setting')) throw error;
    return refuse('invalid', `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }
}

/**
 * A design that runs again reads the commit that the first one read. A folder is named by whoever
 * sits at this machine, and by nobody else.
 */
async function pin(
  repo: string | undefined,
  { via }: Actor,
  earlier: Earlier | null,
  { repositories }: Parts,
): Promise<StartCommand['repository'] | Refusal> {
  if (earlier !== null) return earlier.repository;
  if (repo === undefined || repo === '') return null;
  const mayNameFolder = via === 'terminal' || via === 'mcp';
  const pinned = isAbsolute(repo) && !mayNameFolder ? null : await repositories.pin(repo);
  const { names = [] } = repositories;
  const known = names.length === 0 ? 'None is set up.' : `There are: ${names.join(', ')}.`;
  return pinned ?? refuse('not_found', `There is no repository ${repo} here. ${known}`);
}

function isRefusal(value: object): value is Refusal {
  return 'code' in value;
}

/** Letters say nothing about who wrote what (J3). */
function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, key: randomInt(2 ** 47) }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ item }) => item);
}
