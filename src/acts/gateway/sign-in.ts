import {
  type Document,
  document,
  line,
  lines,
  section,
  wordsDocument,
} from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import { signInLink, signInPath } from '../issue-login.ts';
import type { GatewayContext } from './gateway-context.ts';
import { noteDenied, noteDone } from './noted.ts';
import type { Request } from './request.ts';
import { nameOf } from './signed.ts';

/** Links of one person that hold at the same time. A link is for one browser, and who lost an answer asks again. */
const MAX_ALIVE = 3;
/** Links of all people that are looked through for theirs: more than are asked for within the ten minutes that one holds. */
const MAX_LOOKED_AT = 1_000;

/** Answers with a link that signs this person in to the console, or says why there is none. */
export async function signIn(
  context: GatewayContext,
  { person }: Pick<Request, 'person'>,
): Promise<Document> {
  const { engine, platform, readers, clock, texts } = context;
  const { passes, publicUrl = null } = engine.parts;
  const act = { person, what: 'make_sign_in_link', designId: null };
  if (publicUrl === null) return wordsDocument(TEXTS.signIn.unreachable);
  const refuse = (reason: string): Document => {
    noteDenied(context, act, reason);
    return wordsDocument(reason);
  };
  // The console asks the same at each request: what would not hold there is not given.
  if (((await readers.member?.(person.id)) ?? null) === null)
    return refuse(texts.notMember ?? TEXTS.signIn.notMember(texts.platform));
  const alive = await passes.list({ kind: 'sign_in', now: clock.now(), limit: MAX_LOOKED_AT });
  const own = alive.filter(
    ({ holder }) => holder.kind === 'person' && holder.platform === platform && holder.id === person.id,
  );
  if (own.length >= MAX_ALIVE) return refuse(TEXTS.signIn.tooMany);
  const holder = { kind: 'person', platform, id: person.id } as const;
  const { secret } = await signInLink(engine.parts, nameOf(context, person), holder);
  await noteDone(context, act, null);
  const url = new URL(signInPath(secret), publicUrl).href;
  const link = { kind: 'link', url, words: TEXTS.signIn.open } as const;
  return document(TEXTS.signIn.open, () => [section(lines(line`${TEXTS.signIn.made}`, line`${link}`))]);
}
