import { expect, test } from 'vitest';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { listTranscriptSections } from '#turns/prompt/transcript.ts';
import { given, type World } from '../../support/designs/given.ts';
import { NOTHING_CARRIED } from '../../support/designs/given-start.ts';
import { matching, questions } from '../../support/designs/given-submission.ts';

function answering(): World {
  const world = given({ says: { questions: () => questions('How many?', 'How fast?') } }).reach(
    'answering',
  );
  world.says('m0', 'Mind the freeze in December.', 'Cleo');
  world.when({
    type: 'revise_reply',
    replyId: 'm0',
    author: 'Cleo',
    text: 'Mind the freeze in January.',
  });
  world.says('m1', 'The password is tulip.', 'Dana');
  world.when({ type: 'withdraw_reply', replyId: 'm1' });
  return world;
}

const transcript = ({ design, history }: World) => writeTranscript(design, history);
const prompt = ({ design }: World) => listTranscriptSections(design).join('\n\n');

test('the transcript has the words that people let stand, and not those that they took back in time', () => {
  const world = answering();
  world.says('m2', 'Q1: 500');
  const text = transcript(world);
  expect(text).toContain('**Cleo** said, edited: “Mind the freeze in January.”');
  expect(text).toContain('**Dana** withdrew a message.');
  expect(text).toContain('**Ben** said, to Q1: “Q1: 500”');
  expect(text).not.toContain('December');
  expect(text).not.toContain('tulip');
});

test('J10: the transcript has the numbers of questions that people and the decision use', () => {
  const world = answering();
  const numbered = world.design.questions;
  for (const { id, text } of numbered) expect(transcript(world)).toContain(`- **${id}** ${text} (`);
  expect(numbered.map(({ id }) => id)).toContain('Q6');
});

test('J10: the record has every sentence that people said, also beside an answer in the same reply', () => {
  const world = answering();
  const text = 'Q1: 500\nQ9: none\n\nOnly the warehouse, plus the alert.';
  world.says('m2', text);
  for (const _ of ['m0', 'm2']) world.submits('synthesizer', matching());
  const free = 'Fast, but not on Mondays. Thanks!';
  world.says('m3', free, 'Dana');
  world.submits('synthesizer', matching(['Q2', 'R4', 'Fast']));
  expect(writeRecordMarkdown(world.design)).toContain(`## What people said, and where it stands

- Ben: “500”
- Dana: “Fast, but not on Mondays.”
- Ana: “Should the job queue move from Redis to Postgres?”
- Cleo: “Mind the freeze in January.”
- Ben: “none”
- Ben: “Only the warehouse, plus the alert.”
- Dana: “Thanks!”`);
});

test('J13: the later of one author’s answers stands beside that of another, in the record and in prompts', () => {
  const world = answering();
  world.says('m2', 'Q1: In May.');
  world.says('m3', 'Q1: In April.', 'Cleo');
  world.says('m4', 'Q1: No, in June.');
  world.readsReplies();
  const record = 'Cleo: “*In April.*”; Ben: “*No, in June.*”';
  expect(writeRecordMarkdown(world.design)).toContain(record);
  world.reach('proposing');
  expect(prompt(world).match(/Answered below by Ben\./g)).toHaveLength(1);
  world.reach('writing');
  expect(writeRecordMarkdown(world.design)).toContain(record);
});

test('words that were changed after they had been read stand beside the earlier ones, and say so', () => {
  const world = answering();
  world.says('m2', 'Q1: 500');
  world
    .reach('proposing')
    .when({ type: 'revise_reply', replyId: 'm2', author: 'Ben', text: 'Q1: 800' });
  world.reach('mapping');
  expect(prompt(world)).toContain('<material source="reply by Ben, to Q1">\nQ1: 500\n</material>');
  expect(prompt(world)).toContain(
    '<material source="reply by Ben, replacing what they said before">\nQ1: 800\n</material>',
  );
  expect(transcript(world)).toContain('**Ben** said: “Q1: 800”');
});

test('a reply that was taken over from the design before is taken back by its author’s name', () => {
  const world = given({
    carried: {
      ...NOTHING_CARRIED,
      replies: [{ id: 'm9', author: 'Ana', text: 'Said before', answers: [], unmatched: false }],
    },
  }).reach('answering');
  world.when({ type: 'withdraw_reply', replyId: 'm9' });
  expect(transcript(world)).toContain('**Ana** withdrew a message.');
});
