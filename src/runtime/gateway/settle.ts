import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { DivergenceId } from '../../core/vocabulary/ids.ts';
import type { GatewayContext } from './gateway-context.ts';
import { command, type Request } from './request.ts';

/** Settles a difference. `about`: the difference and one of its positions. */
export async function settle(
  context: GatewayContext,
  design: Design,
  { about }: { readonly about: string },
  request: Request,
): Promise<Document | null> {
  const [id, position = ''] = about.split('/', 2);
  const divergenceId = DivergenceId.safeParse(id);
  if (!divergenceId.success) return wordsDocument(TEXTS.gone);
  const wanted = { divergenceId: divergenceId.data, position, note: '' };
  return command(context, design, { type: 'settle_divergence', ...wanted }, request);
}
