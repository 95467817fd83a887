import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playWrittenExample } from '../support/designs/written-example.ts';
import { type Format, openCamera, whyNoPictures } from './chromium.ts';
import { fileOfShot, SHOT_WIDTHS, SHOTS, shootConsole } from './console.ts';
import { discordPage } from './discord.ts';
import { type Moment, momentsOf } from './moments.ts';
import { designPage } from './page.ts';
import { slackPage } from './slack.ts';
import { recordTerminal, TOPIC, terminalSvg } from './terminal.ts';

/**
 * `npm run gallery` plays the written example, and takes a picture of each moment of its threads and of each page of the console as
 * a reader would see it. `npm run gallery -- console` takes those of the console alone, `-- threads` all others.
 */
const FOLDER = join(import.meta.dirname, '../../docs/gallery');
const COMMAND = `npm run design -- "${TOPIC}"`;
const WIDTHS = [375, 720];
/** A folder for the same pictures as PNG as well, for programs that show nothing else. */
const LOOK = process.env.GALLERY_PNG;
const FORMATS: readonly Format[] = LOOK === undefined ? ['webp'] : ['webp', 'png'];
const PLATFORMS = [
  { name: 'slack', title: 'Slack', page: slackPage },
  { name: 'discord', title: 'Discord', page: discordPage },
] as const;

if (whyNoPictures !== null) {
  process.stderr.write(`No gallery was made: ${whyNoPictures}\n`);
  process.exit(1);
}
const [part = ''] = process.argv.slice(2);
const { events } = await playWrittenExample(0);
mkdirSync(FOLDER, { recursive: true });
let bytes = 0;
if (part !== 'console') await makeThreads();
if (part !== 'threads') {
  removeMade('console');
  await shootConsole(FORMATS, keep);
}
writeFileSync(join(FOLDER, 'README.md'), index(momentsOf(events, 'slack')));
process.stdout.write(`docs/gallery: ${Math.round(bytes / 1_000)} kB of pictures\n`);

async function makeThreads(): Promise<void> {
  const camera = await openCamera();
  try {
    for (const { name, page } of PLATFORMS) {
      removeMade(name);
      for (const moment of momentsOf(events, name))
        for (const width of widthsOf(moment))
          for (const format of FORMATS)
            keep(
              `${fileOf(name, moment.name, width)}.${format}`,
              await camera.shoot(page(moment), width, format),
            );
    }
  } finally {
    await camera.close();
  }
  writeFileSync(join(FOLDER, 'terminal.svg'), terminalSvg(await recordTerminal(), COMMAND));
  const [whole] = momentsOf(events, 'slack').filter(({ name }) => name === 'whole-thread');
  if (whole !== undefined) writeFileSync(join(FOLDER, 'design.html'), designPage(whole));
}

/** Removes the pictures that are made anew, and nothing else. */
function removeMade(kind: string): void {
  const made = readdirSync(FOLDER).filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.webp'));
  for (const name of made) rmSync(join(FOLDER, name));
}

function keep(file: string, picture: Buffer): void {
  const isPng = file.endsWith('.png');
  writeFileSync(join(isPng && LOOK !== undefined ? LOOK : FOLDER, file), picture);
  if (!isPng) bytes += picture.length;
}

/** A whole thread is looked at for its length, on a phone. */
function widthsOf({ name }: Moment): readonly number[] {
  return name === 'whole-thread' ? WIDTHS.slice(0, 1) : WIDTHS;
}

function fileOf(platform: string, moment: string, width: number): string {
  return `${platform}-${moment}-${width}`;
}

function index(moments: readonly Moment[]): string {
  const parts = moments.map((moment) => {
    const images = PLATFORMS.flatMap(({ name, title }) =>
      widthsOf(moment).map(
        (width) => `![${title}, ${width} pixels](${fileOf(name, moment.name, width)}.webp)`,
      ),
    );
    return `## ${moment.caption}\n\n${images.join('\n')}\n`;
  });
  const pages = SHOTS.map((shot) => {
    const images = SHOT_WIDTHS.map((width) => `![${width} pixels](${fileOfShot(shot, width)}.webp)`);
    return `### ${shot.caption}\n\n${images.join('\n')}\n`;
  });
  return `# Gallery\n\n![A design at a terminal, from the command to its decision](terminal.svg)\n\nEach moment of a thread in Slack and in Discord, at the width of a phone and beside other windows, and each page of the\n[console](#the-console). \`npm run gallery\` [makes it](../../test/gallery/README.md) from the written example. The whole thread is\nalso one [page](design.html).\n\n${parts.join('\n')}\n## The console\n\nAt 1,280 and at 375 pixels, for the admin.\n\n${pages.join('\n')}`;
}
