import {
  type Document,
  document,
  documentOfWords,
  line,
  lines,
} from '#presentation/format/document.ts';
import { addressOf } from '#presentation/format/page-address.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { makeSignInPath, signInLink } from '../../issue-login.ts';
import { logDone } from '../../log-act.ts';
import { deniedActOf, logDenied } from '../log-denied.ts';
import type { AskingPerson } from '../request.ts';

const WHAT = 'make_sign_in_link';

/** Answers with a link that signs the person in to the console, or a refusal. */
export async function signIn(asking: AskingPerson): Promise<Document> {
  const { context, person } = asking;
  const { engine, platform, readers, texts } = context;
  const { publicUrl = null } = engine.parts;
  if (publicUrl === null) return documentOfWords(TEXTS.signIn.unreachable);
  // The console checks membership at each request, so only members get a link.
  if (((await readers.member?.(person.id, 'act')) ?? null) === null) {
    const reason = texts.notMember ?? TEXTS.signIn.notMember(texts.platform);
    logDenied(asking, WHAT, null, reason);
    return documentOfWords(reason);
  }
  const holder = { kind: 'person', platform, id: person.id } as const;
  const { secret } = await signInLink(engine.parts, person.name, holder);
  logDone(engine.parts, deniedActOf(asking, WHAT, null));
  const url = addressOf(publicUrl, makeSignInPath(secret));
  const link = { kind: 'link', url, words: TEXTS.signIn.open } as const;
  return document(TEXTS.signIn.open, [lines(line`${TEXTS.signIn.made}`, line`${link}`)]);
}
