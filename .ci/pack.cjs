// Run by npm around `npm pack` and `npm publish`. `prepack` makes the bundle `dist`, because Node
// strips no types below node_modules, and a start loads a few files sooner than eight hundred. It
// also writes npm-shrinkwrap.json, by which an installation gets the versions that were tested
// here: a package's package-lock.json is not looked at. What only maintainers need is left out of
// it. `postpack` removes both, so that a clone goes on running what is written.
'use strict';
const { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, posix } = require('node:path');

const root = join(__dirname, '..');
const [dist, shrinkwrap] = ['dist', 'npm-shrinkwrap.json'].map((name) => join(root, name));

/** Of ours: what no start needs, unless it is set or asked for. Each becomes a file of its own. */
const LATER = /^(?:main\.ts|chat\/|web\/|cli\/mcp\.ts|store\/postgres\.ts)/;
/** Of others: what every start needs. */
const AT_START = /\/node_modules\/(?:commander|is-network-error|p-retry|yaml|zod)\//;
const REQUIRED = 'required:';

async function prepack() {
  rmSync(dist, { recursive: true, force: true });
  // It comes with vite, which comes with vitest.
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    cwd: root,
    input: 'src/main.ts',
    platform: 'node',
    // Native helpers that discord.js does without.
    external: ['bufferutil', 'utf-8-validate', 'zlib-sync'],
    plugins: [requiredPackages, ownPlaces],
    onLog: (level, log, report) => {
      if (log.code !== 'EVAL') report(level, log);
    },
  });
  const { output } = await bundle.write({
    dir: dist,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    // A stack trace shows lines, and no text.
    sourcemapExcludeSources: true,
    codeSplitting: { groups: [{ name: 'charrette', test: isAtStart }] },
  });
  await bundle.close();
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  writeFileSync(join(dist, 'LICENSES.txt'), licensesOf(modules));
  // What is run in a process of its own, and what is sent to a browser.
  cpSync(join(root, 'src/web/assets'), join(dist, 'web/assets'), { recursive: true });
  for (const file of ['sessions/child.mjs', 'sessions/lockdown.mjs'])
    cpSync(join(root, 'src', file), join(dist, file));
  for (const file of ['bin/charrette.cjs', 'bin/start.sh']) chmodSync(join(root, file), 0o755);

  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const [path, { dev }] of Object.entries(lock.packages)) if (dev) delete lock.packages[path];
  delete lock.packages[''].devDependencies;
  writeFileSync(shrinkwrap, `${JSON.stringify(lock, null, 2)}\n`);
}

function postpack() {
  for (const made of [dist, shrinkwrap]) rmSync(made, { recursive: true, force: true });
}

/** The path below `src`; `null` of a package's module. */
function ownPath(id) {
  const path = posix.relative(join(root, 'src'), id);
  return path.startsWith('..') || posix.isAbsolute(path) ? null : path;
}

function isAtStart(id) {
  const path = ownPath(id);
  return path === null ? AT_START.test(id) : !LATER.test(path);
}

/** A package that a synchronous function of ours loads by `require` becomes a file of its own too. */
const requiredPackages = {
  name: 'required-packages',
  transform(code, id) {
    const path = ownPath(id);
    if (path === null) return null;
    const calls = /(\bload|\bcreateRequire\(import\.meta\.url\))\('([\w-]+)'\)/g;
    const rewritten = code.replace(calls, (_, load, name) => {
      this.emitFile({ type: 'chunk', id: REQUIRED + name, fileName: `${name}.js` });
      return `${load}('./${posix.join(posix.relative(dirname(path), '.'), `${name}.js`)}')`;
    });
    return { code: rewritten, map: null };
  },
  resolveId: (id) => (id.startsWith(REQUIRED) ? id : null),
  load(id) {
    if (!id.startsWith(REQUIRED)) return null;
    const name = id.slice(REQUIRED.length);
    return `import * as all from '${name}'; export { all as 'module.exports' };`;
  },
};

/** A module of ours finds its files from where it would stand if `dist` were `src`. */
const ownPlaces = {
  name: 'own-places',
  transform(code, id) {
    const path = ownPath(id);
    if (path === null) return null;
    const rewritten = code
      .replaceAll('import.meta.url', `new URL('./${path}', import.meta.url).href`)
      .replaceAll('import.meta.dirname', `\`\${import.meta.dirname}/${dirname(path)}\``);
    return { code: rewritten, map: null };
  },
};

/** Their licenses ask to stand beside every copy. */
function licensesOf(modules) {
  const folders = modules.map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]);
  const packages = [...new Set(folders)].filter((folder) => folder !== undefined).sort();
  return packages.map(licenseOf).join('\n');
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n').concat('\n');
}

({ prepack, postpack })[process.argv[2]]();
