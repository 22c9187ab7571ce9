/**
 * A network that fails on purpose: passes bytes on to a server and cuts the connection after a given number of them.
 * Understands nothing of what it passes.
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export type Direction = 'request' | 'reply';

export interface TestProxy {
  readonly url: string;
  /** Passes exactly so many more bytes of a direction, then cuts that connection; once. Later ones pass everything. */
  cutAfter(direction: Direction, bytes: number): void;
  /** Did the cut happen, that is, were there so many bytes? */
  cut(): boolean;
  /** Leads new connections to another port and cuts the present ones. */
  lead(port: number): void;
  close(): Promise<void>;
}

export async function startProxy(port: number): Promise<TestProxy> {
  let target = port;
  let armed: { readonly direction: Direction; left: number } | undefined;
  let done = false;
  const open = new Set<Socket>();

  function pass(direction: Direction, from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      if (armed?.direction !== direction) {
        to.write(bytes);
        return;
      }
      if (bytes.length < armed.left) {
        armed.left -= bytes.length;
        to.write(bytes);
        return;
      }
      const last = bytes.subarray(0, armed.left);
      armed = undefined;
      done = true;
      from.destroy();
      // What was to pass does pass, whoever hears it.
      if (last.length === 0) to.destroy();
      else to.end(last);
    });
    from.on('close', () => to.destroySoon());
    from.on('error', () => undefined);
  }

  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    pass('request', near, far);
    pass('reply', far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter(direction, bytes) {
      armed = { direction, left: bytes };
      done = false;
    },
    cut: () => done,
    lead(port) {
      target = port;
      for (const socket of open) socket.destroy();
    },
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
