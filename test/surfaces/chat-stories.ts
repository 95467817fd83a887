import { expect, test } from 'vitest';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Post } from '../../src/core/vocabulary/effects.ts';
import type { Thread } from '../../src/core/vocabulary/event-parts.ts';
import type { Chat, ChatMessage } from '../../src/ports/chat.ts';
import { documentOfWords } from '../../src/presentation/format/document.ts';
import { POSTS, tellToTheEnd } from '../support/designs/sample-design.ts';

export const never = new AbortController().signal;
export const CARD = { kind: 'card' } as const;
export const QUESTIONS = { kind: 'list', of: 'questions' } as const;
export const OUTCOME = { kind: 'outcome' } as const;
export const FILES = { kind: 'files', of: 'outcome' } as const;

/** A whole design that began just now, as far as messages are concerned. */
export const ended = (): Design => ({ ...tellToTheEnd().design, startedAt: Date.now() });

/** As the design's bundle has it. */
export const fileText = (name: string): string => `This is ${name}.`;

/** Messages about the whole design in a thread. */
export function messagesIn(thread: Thread, design: Design) {
  let said = 0;
  return <Said extends Post>(post: Said, changes: Partial<ChatMessage> = {}): MessageOf<Said> => {
    said += 1;
    return { id: `eff-${said}`, thread, design, after: null, under: null, ...changes, post };
  };
}
type MessageOf<Said extends Post> = ChatMessage & { readonly post: Said };

/** Posts the outcome; resolves with the message that its files then come with. */
export async function holderOf({
  chat,
  message,
}: Pick<ChatStory, 'chat' | 'message'>): Promise<NonNullable<ChatMessage['under']>> {
  const outcome = message(OUTCOME);
  return { id: outcome.id, receipt: await chat.post(outcome, never) };
}

/** A chat with a local platform, and a thread there that Ana has begun. */
export interface ChatStory {
  readonly chat: Chat;
  /** Another chat with the same platform, which remembers nothing. */
  fresh(): Chat;
  readonly place: Thread;
  readonly design: Design;
  message<Said extends Post>(post: Said, changes?: Partial<ChatMessage>): MessageOf<Said>;
  /** What everybody sees in the thread, without its beginning. */
  said(): string[];
  /** Ana writes in the thread, and can take that back; the id is that of the reply. */
  reply(text: string): { readonly id: string; remove(): void };
  /** The contents of the files in the thread, by name. */
  files(): ReadonlyMap<string, string>;
  /** The answer to the next message is lost, or to the next change of one. */
  loseAnswer(to: 'message' | 'change', mishap: 'failed_after' | 'cut_after'): void;
  callsOf(name: string): readonly unknown[];
  /** Deletes what the thread hangs on, and the thread with it. */
  removeThread(): void;
  /** What stands in the channel, outside of threads. */
  inChannel(): readonly unknown[];
}

export interface Differences {
  /** The names of the files under the proposals and under the outcome, as they are read. */
  readonly files: readonly (readonly string[])[];
  /** What is to call nobody, this person among them. */
  readonly hostile: (person: string) => string;
  /** Whether the platform recognises a repeated post. */
  readonly knowsRepeated: boolean;
  /** The call that removes a message. */
  readonly removal: string;
}

