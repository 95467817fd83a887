/** What holds of every text, whatever its words. */

import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import { caveatsOf } from '#design/caveats.ts';
import { claimsOf } from '#design/claims.ts';
import { evolve } from '#design/evolve.ts';
import { nameOf } from '#design/people.ts';
import type { Design } from '#design/state.ts';
import { type Answer, BEN, type WorldOptions } from '#test/support/design-world.ts';
import { modelWords } from '#words/decision.ts';
import { renderDecisionFile, signedTextOf } from '#words/decision-file.ts';
import { designJson } from '#words/design-json.ts';
import { positionLines } from '#words/differences.ts';
import { estimateWords } from '#words/estimate.ts';
import { firstLineOf } from '#words/headline.ts';
import { md } from '#words/md.ts';
import { renderRecordFile } from '#words/record-file.ts';
import { messagesOf } from '#words/thread.ts';
import { parseMarkdown, targetOf } from '#words/tree.ts';
import { answered, atGate, type Scene, scene } from './scenes.ts';

const OPTIONS = { publicUrl: null, key: '', isWaitingForPlace: false };

describe('the thread', () => {
  it('has five posts and 500 words beside the questions', () => {
    const messages = messagesOf(answered().runTo('ended').design, OPTIONS);
    expect(messages.map(({ key }) => key)).toEqual([
      'card',
      'questions',
      'proposals',
      'differences',
      'decision',
      'accepted',
    ]);
    const counted = messages.filter(({ key }) => key !== 'questions');
    const words = counted.reduce((sum, { message }) => sum + countWords(message.text), 0);
    expect(words).toBeLessThanOrEqual(500);
  });

  it('never takes a message away, nor changes its place', () => {
    const world = atGate().decide('send_back', 'Say how long both may run.').runTo('deciding');
    world.decide('accept').runTo('ended');
    let before: string[] = [];
    for (const design of everyState(world)) {
      const keys = messagesOf(design, OPTIONS).map(({ key }) => key);
      expect(keys.slice(0, before.length)).toEqual(before);
      before = keys;
    }
    expect(before.slice(-3)).toEqual(['decision', 'decision-2', 'accepted']);
  });

  it('calls people by name for questions, a gate and the decision, and nowhere else', () => {
    const asked = messagesOf(answered().design, OPTIONS);
    expect(calledIn(asked)).toEqual({ questions: ['U123'] });
    const ready = messagesOf(withoutGate().design, OPTIONS);
    expect(calledIn(ready)).toEqual({ decision: ['U123', 'U456', 'U789'] });
    const gate = messagesOf(atGate().design, OPTIONS);
    expect(calledIn(gate)).toEqual({ decision: ['U123'] });
    const accepted = messagesOf(atGate().decide('accept').runTo('ended').design, OPTIONS);
    expect(calledIn(accepted)).toEqual({ accepted: ['U456', 'U789'] });
    // Nobody is asked about the second text.
    const signing: Answer = (_design, _turn, sample) => sample;
    const again = agreed({ signing })
      .runTo('signing')
      .reply('No deploys in December.', { by: BEN });
    again.runTo('deciding').decide('send_back', 'Take it in.').runTo('ended');
    expect(calledIn(messagesOf(again.design, OPTIONS))).toEqual({
      'decision-2': ['U123', 'U456', 'U789'],
    });
  });

  it('C9: names each persona with what it died of, what was kept, and how to run again', () => {
    const world = answered().runTo('proposing').submit('subtractor');
    for (const { id, role } of world.design.participants) if (role === 'persona') world.kill(id);
    const end = messagesOf(world.writeFiles().design, OPTIONS).at(-1);
    expect(end?.key).toBe('end');
    expect(end?.message.text).toMatch(/^\*\*Cancelled: no persona is left\. .* Run again\.\*\*/);
    for (const { title, role } of world.design.participants)
      if (role === 'persona')
        expect(end?.message.text).toContain(`${title}: its process was killed, twice.`);
    expect(end?.message.text).toContain('Kept in the record: 1 proposal and 2 replies.');
    expect(end?.message.controls).toEqual([{ act: 'run_again', label: 'Run again' }]);
  });

  it('C10: counts who goes on after a death, and not while one is replaced', () => {
    const card = ({ design }: Scene) => messagesOf(design, OPTIONS)[0]?.message.text ?? '';
    const world = answered().runTo('proposing').lose('outsider');
    expect(card(world)).toContain('Outsider starting again (its process was killed)');
    expect(card(world)).not.toContain('personas go on');
    expect(card(world.lose('outsider'))).toContain('5 of 6 personas go on');
    expect(card(atGate())).toContain('5 of 6 personas go on');
  });

  it('J11: says of a text that was stopped first that it was', () => {
    const world = atGate().decide('send_back', 'Shorter.').runTo('deciding');
    const messages = messagesOf(world.decide('stop').runTo('ended').design, OPTIONS);
    expect(messages.at(-1)?.message.text).toMatch(/^\*\*Not accepted: stopped by Ana\./);
  });

  it('J11: shows each caveat where the decision is read', () => {
    const { design } = atGate();
    const post = messagesOf(design, OPTIONS).find(({ key }) => key === 'decision');
    const file = renderDecisionFile(design) ?? '';
    const json = designJson(design);
    expect(json.caveats).toEqual(caveatsOf(design));
    expect(caveatsOf(design).length).toBeGreaterThan(3);
    for (const { text } of caveatsOf(design)) {
      expect(shown(post?.message.text ?? '')).toContain(text);
      expect(shown(file)).toContain(text);
    }
  });
});

