import { describe, expect, it } from 'vitest';
import { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { eventsUntil } from '../../engine/running-engine.ts';
import { openApi } from './client.ts';

/** To five of the questions that the personas' files ask, under no number. */
const FREE_WORDS = [
  'It got its present shape in 2019.',
  'Two teams read it; we do not control their release.',
  'When it is slow the web app is holding connections.',
  'Done twice it charges twice.',
  'A dashboard would be worth having next week.',
];

const BEN = 'Ben, by the API (token admin)';

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly answers?: readonly { readonly author: string; readonly source: string; readonly text: string }[];
}

describe('the match of a reply to its question, by the API', () => {
  it('J10: free words to five questions are matched, shown with their author, and corrected under the number', async () => {
    const { client, engine } = await openApi();
    const { id } = (await client.post('', { topic: 'Should the job queue move?' })).body;
    const until = (type: string) =>
      eventsUntil(engine, DesignId.parse(id), ({ event }) => event.type === type);
    await until('answering_opened');
    const replied = await client.post(`/${id}/replies`, { text: FREE_WORDS.join('\n'), author: 'Ben' });
    expect(replied.status).toBe(201);
    const [reply] = replied.body.replies;
    expect(reply).toMatchObject({
      author: BEN,
      via: { way: 'api', token: 'admin' },
      unmatched: true,
      answers: [],
    });

    await until('answers_matched');
    // Its owner commits an event before it has the state that follows from it.
    const shown = async () => (await client.get(`/${id}`)).body;
    await expect
      .poll(async () => (await shown()).replies, { timeout: 20_000 })
      .toMatchObject([{ unmatched: false }]);
    const { questions, replies } = await shown();
    const answered: Shown[] = questions.filter(({ status }: Shown) => status === 'answered');
    expect(answered.flatMap(({ answers = [] }) => answers)).toHaveLength(5);
    for (const { answers } of answered) {
      expect(answers).toMatchObject([{ replyId: reply.id, author: BEN, source: 'read' }]);
    }
    expect(replies).toMatchObject([{ unmatched: false }]);
    expect(replies[0].answers.toSorted()).toEqual(answered.map((each) => each.id).toSorted());

    const [first] = answered;
    await client.post(`/${id}/replies`, { text: 'In 2021.', author: 'Ben', questionId: first?.id });
    await expect
      .poll(async () => (await shown()).questions.find((each: Shown) => each.id === first?.id)?.answers, {
        timeout: 20_000,
      })
      .toMatchObject([{ author: BEN, source: 'written' }]);
    const unanswered = questions.filter(({ status }: Shown) => status === 'open');
    expect(unanswered.length).toBeGreaterThan(0);
    expect(unanswered.every((each: Shown) => each.answers?.length === 0 && !('answer' in each))).toBe(true);
  });
});
