import type { Act } from '../../acts/act.ts';
import type { ApiAnswer, Names, Sent } from '../../acts/call.ts';
import { ACTS } from '../../acts/table.ts';
import { BusyError } from '../../foundation/fault.ts';
import type { ActionResult } from '../../surfaces/terminal/answering.ts';
import { type Api, envelopeCodeOf, envelopeWordsOf, parseAnswer, read, Standing } from './api.ts';
import type { CliContext } from './cli-context.ts';
import { look } from './output.ts';

export interface At {
  readonly api: Pick<Api, 'call'>;
  readonly context: Pick<CliContext, 'person' | 'program'>;
}

export interface Done extends ActionResult {
  /** What the API answered. */
  readonly body?: unknown;
  /** Refused for a mistake in what was typed. */
  readonly isMistake?: boolean;
}

/**
 * Performs an act. Throws `BusyError` if this process stored it, but no process has carried it out.
 */
export async function carryOut(
  { api, context: { person } }: At,
  act: Act,
  names: Names,
  { body, ...sent }: Omit<Sent, 'body'> & { readonly body?: object } = {},
  doneWords: string | undefined = act.done,
): Promise<Done> {
  const author = act.body?.shape.author === undefined ? {} : { author: person };
  const inFull = act.route.startsWith('GET ') ? sent : { ...sent, body: { ...author, ...body } };
  const answer = await api.call(act, names, inFull);
  if (answer.status < 400)
    return { ok: true, words: await wordsOf(act, answer, doneWords), body: answer.body };
  const isMistake = ['invalid', 'not_found'].includes(envelopeCodeOf(answer) ?? '');
  return { ok: false, words: envelopeWordsOf(answer), isMistake };
}

async function wordsOf(
  { show, answer }: Act,
  { body }: ApiAnswer,
  words = 'Done.',
): Promise<string> {
  if (answer === 'file' || show === undefined) return words;
  const [{ ANSWERS }, { shortenSections, WHOLE }, { documentTextOf }] = await Promise.all([
    import('../../acts/answers.ts'),
    import('../../presentation/format/document.ts'),
    import('../../surfaces/terminal/markdown.ts'),
  ]);
  const { sections } = await show(parseAnswer(ANSWERS[answer], body));
  return documentTextOf(shortenSections(sections, WHOLE), look().paint);
}

/** If no process has carried it out, says that it is stored for later. */
export async function carryOutOrKeep(...call: Parameters<typeof carryOut>): Promise<Done> {
  try {
    return await carryOut(...call);
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    const [{ api, context }, act, names] = call;
    const { endedAt } = await read(api, Standing, ACTS.show, names);
    const next = endedAt === null ? 'To continue it' : 'To record it';
    const words = `Saved, but no process runs this design at the moment. ${next}: ${context.program} serve`;
    // An act that needs an engine has one here, which should have carried it out.
    return { ok: act.needsEngine !== true, words };
  }
}
