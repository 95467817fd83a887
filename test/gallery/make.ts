import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playWrittenExample } from '../support/written-example.ts';
import { openCamera, whyNoPictures } from './chromium.ts';
import { discordPage } from './discord.ts';
import { type Moment, momentsOf } from './moments.ts';
import { designPage } from './page.ts';
import { slackPage } from './slack.ts';
import { recordTerminal, TOPIC, terminalSvg } from './terminal.ts';

/** `npm run gallery` plays the written example, and takes a picture of each moment of its threads as a reader would see it. */
const FOLDER = join(import.meta.dirname, '../../docs/gallery');
const COMMAND = `npm run design -- "${TOPIC}"`;
const WIDTHS = [375, 720];
/** A folder for the same pictures as PNG, for programs that show nothing else. */
const LOOK = process.env.GALLERY_PNG;
const PLATFORMS = [
  { name: 'slack', title: 'Slack', page: slackPage },
  { name: 'discord', title: 'Discord', page: discordPage },
] as const;

if (whyNoPictures !== null) {
  process.stderr.write(`No gallery was made: ${whyNoPictures}\n`);
  process.exit(1);
}
const { events } = await playWrittenExample(0);
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const camera = await openCamera();
let bytes = 0;
try {
  for (const { name, page } of PLATFORMS) {
    for (const moment of momentsOf(events, name)) {
      for (const width of widthsOf(moment)) {
        const picture = await camera.shoot(page(moment), width, 'webp');
        if (LOOK !== undefined)
          writeFileSync(
            join(LOOK, `${name}-${moment.name}-${width}.png`),
            await camera.shoot(page(moment), width, 'png'),
          );
        bytes += picture.length;
        writeFileSync(join(FOLDER, fileOf(name, moment.name, width)), picture);
      }
    }
  }
} finally {
  await camera.close();
}
writeFileSync(join(FOLDER, 'terminal.svg'), terminalSvg(await recordTerminal(), COMMAND));
const [whole] = momentsOf(events, 'slack').filter(({ name }) => name === 'whole-thread');
if (whole !== undefined) writeFileSync(join(FOLDER, 'design.html'), designPage(whole));
writeFileSync(join(FOLDER, 'README.md'), index(momentsOf(events, 'slack')));
process.stdout.write(`docs/gallery: ${Math.round(bytes / 1_000)} kB of pictures\n`);

/** A whole thread is looked at for its length, on a phone. */
function widthsOf({ name }: Moment): readonly number[] {
  return name === 'whole-thread' ? WIDTHS.slice(0, 1) : WIDTHS;
}

function fileOf(platform: string, moment: string, width: number): string {
  return `${platform}-${moment}-${width}.webp`;
}

function index(moments: readonly Moment[]): string {
  const parts = moments.map((moment) => {
    const images = PLATFORMS.flatMap(({ name, title }) =>
      widthsOf(moment).map(
        (width) =>
          `![${title}, ${width} pixels wide: ${moment.caption}](${fileOf(name, moment.name, width)})`,
      ),
    );
    return `## ${moment.caption}\n\n${images.join('\n')}\n`;
  });
  return `# Gallery\n\n![A design at a terminal, from the command to its decision](terminal.svg)\n\nEach moment of a design that people meet in a thread, in Slack and in Discord, on a phone and beside other windows. Made by\n\`npm run gallery\` of the written example (\`examples/job-queue\`): the messages are those that the gateways send, drawn close to how\neach platform shows them. How: [test/gallery](../../test/gallery/README.md).\n\nThe messages of its thread as one [page](design.html), as a console shows them.\n\n${parts.join('\n')}`;
}
