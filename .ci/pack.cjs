// Run by npm around `npm pack` and `npm publish`. `prepack` emits JavaScript into dist, because
// Node strips no types below node_modules, and writes npm-shrinkwrap.json, by which an installation
// gets the versions that were tested here: a package's package-lock.json is not looked at. What
// only maintainers need is left out of it. `postpack` removes both, so that a clone goes on running
// what is written.
'use strict';
const { spawnSync } = require('node:child_process');
const { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { programOf } = require('./upkeep.cjs');

const root = join(__dirname, '..');
const [dist, shrinkwrap] = ['dist', 'npm-shrinkwrap.json'].map((name) => join(root, name));

function prepack() {
  rmSync(dist, { recursive: true, force: true });
  const emit = [programOf('tsc'), '--project', 'tsconfig.package.json'];
  const { status } = spawnSync(process.execPath, emit, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the JavaScript of the package could not be emitted');
  // The compiler leaves an import such as `#design/ids.ts` as it is written.
  const scope = { type: 'module', imports: { '#*.ts': './*.js', '#*': './*' } };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(scope)}\n`);
  // What the pages load is sent as it is written.
  cpSync(join(root, 'src/web/assets'), join(dist, 'web/assets'), { recursive: true });
  for (const file of ['bin/charrette.cjs', 'bin/start.sh']) chmodSync(join(root, file), 0o755);
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const [path, { dev }] of Object.entries(lock.packages)) if (dev) delete lock.packages[path];
  delete lock.packages[''].devDependencies;
  writeFileSync(shrinkwrap, `${JSON.stringify(lock, null, 2)}\n`);
}

function postpack() {
  for (const made of [dist, shrinkwrap]) rmSync(made, { recursive: true, force: true });
}

({ prepack, postpack })[process.argv[2]]();
