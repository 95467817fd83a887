// Is ready, says one thing, and is gone at once.
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
process.send?.(JSON.stringify({ type: 'asked_again', turnId: 't', reason: 'the last thing I say' }));
process.kill(process.pid, 'SIGKILL');
