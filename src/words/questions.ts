/** The personas' questions: one message, edited as answers are matched to them. */

import type { Design, Question } from '#design/state.ts';
import { exampleLine } from './example.ts';
import { countOf, duration } from './figures.ts';
import { blocks, lines, type Markdown, md, time } from './md.ts';
import type { Message } from './message.ts';
import { call, listNames, nameOfAuthor, titleOf } from './people.ts';

export function renderQuestions(design: Design): Message {
  const isOpen = design.step === 'answering' && design.settled === null;
  return {
    text: blocks(
      exampleLine(design),
      isOpen ? invitation(design) : md`**${countOf(design.questions.length, 'question')}**`,
      ...design.questions.map((question) => questionBlock(design, question)),
    ).text,
    controls: isOpen ? [{ act: 'go_on', label: 'Go on' }] : [],
  };
}

function invitation(design: Design): Markdown {
  const count = design.questions.length;
  const { answering, settings } = design;
  const when =
    answering === null
      ? md`In ${duration(settings.answerMs)}`
      : md`At ${time(answering.deadlineAt)}`;
  const how =
    count === 1
      ? 'in your own words'
      : 'in any order, in your own words; prefix with “Q2:” if you like';
  return md`**${countOf(count, 'question')}** for ${call(design, design.startedBy)} and everybody here. Answer in this thread, ${how}. ${when} the personas go on, and say what they assumed.`;
}

function questionBlock(design: Design, question: Question): Markdown {
  const { id, text, why, participant } = question;
  const asker = titleOf(design, participant);
  return lines(md`**${id}** ${text} *${asker}: ${why}*`, answerLine(design, question));
}

/** What answered it, and whose word that is; or what is assumed. */
export function answerLine(design: Design, question: Question): Markdown | null {
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
      return question.isUnknown ? md`→ Nobody knows so far.` : null;
  }
}

function authorsOf(design: Design, { answers }: Question): string[] {
  const replies = design.replies.filter(({ number }) => answers.includes(number));
  return [...new Set(replies.map(nameOfAuthor))];
}
