import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { UNREAD_FILES } from '../unread-files.ts';
import { connected } from './message-world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

/** The form for a new design, before Ana, who puts these files into it. */
async function formWith(
  ...files: Parameters<Awaited<ReturnType<typeof connected>>['slack']['people']['upload']>[1][]
) {
  const world = await connected({ isStill: true });
  const { people } = world.slack;
  const { view } = await people.slash(world.ana, world.general, '/design');
  if (view === null) throw new Error('there is no form');
  const ids = files.map((file) => people.upload(world.ana, file));
  return {
    ...world,
    submit: () => people.submitView(world.ana, view, { topic: TOPIC, files: ids }),
  };
}

test('files of the form are read by everybody in the design, under their names', async () => {
  const { submit, started } = await formWith(
    { name: 'load.md', content: '# Load\n900 jobs a minute.' },
    { name: 'notes.txt', content: 'It lost jobs in March.' },
  );
  expect((await submit()).errors).toEqual({});
  await vi.waitUntil(async () => (await started()).length === 1, WAIT);
  expect((await started())[0]?.context).toEqual([
    { name: 'load.md', text: '# Load\n900 jobs a minute.' },
    { name: 'notes.txt', text: 'It lost jobs in March.' },
  ]);
});

test.each(UNREAD_FILES)(
  '$name is refused in the form, in words that say what is taken',
  async ({ why, ...file }) => {
    const { submit, started } = await formWith({ name: 'load.md', content: 'fine' }, file);
    const { errors, view } = await submit();
    expect(errors.files).toContain(`I did not read ${file.name} (`);
    expect(errors.files).toContain(why);
    expect(view).not.toBeNull();
    expect(await started()).toEqual([]);
  },
);

test('files that are longer together than a design reads are refused before it begins', async () => {
  const long = { content: 'word '.repeat(30_000) };
  const { submit, started } = await formWith({ name: 'a.md', ...long }, { name: 'b.md', ...long });
  const { errors } = await submit();
  expect(errors.files).toContain('300,000 characters to read; the limit is 200,000');
  expect(await started()).toEqual([]);
});
