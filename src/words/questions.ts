/** The personas' questions: one message, edited as answers are matched to them. */

import { hasRound } from '#design/money.ts';
import { nameOfAuthor } from '#design/people.ts';
import type { Design, Question } from '#design/state.ts';
import { countOf } from './figures.ts';
import { lines, type Markdown, md, time } from './md.ts';
import { compose, type Message } from './message.ts';
import { call, listNames, titleOf } from './people.ts';

export function renderQuestions(design: Design): Message {
  const isOpen = design.step === 'answering' && design.settled === null;
  return compose(
    design,
    isOpen ? [{ act: 'go_on', label: 'Go on' }] : [],
    isOpen ? invitation(design) : md`**${countOf(design.questions.length, 'question')}**`,
    ...design.questions.map((question) => questionBlock(design, question)),
  );
}

function invitation(design: Design): Markdown {
  const { answering } = design;
  const end =
    answering === null
      ? ''
      : md` At ${time(answering.deadlineAt)} the personas go on, and say what they assumed.`;
  const count = countOf(design.questions.length, 'question');
  if (design.thread === null)
    return md`**${count}.** Answer in any order, in your own words; prefix with “Q2:” if you like.${end}`;
  return md`**${count}** for ${call(design, [design.startedBy])} and everybody here. Answer in this thread, in any order, in your own words; prefix with “Q2:” if you like. I don’t answer here; the personas read everything.${end}`;
}

export function questionBlock(design: Design, question: Question): Markdown {
  const { id, text, why, participant } = question;
  const asker = titleOf(design, participant);
  return lines(md`**${id}** ${text} *${asker}: ${why}*`, answerLine(design, question));
}

/** Who answered the question, or the assumption in place of an answer. */
function answerLine(design: Design, question: Question): Markdown | null {
  const names = listNames(authorsOf(design, question));
  switch (question.status) {
    case 'answered':
      return md`→ Answered by ${names}.`;
    case 'differing':
      return md`→ ${names} say things that cannot both hold.`;
    case 'assumed': {
      const before = question.isUnknown ? 'Nobody knows' : 'Not answered';
      return md`→ ${before}. Assumed: ${question.assumption}`;
    }
    case 'open':
      if (hasRound(design, 'proposals'))
        return md`→ The replies could not be matched to it. Unless one of them answers it, assumed: ${question.assumption}`;
      return question.isUnknown ? md`→ Nobody knows so far.` : null;
  }
}

function authorsOf(design: Design, { answers }: Question): string[] {
  const replies = design.replies.filter(({ number }) => answers.includes(number));
  return [...new Set(replies.map(nameOfAuthor))];
}
