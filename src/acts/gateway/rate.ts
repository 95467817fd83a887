import { outcomeOf } from '../../core/outcome/outcome.ts';
import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { digestOf } from '../message/digest.ts';
import type { GatewayContext } from './gateway-context.ts';
import { noteDone } from './noted.ts';
import type { Request } from './request.ts';

/** Stores a person's verdict, replacing their earlier one. */
export async function rate(
  context: GatewayContext,
  design: Design,
  { about }: { readonly about: string },
  { person }: Pick<Request, 'person'>,
): Promise<Document | null> {
  const isUseful = about === 'useful';
  if (!isUseful && about !== 'not_useful') return wordsDocument(TEXTS.gone);
  const { id: designId, settings, proposals } = design;
  const { store, clock } = context.engine.parts;
  await store.keepRating({
    designId,
    person: digestOf([context.platform, person.id]),
    isUseful,
    ratedAt: clock.now(),
    depth: settings.depth ?? 'standard',
    personas: proposals.map(({ participant }) => participant),
    models: outcomeOf(design).models,
  });
  await noteDone(context, { person, what: about, designId }, null);
  return wordsDocument(isUseful ? TEXTS.ratedUseful : TEXTS.ratedNotUseful);
}
