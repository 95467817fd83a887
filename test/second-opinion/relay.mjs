// Between a program that has a network of its own and the tests: a socket in a folder on this side,
// its port on that side. `node relay.mjs <port> <socket>`
import { connect, createServer } from 'node:net';

const [, , port, socket] = process.argv;
const server = createServer((near) => {
  const far = connect(Number(port), '127.0.0.1');
  const close = () => {
    near.destroy();
    far.destroy();
  };
  for (const each of [near, far]) each.on('error', close).on('close', close);
  near.pipe(far).pipe(near);
});
server.listen(socket);