/** What is said on a platform: the same on every one, but for how it is drawn. */
export function chatStories(open: () => Promise<ChatStory>, differences: Differences): void {
  test('P4: each kind of message is posted once, in order, and found by a mark that changes keep', async () => {
    const { chat, fresh, said, message } = await open();
    const early = { ...tellToTheEnd().design, startedAt: Date.now(), end: null };
    let after: string | null = null;
    for (const post of POSTS) {
      const now = message(post, { after, design: early });
      expect(await chat.findPosted(now, never), post.kind).toBeNull();
      const receipt = await chat.post(now, never);
      expect(await chat.findPosted(now, never), post.kind).toBe(receipt);
      await chat.edit({ ...now, receipt, design: ended() }, never);
      expect(await fresh().findPosted(now, never), `${post.kind}, edited`).toBe(receipt);
      after = receipt;
    }
    expect(said()).toHaveLength(POSTS.length);
  });

  test('what people and models write calls nobody and hides nothing', async () => {
    const { chat, place, design, said, message } = await open();
    const hostile = differences.hostile(place.starter);
    const questions = design.questions.map((each) => ({
      ...each,
      text: hostile,
      assumption: hostile,
    }));
    const told = { ...design, topic: hostile, questions };
    for (const post of [CARD, QUESTIONS]) await chat.post(message(post, { design: told }), never);
    expect(said()).toHaveLength(2);
    const read = said().join('\n');
    expect(read).not.toContain('📢');
    for (const words of [/@here/, /\bbank\b/, /evil\\?\.example/]) expect(read).toMatch(words);
  });

  test('P4: files come with their message, are found there, and stay when it changes', async () => {
    const { chat, fresh, design, said, files, message } = await open();
    for (const kind of ['proposals', 'outcome'] as const) {
      const holder = message(kind === 'outcome' ? { kind } : { kind: 'list', of: kind });
      const under = { id: holder.id, receipt: await chat.post(holder, never) };
      const put = message({ kind: 'files', of: kind }, { under });
      expect(await chat.findPosted(put, never), kind).toBeNull();
      const receipt = await chat.post(put, never);
      await chat.edit({ ...holder, receipt: under.receipt, files: receipt }, never);
      expect(await fresh().findPosted(put, never), kind).toBe(receipt);
      expect(await fresh().findPosted(holder, never), kind).toBe(under.receipt);
    }
    const attached = said().map((text) =>
      [...text.matchAll(/^📎 (.*)$/gm)].map(([, name]) => name),
    );
    expect(attached).toEqual(differences.files);
    const subtractor = design.proposals.find(({ participant }) => participant === 'subtractor');
    expect(files().get('subtractor.md')).toContain(subtractor?.proposal.headline ?? 'a headline');
    expect(files().get('brief.md')).toBe(fileText('brief.md'));
  });

  test('a message looks different exactly when it is drawn differently', async () => {
    const { chat, design } = await open();
    const changedBy = (changes: Partial<Design>): string[] =>
      POSTS.filter(
        (post) => chat.look(post, design) !== chat.look(post, { ...design, ...changes }),
      ).map(({ kind }) => kind);
    expect(changedBy({})).toEqual([]);
    expect(changedBy(structuredClone(design))).toEqual([]);
    // A gate and a result tell which sentences of the topic nobody compared with the text.
    expect(changedBy({ topic: 'Another' })).toEqual(['card', 'gate', 'outcome']);
    expect(changedBy({ questions: [] })).toContain('list');
    expect(changedBy({ gates: design.gates.map((gate) => ({ ...gate, decision: null })) })).toEqual(
      ['card', 'gate', 'outcome'],
    );
  });

  test('a reply is acknowledged once, however often that is asked, and what is gone or elsewhere is no fault', async () => {
    const { chat, place, reply, said, callsOf } = await open();
    const { id } = reply('Q1: 900');
    const gone = reply('never mind');
    gone.remove();
    const others = [id.replace(/:\w+:/, ':1:'), gone.id, `${id}/Q1`, `${id}/remark`, 'http 1', ''];
    for (const each of [id, id, `${id}#2`, `${id}/41`, ...others])
      await chat.acknowledge(place, { id: each, mark: 'answered' }, never);
    expect(said()).toEqual(['Ana: Q1: 900\n(✅ 1)']);
    expect(callsOf('reactions.add')).toHaveLength(5);
  });

  test('the mark of an answer is added to the one of what is heard, which stays', async () => {
    const { chat, place, reply, said } = await open();
    const { id } = reply('About 900.');
    await chat.acknowledge(place, { id, mark: 'heard' }, never);
    expect(said()).toEqual(['Ana: About 900.\n(👀 1)']);
    for (const _ of ['once', 'and again'])
      await chat.acknowledge(place, { id, mark: 'answered' }, never);
    expect(said()).toEqual(['Ana: About 900.\n(👀 1) (✅ 1)']);
  });

  test('P13: in a thread that is gone nothing is posted, and nothing beside it in the channel', async () => {
    const { chat, fresh, place, design, message, removeThread, inChannel, callsOf } = await open();
    removeThread();
    const before = inChannel();
    const gone = { kind: 'gone' };
    await expect(chat.post(message(QUESTIONS), never)).rejects.toMatchObject(gone);
    await expect(chat.say(place, documentOfWords('Words.'), never)).rejects.toMatchObject(gone);
    expect(inChannel()).toEqual(before);
    const asked = { about: 'thread', unreachable: 'It is gone.' } as const;
    const gates = design.gates.slice(0, 1).map((gate) => ({ ...gate, ...asked }));
    expect(gates).toHaveLength(1);
    const known = message(QUESTIONS, { design: { ...design, gates } });
    const removals = callsOf(differences.removal).length;
    // Any daemon may be the next one to post.
    for (const next of [chat, fresh()])
      await expect(next.post(known, never)).rejects.toMatchObject(gone);
    expect(callsOf(differences.removal)).toHaveLength(removals);
  });

  test.each(['failed_after', 'cut_after'] as const)(
    'P4: a message whose answer was lost (%s) is found, whatever it is',
    async (mishap) => {
      const story = await open();
      const { chat, fresh, place, message, loseAnswer } = story;
      const card = message(CARD, { thread: { ...place, thread: '' } });
      const files = message(FILES, { under: await holderOf(story) });
      for (const said of [card, message(QUESTIONS), files]) {
        loseAnswer(said === files ? 'change' : 'message', mishap);
        await expect(chat.post(said, never), said.post.kind).rejects.toMatchObject({
          kind: 'passing',
        });
        const found = await fresh().findPosted(said, never);
        expect(found, said.post.kind).toMatch(said === files ? /^F\d+|\.md/ : /^[\d.]+$/);
        if (differences.knowsRepeated)
          expect(await fresh().post(said, never), said.post.kind).toBe(found);
      }
    },
  );
}
