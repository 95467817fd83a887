import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { wordsToBotOf } from '#acts/gateway/incoming/mentions.ts';
import { explainNumbers } from '#acts/gateway/reply-texts.ts';
import { actByWord } from '#acts/gateway/verbs/act-path.ts';
import { answerByCode, isKnownToCode } from '#acts/gateway/verbs/how-it-stands.ts';
import { elementsOf } from '#acts/gateway/verbs/presses.ts';
import { readBareWord, readWordToBot } from '#acts/word.ts';
import { removeRequest } from '#core/questions/replies/requests.ts';
import { listSaidBetween } from '#core/thread/desired-messages.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { openGate } from '#core/vocabulary/status.ts';
import type { REQUEST_KINDS, Submission } from '#core/vocabulary/submission.ts';
import type { Document } from '#presentation/format/document.ts';
import { given, type World } from '../../support/designs/given.ts';
import { THREE_QUESTIONS, UNSURE } from '../../support/designs/given-start.ts';
import { matching } from '../../support/designs/given-submission.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { listRepositories } from '../../support/services/known-repositories.ts';
import { oneDesign } from './one-design.ts';

/**
 * Forty things that people type, in six languages, at five moments: what code does with each. The
 * turn that matches replies is scripted, by the outcome that the row says.
 */
export const LANGUAGES = ['English', 'German', 'Spanish', 'Japanese', 'Arabic', 'Chinese'] as const;
type Language = (typeof LANGUAGES)[number];

const NAME = '<@9>';
const ANA = { id: 'U1', groups: [], name: 'Ana' };
const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: ANA.id };

/** Five moments of a design, or places beside it. */
export const MOMENTS = {
  answering: 'questions are open',
  proposing: 'they propose',
  deciding: 'a gate is open',
  ended: 'it has ended',
  beside: 'in the channel, beside it',
} as const;
export type Moment = keyof typeof MOMENTS;

type RequestKind = (typeof REQUEST_KINDS)[number];

/** What the scripted turn finds in it while questions are open. */
type Scripted =
  | { readonly finds: 'nothing' }
  | { readonly finds: 'answer'; readonly quote: string }
  | { readonly finds: 'request'; readonly quote: string; readonly kind: RequestKind }
  | { readonly finds: 'both'; readonly quote: string; readonly kind: RequestKind };

export interface Typed {
  readonly language: Language;
  readonly text: string;
  readonly turn: Scripted;
}

const nothing: Scripted = { finds: 'nothing' };
const answer = (quote: string): Scripted => ({ finds: 'answer', quote });
const request = (kind: RequestKind, quote: string): Scripted => ({ finds: 'request', quote, kind });
const both = (kind: RequestKind, quote: string): Scripted => ({ finds: 'both', quote, kind });
const typed = (language: Language, text: string, turn: Scripted = nothing): Typed => ({
  language,
  text,
  turn,
});

export const FORTY: readonly Typed[] = [
  typed('English', 'done'),
  typed('English', 'skip'),
  typed('English', 'stop'),
  typed('English', 'cancel'),
  typed('English', 'Status'),
  typed('English', `${NAME} done`),
  typed('English', `${NAME}`),
  typed('English', 'ok, accept it', nothing),
  typed('English', 'Q1: about 900', answer('about 900')),
  typed('English', 'Q9: about 900', answer('about 900')),
  typed('English', "that's all, please continue", request('go_on', "that's all, please continue")),
  typed('English', 'stop it', request('cancel', 'stop it')),
  typed('English', 'are you stuck?', request('question', 'are you stuck?')),
  typed('English', `${NAME} are you stuck?`, request('question', 'are you stuck?')),
  typed('English', 'no, stop using Redis', both('cancel', 'no, stop using Redis')),
  typed('English', '> cancel it\nThat was my boss. Some 900.', answer('Some 900.')),
  typed('English', '```\nskip\n```\nThat is the log.', nothing),
  typed('English', 'oh great, just cancel everything then :)', nothing),
  typed('German', 'wie weit seid ihr?', request('question', 'wie weit seid ihr?')),
  typed('German', 'fertig', request('go_on', 'fertig')),
  typed('German', 'abbrechen', request('cancel', 'abbrechen')),
  typed('German', `${NAME} mach weiter`, request('go_on', 'mach weiter')),
  typed('German', 'etwa 900 in der Minute', answer('etwa 900 in der Minute')),
  typed('German', 'warum fragt ihr das?', request('question', 'warum fragt ihr das?')),
  typed('Spanish', 'eso es todo', request('go_on', 'eso es todo')),
  typed('Spanish', '¿cuánto falta?', request('question', '¿cuánto falta?')),
  typed('Spanish', 'q2) desde primavera', answer('desde primavera')),
  typed('Spanish', `${NAME} para ya`, request('cancel', 'para ya')),
  typed('Japanese', '以上です', request('go_on', '以上です')),
  typed('Japanese', 'まだですか？', request('question', 'まだですか？')),
  typed('Japanese', 'Q1：約900', answer('約900')),
  typed('Japanese', `${NAME} やめて`, request('cancel', 'やめて')),
  typed('Arabic', 'هذا كل شيء', request('go_on', 'هذا كل شيء')),
  typed('Arabic', 'إلغاء', request('cancel', 'إلغاء')),
  typed('Arabic', 'حوالي 900 في الدقيقة', answer('حوالي 900 في الدقيقة')),
  typed('Arabic', `${NAME} لماذا؟`, request('question', 'لماذا؟')),
  typed('Chinese', '就这些', request('go_on', '就这些')),
  typed('Chinese', '跳过吧', request('go_on', '跳过吧')),
  typed('Chinese', '每分钟大约 900 个', answer('每分钟大约 900 个')),
  typed('Chinese', `${NAME} 到哪一步了？`, request('question', '到哪一步了？')),
];

