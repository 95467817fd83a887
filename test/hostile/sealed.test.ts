import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plainAnswer, scriptedDaemon } from '../entry/scripted-endpoint.ts';
import { eventually } from '../support/runner/eventually.ts';
import { says, stalls } from '../support/services/model-endpoint-answers.ts';

/**
 * What a persona has written is nobody's to read until all have: neither in the API nor on the disk
 * (J1, M6).
 */
const SEALED = 'This-Headline-Is-Sealed';
const DRAFT = 'This-Thought-Is-No-Proposal-Yet';
const TOPIC = 'One of them takes its time';

const { daemon, endpoint, folder } = await scriptedDaemon(
  [
    {
      topic: TOPIC,
      title: 'Archaeologist',
      tool: 'submit_proposal',
      answers: [
        says(DRAFT),
        (request) => {
          const answer = plainAnswer(request, 'pass', {});
          const text = JSON.stringify(answer).replace(
            /"headline":"[^"]*"/,
            `"headline":"${SEALED}"`,
          );
          return JSON.parse(text);
        },
      ],
    },
    {
      topic: TOPIC,
      title: 'Subtractor',
      tool: 'submit_proposal',
      answers: [says(DRAFT), stalls('headers')],
    },
  ],
  { CHARRETTE_LOG_LEVEL: 'debug' },
);

/** Of a design: whatever is in its folder, by name. */
function filesIn(id: string): Map<string, string> {
  const place = join(folder.path, 'designs', id);
  const names = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    names.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]),
  );
}

test('M6: a sealed proposal can be read nowhere before the reveal', async () => {
  const { id } = await daemon.startDesign({
    topic: TOPIC,
    personas: ['archaeologist', 'subtractor'],
  });
  const feed = daemon.events(id);
  await feed.until('a seal', ({ type }) => type === 'proposal_sealed');
  const remindedOfTools = () =>
    endpoint.requests.filter(({ lastText }) => lastText.includes('You have not used a tool'))
      .length;
  await eventually(remindedOfTools).toBeGreaterThanOrEqual(2);
  const { personas } = await daemon.design(id);
  daemon.sessions.lose(personas.find(({ name }) => name === 'subtractor')?.sessionId ?? '');
  await feed.until('the loss', ({ type }) => type === 'session_lost');
  const failures = [...filesIn(id).keys()];
  expect(failures).toEqual([expect.stringMatching(/^subtractor-.*\.log$/)]);

  const paths = [
    '',
    '/turns',
    '/events',
    '/artifacts',
    ...failures.map((name) => `/failures/${name}`),
  ];
  const said = new Map<string, string>([
    ...(await Promise.all(
      paths.map(
        async (path): Promise<[string, string]> => [
          path,
          await daemon.text(`/designs/${id}${path}`),
        ],
      ),
    )),
    ['log', daemon.output],
    ['list', await daemon.text('/designs')],
    ['metrics', await (await daemon.request('/metrics')).text()],
    ...filesIn(id),
  ]);
  for (const [where, text] of said) {
    expect([where, text.includes(SEALED), text.includes(DRAFT)]).toEqual([where, false, false]);
    expect(text.length, where).toBeGreaterThan(2);
  }
  const sealed = (await daemon.turns(id)).find(({ kind }) => kind === 'proposals');
  expect(sealed).toMatchObject({ participant: 'archaeologist', outcome: 'spoke' });
  expect(sealed?.trace.map(({ kind }) => kind)).toContain('answer_received');

  // It was only withheld.
  await daemon.insist(`/designs/${id}/cancel`, { reason: 'Enough.', author: 'ana' });
  await daemon.untilEnded(id);
  const turns = await daemon.text(`/designs/${id}/turns`);
  expect([turns.includes(SEALED), turns.includes(DRAFT)]).toEqual([true, true]);
});
