import type { Design } from '../../core/design.ts';
import { differenceLabel } from '../../core/divergence/labels.ts';
import { BOUNDS, type ContextItem } from '../../core/events.ts';
import { bannerOf } from '../../core/outcome/banner.ts';
import { decisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { decisionMarkdown } from '../../core/paper/decision.ts';
import { lateWordsOf } from '../../core/question/late-words.ts';
import type { Decided } from '../../core/synthesis/decided.ts';
import { cutText } from '../../core/text.ts';
import type { Persona } from '../persona.ts';
import { choosable, type StartRequest } from './starting.ts';

const CUT = '\n\n[Cut here: more than this does not fit into the context.]';

/** Why no design can follow up on this one, in words for the requester; `null` if one can. */
export function whyNotFollowUp(design: Design): string | null {
  if (design.end === null)
    return 'It is still running. Once it has ended with a decision, a design can follow up on it.';
  if (decisionInForce(design) !== null) return null;
  return 'It has ended without a decision, so there is nothing to follow up on. Run it again, or start a new design.';
}

/**
 * A request with what goes without saying: the usual depth. Of a design that follows up on an ended one, whose decision
 * `whyNotFollowUp` has nothing against: that decision as the last of the context, and its people and its depth where the
 * request names none.
 */
export function withDefaults(
  asked: StartRequest,
  earlier: Design | null,
  personas: readonly Persona[],
): StartRequest {
  const depth = earlier?.settings.depth ?? 'standard';
  const request = { ...asked, settings: { depth, ...asked.settings } };
  if (earlier === null) return request;
  const decided = decisionInForce(earlier);
  if (decided === null) throw new Error('broken invariant: a design follows up on no decision');
  const known = choosable(personas);
  const before = earlier.participants.map(({ id }) => id).filter((id) => known.includes(id));
  return {
    ...request,
    context: [...asked.context, ...contextOf(earlier, decided, asked)],
    personas: asked.personas.length === 0 ? before : asked.personas,
    followUp: { of: earlier.id, decision: decided.decision.sentence },
  };
}

/** The decision letter by letter, and what stands beside it; cut to what the rest of the context leaves room for. */
function contextOf(
  earlier: Design,
  decided: Decided,
  { context, repository }: Pick<StartRequest, 'context' | 'repository'>,
): ContextItem[] {
  const mark = earlier.rehearsal ? ' (REHEARSAL: no model took part)' : '';
  const room = BOUNDS.contextCharacters - context.reduce((sum, { text }) => sum + text.length, 0);
  const decision = cutText(decisionMarkdown(earlier, decided), room, CUT);
  const beside = cutText(besideDecision(earlier, decided, repository), room - decision.length, CUT);
  return [
    { name: `decision.md of the design that this follows up on${mark}`, text: decision },
    { name: `what stands beside that decision${mark}`, text: beside },
  ];
}

function besideDecision(
  earlier: Design,
  { decision }: Decided,
  repository: StartRequest['repository'],
): string {
  const outcome = outcomeOf(earlier);
  const named = decision.open.map(({ difference }) => difference);
  const open = [...outcome.unresolved, ...outcome.notArgued].filter(
    ({ id }) => !named.includes(differenceLabel(id)),
  );
  const read = earlier.repository?.name ?? null;
  const unread =
    read === null || repository !== null
      ? []
      : [`It read the repository ${read}, which cannot be read here now.`];
  return [
    `The earlier design, ${earlier.id}, was about: ${earlier.topic}`,
    `How it ended: ${bannerOf(outcome).headline}`,
    'Ids of claims and differences in its decision are that design’s own, and name nothing here.',
    ...unread,
    ...listed(
      'Left open',
      open.map(({ description }) => description),
    ),
    ...listed(
      'Dissents, verbatim',
      outcome.dissents.map(({ title, dissent }) => `${title}: ${dissent}`),
    ),
    ...listed(
      'What people said after its end, and what changed nothing of it',
      lateWordsOf(earlier).map(({ author, text }) => `${author}: ${text}`),
    ),
  ].join('\n\n');
}

function listed(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${heading}`, ...items];
}
