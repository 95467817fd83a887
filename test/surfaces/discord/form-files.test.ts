import { expect, test } from 'vitest';
import { readableModal } from '../../platforms/discord/readable.ts';
import { UNREAD_FILES } from '../unread-files.ts';
import { connected } from './message-world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

/** The form for a new design, before Ana. */
async function form() {
  const world = await connected({ isStill: true });
  const { people } = world.discord;
  const { modal } = await people.slash(world.ana, world.general, 'design new');
  if (modal === null) throw new Error('there is no form');
  return { ...world, people, modal };
}

test('the form has files, boxes to check for personas and a choice of depth', async () => {
  const { modal } = await form();
  const read = readableModal(modal);
  expect(read).toContain('Files that everybody should read (optional): [ Upload ]');
  expect(read).toContain('○ quick: three personas, without arguing ◉ standard: all personas');
  expect(read).toMatch(/Who takes part \(optional\): ☐ .*Archaeologist/);
});

test('files, checked personas and the chosen depth make the design', async () => {
  const { people, modal, ana, general, begunIn, engine } = await form();
  const files = [people.upload({ name: 'load.md', content: '# Load\n900 jobs a minute.' })];
  const personas = ['archaeologist', 'subtractor'];
  const { privately } = await people.submit(ana, modal, {
    topic: TOPIC,
    files,
    personas,
    depth: 'quick',
  });
  expect(privately.join()).toContain('On it.');
  const [started] = await begunIn(general, 1);
  const design = started === undefined ? null : await engine.design(started.id);
  expect(design?.context).toEqual([{ name: 'load.md', text: '# Load\n900 jobs a minute.' }]);
  expect(design?.settings.depth).toBe('quick');
});

test.each(UNREAD_FILES)(
  '$name is refused with what was typed, in words that say what is taken',
  async ({ why, ...file }) => {
    const { people, modal, ana, general, designsIn } = await form();
    const [told = ''] = (
      await people.submit(ana, modal, { topic: TOPIC, files: [people.upload(file)] })
    ).privately;
    expect(told).toContain(`I did not read ${file.name} (`);
    expect(told).toContain(why);
    expect(told).toContain(TOPIC);
    expect(await designsIn(general)).toEqual([]);
  },
);
