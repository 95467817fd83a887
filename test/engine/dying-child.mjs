process.stderr.write('these are my last words\n');
process.exit(7);