it('a position ends without its full stop before its holders, in Japanese too', () => {
  const { design } = atGate();
  const [first] = design.differences ?? [];
  if (first === undefined) throw new Error('they do not differ');
  for (const statement of ['Yes, it can.', 'はい、耐えられる。']) {
    const positions = first.positions.map((each) => ({ ...each, statement }));
    const lines = positionLines(design, { ...first, positions }, 100, (name) => md`${name}`);
    expect(lines[0]?.text).toMatch(/^(Yes, it can|はい、耐えられる): /);
  }
});

it('the first line says until when people’s answers are waited for', () => {
  const world = scene().runTo('answering');
  expect(firstLineOf(world.design)).toBe('The personas ask what they need to know.');
  world.must({ type: 'report_questions_seen' });
  expect(firstLineOf(world.design)).toBe('2 questions wait for answers until 09:30 UTC.');
  world.reply('900 a minute.', { questionId: 'Q1' });
  expect(firstLineOf(world.design)).toBe('1 question waits for answers until 09:30 UTC.');
});

describe('files', () => {
  it('J11: hold a caveat whole that is too long for the first line', () => {
    const words = 'It lags after each deploy, as the graph of March shows. '.repeat(12).trim();
    const signing: Answer = (_design, turn, sample) =>
      sample.tool === 'sign' && turn.participant === 'outsider'
        ? { ...sample, input: { ...sample.input, verdict: 'dissents', words } }
        : sample;
    const { design } = withoutGate({ signing }).runTo('ended');
    expect(caveatsOf(design).map(({ kind }) => kind)).toEqual(['dissent']);
    const [headline = ''] = (renderDecisionFile(design) ?? '').split('<!-- signed text -->');
    expect(shown(headline)).toContain(words);
    const line = firstLineOf(design);
    expect(line).toMatch(
      /^Decision ready, with one caveat\. Outsider dissents: It lags .* shows\.$/,
    );
    expect(line.length).toBeLessThanOrEqual(160);
  });

  it('J11: close a quotation that the first line had to cut', () => {
    const text = 'No deploys in the last week of a quarter, please. '.repeat(6).trim();
    const world = scene().runTo('answering').must({ type: 'report_questions_seen' });
    world.runTo('signing').reply(text, { by: BEN }).runTo('deciding');
    expect(firstLineOf(world.design)).toBe(
      'Needs a look. A message from Ben came after this text was read: “No deploys in the last week of a quarter, please. …”',
    );
  });

  it('keep a usual decision on one page', () => {
    const file = renderDecisionFile(atGate().decide('accept').runTo('ended').design) ?? '';
    expect(countWords(file)).toBeLessThanOrEqual(650);
  });

  it('J5: hold each dissent verbatim', () => {
    const words = 'Not *measured*, see [the graph]. It lags after each deploy.';
    const signing: Answer = (_design, turn, sample) =>
      sample.tool === 'sign' && turn.participant === 'outsider'
        ? { ...sample, input: { ...sample.input, verdict: 'dissents', words } }
        : sample;
    const { design } = scene({ submissions: { signing } }).runTo('ended');
    expect(shown(renderDecisionFile(design) ?? '')).toContain(`Outsider dissents: ${words}`);
    expect(shown(renderRecordFile(design))).toContain(`Outsider dissents: ${words}`);
  });

  it('J8: hold each reply verbatim, by number and name', () => {
    const text = 'No deploys in the *last week*\nof a quarter.\n\n# And never on Friday';
    const world = scene().runTo('answering').must({ type: 'report_questions_seen' });
    const record = shown(renderRecordFile(world.reply(text, { by: BEN }).design));
    expect(record).toContain('R1 Ben');
    for (const line of text.split('\n')) expect(record).toContain(line);
  });

  it('J8: name files that nobody has read beside the words of their author', () => {
    const world = scene().runTo('answering').must({ type: 'report_questions_seen' });
    world.reply('The dashboard says nothing.', { by: BEN, unreadFiles: ['grafana.png', '*.zip'] });
    expect(renderRecordFile(world.design)).toContain(
      '> The dashboard says nothing.\n\nNot read: grafana.png, \\*.zip.\n',
    );
  });

  it('hold the signed text byte for byte between two marks, whatever others wrote', () => {
    const mark = '`\n<!-- end of signed text -->\n';
    const draft: Answer = (_design, _turn, sample) =>
      sample.tool === 'submit_decision'
        ? { ...sample, input: { ...sample.input, context: mark, lookAgain: mark } }
        : sample;
    const { design } = scene({ submissions: { draft } }).runTo('ended');
    const text = design.decisions.at(-1)?.text;
    expect(text).toContain('end of signed text');
    expect(signedTextOf(renderDecisionFile(design) ?? '')).toBe(text);
  });

  it('J1: nothing shows a proposal before the reveal', () => {
    const { design } = answered().runTo('proposing').submit('subtractor');
    const texts = [
      ...messagesOf(design, OPTIONS).map(({ message }) => message.text),
      renderRecordFile(design),
      JSON.stringify(designJson(design)),
    ];
    expect(renderRecordFile(design).match(/: proposal [A-F], /g)).toHaveLength(1);
    const headline = design.proposals[0]?.proposal.headline ?? '?';
    for (const text of texts) expect(text).not.toContain(headline);
    expect(claimsOf(design)).toEqual([]);
    expect(designJson(design).seals).toEqual([
      { persona: 'subtractor', sha256: design.proposals[0]?.sha256, revealed: false },
    ]);
  });

  it('T4: count tokens, cost and failed turns from the turns', () => {
    const world = answered().runTo('signing');
    world.fail('outsider', { class: 'overloaded', message: '529 Overloaded', retryable: true });
    const { design } = world.runTo('ended');
    expect(renderRecordFile(design)).toMatch(/^- Turn \d+, Outsider, signing: 529 Overloaded\.$/m);
    const turns = design.turns.filter(({ participant }) => participant === 'outsider');
    const outsider = designJson(design).personas.find(({ name }) => name === 'outsider');
    expect(outsider?.costUsd).toBeCloseTo(turns.length * 0.05);
    expect(outsider?.tokens).toBe(turns.length * 16_900);
  });

  it('C21: hold the proposals where there is no draft, and no text where a person cancelled', () => {
    const undrafted = scene().runTo('composing').fail('synthesizer').writeFiles().design;
    const file = renderDecisionFile(undrafted) ?? '';
    for (const { proposal } of undrafted.proposals) expect(file).toContain(proposal.headline);
    const { design } = scene().runTo('signing').cancel();
    expect(renderDecisionFile(design)).toBeNull();
  });

  it('P1: are made of the same decision, whoever reads it', () => {
    const sentence = 'Keep Redis, and write receipts in the transaction of their order.';
    const revision: Answer = (_design, _turn, sample) => {
      if (sample.tool !== 'submit_decision') return sample;
      return { ...sample, input: { ...sample.input, sentence } };
    };
    const world = scene({ submissions: { revision } }).runTo('deciding');
    const { design } = world.decide('send_back', 'Keep it.').runTo('ended');
    expect(design.decisions).toHaveLength(2);
    expect(renderDecisionFile(design)).toContain(`**${sentence}**`);
    expect(designJson(design).decision?.sentence).toBe(sentence);
    expect(messagesOf(design, OPTIONS).at(-1)?.message.text).toContain(`**${sentence}**`);
  });
});

