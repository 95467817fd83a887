import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playWrittenExample } from '../support/designs/written-example.ts';
import { type Format, openCamera, whyNoPictures } from './chromium.ts';
import { fileOfShot, SHOTS, shootConsole } from './console.ts';
import { discordPage } from './discord.ts';
import { momentsOf } from './moments.ts';
import { slackPage } from './slack.ts';
import { recordTerminal, TOPIC, terminalSvg } from './terminal.ts';

/**
 * `npm run gallery` plays the written example, and takes pictures of moments of its threads and of
 * pages of the console as a reader would see them. `npm run gallery -- console` takes those of the
 * console alone, `-- threads` all others.
 */
const FOLDER = join(import.meta.dirname, '../../docs/gallery');
const COMMAND = `npm run design -- "${TOPIC}"`;
/** A folder for the same pictures as PNG as well, for programs that show nothing else. */
const LOOK = process.env.GALLERY_PNG;
const FORMATS: readonly Format[] = LOOK === undefined ? ['webp'] : ['webp', 'png'];
const PLATFORMS = {
  slack: { title: 'Slack', page: slackPage },
  discord: { title: 'Discord', page: discordPage },
} as const;
/** Which moment is shown of which platform, and how wide: beside other windows, or on a phone. */
const PICTURES = [
  { moment: 'card-at-once', platform: 'slack', width: 720 },
  { moment: 'questions', platform: 'slack', width: 720 },
  { moment: 'questions', platform: 'discord', width: 375 },
  { moment: 'gate', platform: 'slack', width: 720 },
  { moment: 'decision', platform: 'slack', width: 720 },
  { moment: 'decision', platform: 'discord', width: 720 },
] as const;
type Picture = (typeof PICTURES)[number];

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
writeFileSync(join(FOLDER, 'README.md'), index());
process.stdout.write(`docs/gallery: ${Math.round(bytes / 1_000)} kB of pictures\n`);

async function makeThreads(): Promise<void> {
  const camera = await openCamera();
  try {
    for (const platform of Object.keys(PLATFORMS)) removeMade(platform);
    for (const picture of PICTURES) {
      const html = PLATFORMS[picture.platform].page(momentOf(picture));
      for (const format of FORMATS)
        keep(`${fileOf(picture)}.${format}`, await camera.shoot(html, picture.width, format));
    }
  } finally {
    await camera.close();
  }
  writeFileSync(join(FOLDER, 'terminal.svg'), terminalSvg(await recordTerminal(), COMMAND));
}

function momentOf({ moment, platform }: Picture) {
  const found = momentsOf(events, platform).find(({ name }) => name === moment);
  if (found === undefined) throw new Error(`there is no moment ${moment}`);
  return found;
}

/** Removes the pictures that are made anew, and nothing else. */
function removeMade(kind: string): void {
  const made = readdirSync(FOLDER).filter(
    (name) => name.startsWith(`${kind}-`) && name.endsWith('.webp'),
  );
  for (const name of made) rmSync(join(FOLDER, name));
}

function keep(file: string, picture: Buffer): void {
  const isPng = file.endsWith('.png');
  writeFileSync(join(isPng && LOOK !== undefined ? LOOK : FOLDER, file), picture);
  if (!isPng) bytes += picture.length;
}

function fileOf({ moment, platform, width }: Picture): string {
  return `${platform}-${moment}-${width}`;
}

function index(): string {
  const threads = PICTURES.map((picture) => {
    const { title } = PLATFORMS[picture.platform];
    const { caption } = momentOf(picture);
    return `## ${title}: ${caption}\n\n![${caption}](${fileOf(picture)}.webp)\n`;
  });
  const pages = SHOTS.map(
    (shot) => `## Console: ${shot.caption}\n\n![${shot.caption}](${fileOfShot(shot)}.webp)\n`,
  );
  return `# Gallery\n\n![A design at a terminal whose questions nobody answers: each becomes an assumption](terminal.svg)\n\n\`npm run gallery\` [makes these](../../test/gallery/README.md) from the written example.\n\n${[...threads, ...pages].join('\n')}`;
}
