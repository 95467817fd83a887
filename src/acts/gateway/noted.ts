import type { OutsideCommand, StartDesign } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Person } from '../../engine/access/permission.ts';
import { answerTo, type Submitted } from '../../engine/ownership/inbox.ts';
import type { InboxAnswer } from '../../engine/ports/store.ts';
import { noteAct, viaOfPlatform, whoActed } from '../audit.ts';
import { noteRefusal } from '../repeated-refusals.ts';
import type { GatewayContext } from './gateway-context.ts';

type Noting = Pick<GatewayContext, 'engine' | 'platform' | 'via' | 'from'>;

/** An act on a platform or page: its verb, and its design if any. */
interface Subject {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly what: string;
  readonly designId: DesignId | null;
}

/** Notes an act, or its refusal by the design (D8). `refusal`: `null` if carried out. */
export async function noteDone(
  context: Noting,
  { person, what, designId }: Subject,
  refusal: string | null,
): Promise<void> {
  await noteAct(context.engine.parts, {
    ...cameIn(context, person),
    what,
    designId,
    outcome: refusal === null ? 'done' : 'refused',
    detail: refusal ?? '',
  });
}

/** Notes a denial (D8); repetitions become one entry. */
export function noteDenied(context: Noting, { person, what, designId }: Subject, reason: string): void {
  const denied = { ...cameIn(context, person), what, designId, detail: reason };
  noteRefusal(context.engine.parts, `${context.platform} ${person.id} ${what} ${designId}`, denied);
}

/** Person, way in and address; chat platforms tell no address. */
function cameIn({ platform, via = viaOfPlatform(platform), from = '' }: Noting, { name }: Subject['person']) {
  return { who: whoActed(name, via), via, from };
}

/** Sends a person's command and notes the act. Rejects like its answer. */
export async function commanded(
  context: Noting,
  designId: DesignId,
  command: DesignCommand,
  { what, person, key, onStored }: Omit<Subject, 'designId'> & { key: string; onStored: () => void },
): Promise<InboxAnswer> {
  const submitted = context.engine.command(designId, command, key);
  const noted = noteAnswered(context, { person, what, designId }, submitted);
  const answer = await answerTo(submitted, onStored);
  await noted;
  return answer;
}

/**
 * Notes a command once it is answered or kept for later (D8). Redeliveries and changes to unrecorded words are not
 * acts. Never rejects.
 */
export async function noteAnswered(
  context: Noting,
  subject: Subject,
  { stored, answered }: Submitted<InboxAnswer>,
): Promise<void> {
  const [kept, [settled]] = [await stored, await Promise.allSettled([answered])];
  // The caller reports a missing answer.
  const answer = settled.status === 'fulfilled' ? settled.value : null;
  if (kept?.fresh === false || (kept === null && answer === null)) return;
  const refusal = answer === null || answer.accepted ? null : answer.refusal;
  if (refusal?.code === 'unknown_reference' && CHANGES.includes(subject.what)) return;
  await noteDone(context, subject, refusal?.message ?? null);
}

type DesignCommand = Exclude<OutsideCommand, StartDesign>;
const CHANGES = ['change_reply', 'take_back'];