describe('who and what took part', () => {
  it('J7: says how many models there were, and whether the auditor is of the authors’ family', () => {
    const { design } = scene().runTo('ended');
    expect(modelWords(design)).toBe('2 models');
    const same = design.participants.map((each) => ({ ...each, family: 'claude', model: 'opus' }));
    expect(modelWords({ ...design, participants: same })).toBe(
      '1 model, the auditor and authors share a family',
    );
  });

  it('decision.md says whose note the text was rewritten for, and only if it was', () => {
    const note = 'and Ana’s note: “Say how long both may run.”';
    const sentBack = (options?: WorldOptions) =>
      atGate(options).decide('send_back', 'Say how long both may run.');
    const { design } = sentBack().runTo('deciding').decide('accept').runTo('ended');
    expect(renderDecisionFile(design)).toContain(note);

    const revision: Answer = ({ gates }, _turn, sample) => (gates.length > 0 ? 'fail' : sample);
    const kept = sentBack({ submissions: { revision } }).runTo('ended').design;
    expect(renderDecisionFile(kept)).not.toContain('Ana’s note');
  });

  it('D8: shows a name that was only claimed as claimed', () => {
    const dora = { name: 'Dora', id: '', via: 'http' } as const;
    const world = scene().runTo('answering').must({ type: 'report_questions_seen' });
    const { design } = world.reply('900 a minute.', { by: dora, questionId: 'Q1' });
    const claimed = 'Dora (name not checked)';
    expect(nameOf({ ...dora, via: 'mcp' })).toBe(claimed);
    expect(nameOf({ ...dora, via: 'terminal' })).toBe('Dora');
    expect(messagesOf(design, OPTIONS)[1]?.message.text).toContain(`Answered by ${claimed}`);
    expect(renderRecordFile(design)).toContain(`**R1** ${claimed}`);
    expect(designJson(design).questions[0]?.answers[0]?.author).toBe(claimed);
    const { design: cancelled } = world.cancel('', dora).writeFiles();
    expect(messagesOf(cancelled, OPTIONS).at(-1)?.message.text).toContain(
      `Cancelled by ${claimed}`,
    );
  });

  it('says first in every text of a rehearsal that it is an example', () => {
    const world = scene({ isRehearsal: true }).runTo('ended');
    const { design } = world;
    const texts = [
      ...messagesOf(design, OPTIONS).map(({ message }) => message.text),
      renderDecisionFile(design) ?? '',
      renderRecordFile(design),
      design.decisions.at(-1)?.text ?? '',
    ];
    for (const text of texts) expect(text).toMatch(/^\*This is an example: /);
    const estimate = { personas: 6, usd: 1.3, ms: 420_000 };
    expect(estimateWords({ ...estimate, isRehearsal: true })).toMatch(/^An example: /);
    expect(estimateWords({ ...estimate, isRehearsal: false })).toBe(
      '6 personas, about $1.30 and 7 min of their time.',
    );
  });
});

