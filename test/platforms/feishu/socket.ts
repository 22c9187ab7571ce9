/** The server's side of a WebSocket (RFC 6455) as far as Feishu's long connection needs it: binary messages, ping, close. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Socket {
  send(message: Uint8Array): void;
  /** Cuts the connection without a word. */
  cut(): void;
  /** From now on nothing is heard and nothing is said, and the other side is not told. */
  freeze(): void;
}

export interface Heard {
  message(message: Buffer): void;
  closed(): void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

function frame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = 0x80 + opcode;
  if (length < 126) head[1] = length;
  else if (length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}

/** Answers the handshake and serves the connection until it ends. */
export function acceptSocket(request: IncomingMessage, stream: Duplex, heard: Heard): Socket {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let left: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let isFrozen = false;

  /** Takes one whole frame off what has come in; false when there is none yet. */
  function takeFrame(): boolean {
    const [first = 0, second = 0] = left;
    let at = 2;
    let length = second % 128;
    if (length === 126) {
      if (left.length < 4) return false;
      length = left.readUInt16BE(2);
      at = 4;
    } else if (length === 127) {
      if (left.length < 10) return false;
      length = Number(left.readBigUInt64BE(2));
      at = 10;
    }
    if (left.length < at + 4 + length || left.length < 2) return false;
    const mask = left.subarray(at, at + 4);
    const payload = Buffer.from(left.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0)));
    left = left.subarray(at + 4 + length);
    const opcode = first % 16;
    if (opcode === PING) stream.write(frame(PONG, payload));
    else if (opcode === CLOSE) stream.end(frame(CLOSE, payload));
    else if (opcode !== PONG) {
      parts.push(payload);
      if (first >= 128) {
        heard.message(Buffer.concat(parts));
        parts = [];
      }
    }
    return true;
  }

  stream.on('data', (chunk: Buffer) => {
    if (isFrozen) return;
    left = Buffer.concat([left, chunk]);
    while (left.length >= 6 && takeFrame());
  });
  stream.on('end', () => stream.end());
  stream.on('error', () => stream.destroy());
  stream.on('close', () => heard.closed());
  return {
    send(message) {
      if (!isFrozen && stream.writable) stream.write(frame(0x2, message));
    },
    cut: () => stream.destroy(),
    freeze() {
      isFrozen = true;
    },
  };
}
