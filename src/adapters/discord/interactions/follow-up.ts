import type { Design } from '../../../core/design.ts';
import { whyNotFollowUp } from '../../../runtime/engine/follow-up.ts';
import { FOLLOW_UP_FIELD } from '../../../runtime/gateway/form.ts';
import { type Document, wordsDocument } from '../../../runtime/message/document.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { whyNotStart } from '../../../runtime/permission.ts';
import type { Interaction } from './answer.ts';
import { FORMS, fieldLabel } from './forms.ts';

/**
 * Opens the form that asks what the design is about that follows up on this one; `value` is that of the button. Or says why this
 * person may not, before anything is typed in vain; how many they have started today is looked up when they send it.
 */
export async function openFollowUp(
  { context, request, answer }: Interaction,
  design: Design,
  value: string,
): Promise<Document | null> {
  const reason = whyNotFollowUp(design) ?? whyNotStart(context.policy, request.person, request.channel, 0);
  if (reason !== null) return wordsDocument(reason);
  const components = [fieldLabel(FOLLOW_UP_FIELD)];
  await answer.open({ custom_id: `${FORMS.followUp} ${value}`, title: TEXTS.followUpTitle, components });
  return null;
}