/** Asks in a world as it is now. */
function askingIn(world: World) {
  const { engine } = oneDesign(() => world);
  const context = {
    platform: 'slack',
    policy: OPEN_TO_ALL,
    clock: realClock,
    linkTo: () => null,
    engine,
    repositories: listRepositories(),
  };
  return {
    context: context as unknown as GatewayContext,
    person: ANA,
    channel: THREAD.channel,
    moment: { key: '' },
  };
}

function worldAt(moment: Exclude<Moment, 'beside'>): World {
  switch (moment) {
    case 'answering':
      return given({ says: THREE_QUESTIONS, thread: THREAD }).reach('answering');
    case 'proposing':
      return given({ says: THREE_QUESTIONS, thread: THREAD }).reach('proposing');
    case 'deciding':
      return given({ says: UNSURE, thread: THREAD }).reach('deciding');
    case 'ended': {
      const world = given({ thread: THREAD }).reach('proposing');
      world.when({ type: 'cancel', by: 'Ana', reason: '' });
      return world;
    }
  }
}

/**
 * Says what becomes of one thing at one moment, typed by the starter; in the thread unless
 * `beside`.
 */
export async function becomesOf({ text, turn }: Typed, moment: Moment): Promise<string> {
  const isToBot = text.includes(NAME);
  const spoken = { text, name: NAME, isToBot, isDirect: false, files: [] };
  if (moment === 'beside') return beside(wordsToBotOf({ ...spoken, isInDesign: false }));
  const world = worldAt(moment);
  const words = wordsToBotOf({ ...spoken, isInDesign: true });
  if (words !== null) return verbOn(words, world);
  const said = text.replace(NAME, '').trim();
  const before = world.design;
  if (isKnownToCode(said))
    return `no reply; shown ${labelsOf(await answerByCode(askingIn(world), before, said))}`;
  world.when({
    type: 'record_reply',
    replyId: 'slack:C1:9.9',
    author: 'Ana',
    authorId: ANA.id,
    ...(isToBot ? { toBot: true as const } : {}),
    text: said,
    questionId: null,
  });
  if (moment === 'answering') world.submits('synthesizer', scripted(turn));
  return outcomeOf(before, world.design, isToBot);
}

function beside(words: string | null): string {
  const verb = words === null ? null : readBareWord(words);
  if (verb !== null) return `does *${verb}* on the one that can be meant`;
  if (words === '') return 'help';
  return words === null ? 'leaves it alone' : 'asks: what would you like to do?';
}

function labelsOf({ clickable }: Document): string {
  return elementsOf(clickable)
    .flatMap((each) => (each.kind === 'button' ? [`*${each.label}*`] : []))
    .join(' and ');
}

async function verbOn(words: string, world: World): Promise<string> {
  const { design } = world;
  const word = words === '' ? 'help' : readWordToBot(words);
  if (word === null) throw new Error(`${words} is no verb`);
  if (word === 'help' || word === 'status') return `shows ${word}`;
  const asked = await actByWord(askingIn(world), word, design);
  const elements = elementsOf(asked?.clickable ?? null);
  const [first] = elements;
  if (first?.kind === 'button' && first.action === 'sure') return `asks: ${first.label}?`;
  if (asked !== null && elements.length > 0) return `shows how it stands, with ${labelsOf(asked)}`;
  return design.end === null ? 'says that nothing waits for it' : 'says that it has ended';
}

function scripted(turn: Scripted): Submission {
  const matches =
    turn.finds === 'answer' || turn.finds === 'both' ? [['Q1', 'R1', turn.quote] as const] : [];
  const submission = matching(...matches);
  if (submission.tool !== 'match_answers') throw new Error('a matching ends with matches');
  const isAsking = turn.finds === 'request' || turn.finds === 'both';
  const requests = isAsking ? [{ reply: 'R1', quote: turn.quote, kind: turn.kind }] : [];
  return { ...submission, input: { ...submission.input, requests } };
}

/** What stands on record, and who is told what. */
async function outcomeOf(before: Design, after: Design, isToBot: boolean): Promise<string> {
  const late = after.lateWords.length - before.lateWords.length;
  const replies = after.replies.filter(({ id }) => id.startsWith('slack:C1:9.9'));
  const kept = late + replies.length;
  if (kept !== 1) return `BROKEN: kept ${kept} times`;
  if (late === 1) return 'kept after the end; told so';
  const [reply] = replies;
  if (reply === undefined) return 'BROKEN: lost';
  const answers = [...new Set(reply.answers.map(({ questionId }) => questionId))].join(', ');
  const taken =
    reply.request === null
      ? answers === ''
        ? 'kept'
        : `answers ${answers}`
      : `request *${reply.request.kind}*${removeRequest(reply) === '' ? '' : ', BROKEN: material'}`;
  const effects = listSaidBetween(before, after).filter(
    ({ type }) => type === 'tell_requester',
  ).length;
  const now = isToBot || openGate(after) !== null ? 1 : 0;
  const told = effects + now;
  if (told > 1) return `BROKEN: told ${told} times`;
  const wrong = explainNumbers(after, reply.id) === null ? '' : '; told which numbers are open';
  return `${taken}${told === 1 ? '; told how it stands, with buttons' : ''}${wrong}`;
}
