import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import { listCitations } from '#core/proposals/cited.ts';
import { parsePlace } from '#core/proposals/place.ts';
import type { CheckedCitation } from '#core/vocabulary/checked.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { ParticipantId } from '#core/vocabulary/ids.ts';
import { type Submission, TERMINAL_TOOLS } from '#core/vocabulary/submission.ts';
import type { Clock } from '#foundation/clock.ts';
import { No } from '#foundation/no.ts';
import type { ModelReply } from '#ports/model.ts';
import type { ToolUseBlock } from '#ports/model-messages.mjs';
import { checkSubmission } from '#turns/checks/check-submission.ts';
import type { Model } from '#turns/model-context.ts';
import { type Ask, askFor } from '#turns/prompt/ask.ts';
import type { Persona } from '#turns/prompt/persona.ts';
import { listToolSpecs } from '#turns/tools.ts';
import { World } from '../../support/designs/given.ts';
import { startDesign } from '../../support/designs/given-start.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';

const facilitators = shipped.filter(({ profile }) => profile.role !== 'persona');
const shippedPersonas = shipped.filter(({ profile }) => profile.role === 'persona');

/**
 * The first of those that ship, and beyond them ones that a team may have written, with next to
 * nothing in them.
 */
export function participants(personaCount: number): Persona[] {
  const own = Array.from(
    { length: Math.max(0, personaCount - shippedPersonas.length) },
    (_, index): Persona => {
      const id = ParticipantId.parse(`own-${String(index).padStart(2, '0')}`);
      return {
        profile: {
          id,
          title: `Own ${index}`,
          emoji: '🧪',
          role: 'persona',
          summary: 'Ours.',
          model: null,
          effort: null,
        },
        reads: [],
        sections: [
          { heading: 'Always ask', items: [`なぜ${index}?`], markdown: '' },
          { heading: 'Proposing', items: [], markdown: '' },
        ],
      };
    },
  );
  return [...shippedPersonas.slice(0, personaCount), ...own, ...facilitators];
}

export const CLOCKS = { connectMs: 60_000, firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000 };

/** Time that passes only when somebody waits for it. */
export function readyClock(): Clock & { waits: number[] } {
  let now = 1_000;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    at(dueAt, callback) {
      let disposed = false;
      queueMicrotask(() => {
        if (disposed) return;
        waits.push(dueAt - now);
        now = dueAt;
        callback();
      });
      return {
        [Symbol.dispose]() {
          disposed = true;
        },
      };
    },
  };
}

export async function answered(
  model: Model,
  ask: Ask,
  {
    callNumber = 1,
    signal = new AbortController().signal,
    onProgress = (): void => undefined,
    kill = (): void => undefined,
  } = {},
): Promise<ModelReply> {
  const request = {
    model: '',
    effort: '',
    maxOutputTokens: 1,
    system: [],
    tools: listToolSpecs(ask),
    messages: [],
  };
  return model.answer(request, { ask, callNumber, kill }, { signal, clocks: CLOCKS, onProgress });
}

export function toolUse(reply: ModelReply): ToolUseBlock {
  const block = reply.content.find((each) => each.type === 'tool_use');
  if (block === undefined) throw new Error('the reply uses no tool');
  return block;
}

interface Played {
  readonly design: Design;
  readonly asks: readonly Ask[];
  readonly submissions: readonly Submission[];
}

interface PlayOptions {
  /** Neutral where nothing else is said. */
  readonly voice?: string;
  /** Somebody who dies for good when it is to propose. */
  readonly dies?: string;
  /** A person settles these while they are argued, by name. */
  readonly settles?: readonly { readonly divergenceId: `D${number}`; readonly position: string }[];
  /** What somebody says while they sign. */
  readonly later?: string;
  /** Puts the personas, whose letters follow from it, into another order. */
  readonly drawn?: (ids: readonly ParticipantId[]) => ParticipantId[];
}

/** A whole design on the real core, with the model's answers checked where every model's are. */
export async function play(
  topic: string,
  personas: readonly Persona[],
  {
    voice = 'rehearsal',
    dies,
    settles = [],
    later = '',
    drawn = (ids) => ids.toReversed(),
  }: PlayOptions = {},
): Promise<Played> {
  const model = createRehearsalModel({ latencyMs: 0, clock: readyClock(), personas });
  const asks: Ask[] = [];
  const submissions: Submission[] = [];
  const profiles = personas.map(({ profile: { id, title, emoji, role } }) => ({
    id,
    title,
    emoji,
    role,
    model: voice,
  }));
  const ids = profiles.filter(({ role }) => role === 'persona').map(({ id }) => id);
  const start = startDesign({
    isFramedFirst: true,
    personas: ids,
    drawnOrder: drawn(ids),
    settings: { gates: 'none' },
    startedBy: 'somebody',
  });
  const world = new World({});
  world.when({ ...start, topic, participants: profiles, rehearsal: true });
  world.everyoneReady();
  for (let step = 0; world.design.settled === null; step += 1) {
    const { design } = world;
    const [turn] = world.openTurns();
    if (step > 500) throw new Error('the rehearsal does not end');
    const [settling] = settles.filter(({ divergenceId }) =>
      design.divergences.some(({ id, settlement }) => id === divergenceId && settlement === null),
    );
    if (settling !== undefined && design.step === 'arguing') {
      world.settles(settling.divergenceId, settling.position);
    } else if (
      design.step === 'proposing' &&
      dies !== undefined &&
      world.session(dies).state !== 'lost'
    ) {
      world.loses(dies);
    } else if (design.step === 'signing' && later !== '' && design.replies.length === 1) {
      world.replies(later, 'Ana');
    } else if (turn !== undefined) {
      const ask = askFor(design, turn);
      const submission = accepted(toolUse(await answered(model, ask)));
      asks.push(ask);
      submissions.push(submission);
      world.submits(turn.participant, submission, turn.id, found(submission));
    } else if (design.replies.length === 0) {
      // Under no question, so that it has to be matched.
      world.replies('Nobody knows that yet.', 'Ana');
    } else world.when({ type: 'go_on', by: 'Ana' });
  }
  return { design: world.design, asks, submissions };
}

/** Every citation stands there, as those of the example do. */
function found(submission: Submission): CheckedCitation[] {
  return listCitations(submission).flatMap(({ item, place }) => {
    const lines = parsePlace(place);
    return lines === null
      ? []
      : [{ item, status: 'checked', path: lines.path, from: lines.from, to: lines.to }];
  });
}

function accepted({ name, input }: ToolUseBlock): Submission {
  const tool = TERMINAL_TOOLS.find((each) => each === name);
  if (tool === undefined) throw new Error(`${name} is no terminal tool`);
  const { submission } = checkSubmission(tool, input, 1_000_000);
  if (submission instanceof No) throw new Error(submission.why.reason);
  return submission;
}
