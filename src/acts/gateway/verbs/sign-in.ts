import {
  type Document,
  document,
  documentOfWords,
  line,
  lines,
  section,
} from '../../../presentation/format/document.ts';
import { TEXTS } from '../../../presentation/words/texts.ts';
import { makeSignInPath, signInLink } from '../../issue-login.ts';
import { logDone } from '../../log-act.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { actOf, logDenied } from '../log-denied.ts';
import type { Request } from '../request.ts';

/** Answers with a link that signs the person in to the console, or a refusal. */
export async function signIn(
  context: GatewayContext,
  { person }: Pick<Request, 'person'>,
): Promise<Document> {
  const { engine, platform, readers, texts } = context;
  const { publicUrl = null } = engine.parts;
  const act = { person, what: 'make_sign_in_link', designId: null };
  if (publicUrl === null) return documentOfWords(TEXTS.signIn.unreachable);
  const refuse = (reason: string): Document => {
    logDenied(context, act, reason);
    return documentOfWords(reason);
  };
  // The console checks membership at each request, so only members get a link.
  if (((await readers.member?.(person.id, 'act')) ?? null) === null)
    return refuse(texts.notMember ?? TEXTS.signIn.notMember(texts.platform));
  const holder = { kind: 'person', platform, id: person.id } as const;
  const { secret } = await signInLink(engine.parts, person.name, holder);
  logDone(engine.parts, actOf(context, act));
  const url = new URL(makeSignInPath(secret), publicUrl).href;
  const link = { kind: 'link', url, words: TEXTS.signIn.open } as const;
  return document(TEXTS.signIn.open, () => [section(lines(line`${TEXTS.signIn.made}`, line`${link}`))]);
}
