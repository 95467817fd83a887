import type { Design } from '../../../core/vocabulary/design.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import { drawRefusal } from '../../../presentation/answers/act-answers.ts';
import { clickable, type Document } from '../../../presentation/format/document.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { stopIn } from '../../../presentation/words/controls.ts';
import { TEXTS } from '../../../presentation/words/texts.ts';
import { denialOf } from '../denied.ts';
import type { GatewayContext } from '../gateway-context.ts';
import type { Request } from '../request.ts';
import { refuseVerb } from './verbs.ts';

/** True while to stop can mean the wait for answers as well as the design. */
export function mayMeanToGoOn(design: Design): boolean {
  return design.answering !== null && openGate(design) === null;
}

/** Both things that to stop can mean while questions are open; or who may do either. `heading`: the person's words in front. */
export async function offerToStop(
  context: GatewayContext,
  design: Design,
  asking: Pick<Request, 'person' | 'channel'>,
  heading = '',
): Promise<Document> {
  const reason = await refuseVerb('cancel', context, design, asking);
  if (reason !== null) return denialOf(`${heading}${reason}`, 'cancel', design, asking);
  return {
    ...drawRefusal(`${heading}${TEXTS.stop}`),
    clickable: clickable(design.id, stopIn(viewOf(design))),
  };
}
