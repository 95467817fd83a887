import type { Design } from '../../../core/vocabulary/design.ts';
import { Fault } from '../../../foundation/fault.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { FORGE_WORDS, proposedWords } from '../../../presentation/format/forge.ts';
import { refused } from '../../../presentation/lists.ts';
import { publishedDocument } from '../../../presentation/publishing.ts';
import { QUESTIONS, type Question } from '../../../presentation/verb-words.ts';
import type { PublicationRequest } from '../../../record/publish.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logDenied } from '../log-denied.ts';
import type { Request } from '../request.ts';
import { viaOf } from '../signed.ts';

/** Refusal if no forge is set up. */
export function refusalForPublishingHere({ engine }: GatewayContext): string | null {
  return engine.parts.publisher == null ? FORGE_WORDS.unset : null;
}

/** Confirmation that says what would be published and where; or the refusal. */
export function publishQuestion(context: GatewayContext, design: Design): Promise<Question | Document> {
  const { engine } = context;
  return orRefused(async () => {
    const plan = await engine.parts.publisher?.plan((id) => engine.design(id), requestFor(context, design));
    if (plan === undefined) return refused(FORGE_WORDS.unset);
    if ('code' in plan) return refused(plan.message);
    return QUESTIONS.publish(proposedWords(plan.repository, plan.number, plan.there !== null));
  });
}

/** Publishes to the earlier repository, else the first listed, like the API. Answers with a link. */
export function publishDecision(
  context: GatewayContext,
  design: Design,
  { person, key, stored }: Request,
): Promise<Document> {
  const { engine } = context;
  stored(wordsDocument('Publishing. The link will appear here.'));
  const told = (reason: string): Document => {
    logDenied(context, { person, what: 'publish', designId: design.id }, reason);
    return refused(reason);
  };
  return orRefused(async () => {
    const { publisher } = engine.parts;
    if (publisher == null) return told(FORGE_WORDS.unset);
    const by = { by: person.name, byId: person.id, ...viaOf(context) };
    const published = await publisher.publish(
      (id) => engine.design(id),
      requestFor(context, design),
      (publication) => {
        const command = { type: 'record_publication', publication, ...by } as const;
        return engine.command(design.id, command, key).answered;
      },
    );
    return 'code' in published ? told(published.message) : publishedDocument(published);
  }, told);
}

function requestFor({ engine }: GatewayContext, { id }: Design): PublicationRequest {
  return { id, repository: null, signal: engine.unrecorded };
}

async function orRefused<Result>(
  work: () => Promise<Result>,
  told: (reason: string) => Document = refused,
): Promise<Result | Document> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'forge_refused') throw error;
    return told(error.message);
  }
}
