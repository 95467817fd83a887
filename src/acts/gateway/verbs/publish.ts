import type { Design } from '../../../core/vocabulary/design.ts';
import { Fault } from '../../../foundation/fault.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { FORGE_WORDS } from '../../../presentation/format/forge.ts';
import { refused } from '../../../presentation/lists.ts';
import { publishedDocument } from '../../../presentation/publishing.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logDenied } from '../log-denied.ts';
import type { Request } from '../request.ts';
import { viaOf } from '../signed.ts';

/** Refusal if no forge is set up. */
export function refusalForPublishingHere({ engine }: GatewayContext): string | null {
  return engine.parts.publisher == null ? FORGE_WORDS.unset : null;
}

/** Publishes to the earlier repository, else the first listed, like the API. Answers with a link. */
export async function publishDecision(
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
  try {
    const { publisher } = engine.parts;
    if (publisher == null) return told(FORGE_WORDS.unset);
    const by = { by: person.name, byId: person.id, ...viaOf(context) };
    const published = await publisher.publish(
      (id) => engine.design(id),
      { id: design.id, repository: null, signal: engine.unrecorded },
      (publication) => {
        const command = { type: 'record_publication', publication, ...by } as const;
        return engine.command(design.id, command, key).answered;
      },
    );
    return 'code' in published ? told(published.message) : publishedDocument(published);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'forge_refused') throw error;
    return told(error.message);
  }
}
