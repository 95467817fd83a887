import './closed-inspector.mjs';
import './required-node.mjs';

// Imported after the check, because they need that Node version.
const { Fault, isOtherEndGone } = await import('../foundation/fault.ts');
// A design finishes even if its progress has no reader any more (`2>&1 | head`).
process.stderr.on('error', (error) => {
  if (!isOtherEndGone(process.stderr, error)) throw error;
});

const { complain, runProgram } = await import('./cli/program.ts');
const { findCallersFolder } = await import('./config.ts');
const { reportUncaughtErrors } = await import('./crash.ts');
const { readSettingsFiles } = await import('./settings-files.ts');
reportUncaughtErrors((words, error) =>
  complain(
    error instanceof Fault ? error.message : `Something in Charrette itself went wrong: ${words}`,
  ),
);
// Relative paths on the command line start from the caller's folder.
const folder = findCallersFolder();
if (folder !== null) process.chdir(folder);
process.exitCode = await runProgram(process.argv.slice(2), readSettingsFiles);
