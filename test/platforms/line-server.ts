/** The made-up platform of the example adapter: a server of lines of JSON that says a message again until it is acknowledged. */
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export interface LineServer {
  readonly port: number;
  says(person: string, text: string): void;
  /** Texts a person saw, in order. */
  seenBy(person: string): readonly string[];
  /** Messages nobody acknowledged yet. */
  unacknowledged(): number;
  /** Whether sends are refused. */
  refuse(refusing: boolean): void;
  kill(): Promise<void>;
}

const AGAIN = 50;

export async function openLineServer(): Promise<LineServer> {
  const open = new Map<string, string>();
  const seen: { readonly key: string; readonly to: string; readonly text: string }[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  let refusing = false;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    createInterface({ input: socket }).on('line', (line) => {
      const said: { ack?: string; key?: string; to?: string; text?: string } = JSON.parse(line);
      if (said.ack !== undefined) open.delete(said.ack);
      const { key, to = '', text = '' } = said;
      if (key === undefined) return;
      if (!refusing && !seen.some((one) => one.key === key)) seen.push({ key, to, text });
      socket.write(`${JSON.stringify(refusing ? { refused: key, wait: 2_000 } : { sent: key })}\n`);
    });
  });
  const tell = (): void => {
    for (const line of open.values()) for (const socket of sockets) socket.write(line);
  };
  const telling = setInterval(tell, AGAIN);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    says(person, text) {
      count += 1;
      open.set(`m${count}`, `${JSON.stringify({ id: `m${count}`, from: person, text })}\n`);
      tell();
    },
    seenBy: (person) => seen.filter(({ to }) => to === person).map(({ text }) => text),
    unacknowledged: () => open.size,
    refuse(next) {
      refusing = next;
    },
    async kill() {
      clearInterval(telling);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