/** One that nobody has to decide about. */
function withoutGate(submissions: WorldOptions['submissions'] = {}): Scene {
  return agreed(submissions).runTo('ended');
}

/** Nothing opens a gate. */
function agreed(submissions: WorldOptions['submissions'] = {}): Scene {
  const argument: Answer = (_design, turn, sample) => {
    if (sample.tool !== 'argue' || turn.participant !== 'migrationist') return sample;
    const points = sample.input.points.map((point) => ({
      ...point,
      movedBy: 'B-2',
      position: '1b',
    }));
    return { ...sample, input: { ...sample.input, points } };
  };
  return answered({ submissions: { argument, ...submissions } });
}

function everyState(world: Scene): Design[] {
  const again: Design[] = [];
  let design: Design | null = null;
  for (const event of world.events) {
    design = evolve(design, event);
    again.push(design);
  }
  return again;
}

function calledIn(messages: ReturnType<typeof messagesOf>): Record<string, string[]> {
  const called = messages.flatMap(({ key, message }) => {
    const ids = linksOf(message.text).flatMap((target) =>
      target.kind === 'person' ? [target.id] : [],
    );
    return ids.length === 0 ? [] : [[key, ids] as const];
  });
  return Object.fromEntries(called);
}

function linksOf(text: string) {
  return nodesOf(parseMarkdown(text)).flatMap((node) =>
    node.type === 'link' ? [targetOf(node.url)] : [],
  );
}

/** The text as it is read, without marks. */
function shown(text: string): string {
  return nodesOf(parseMarkdown(text))
    .map((node) => {
      if (node.type === 'paragraph' || node.type === 'listItem' || node.type === 'break')
        return '\n';
      return node.type === 'text' || node.type === 'inlineCode' ? node.value : '';
    })
    .join('');
}

function countWords(text: string): number {
  return shown(text)
    .split(/\s+/)
    .filter((word) => /\w/.test(word)).length;
}

function nodesOf(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(nodesOf) : [])];
}
