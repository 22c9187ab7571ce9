/**
 * What a turn asks of Redis: trips, commands, bytes; and what a session takes there. Counted, not timed: load from outside
 * changes nothing here.
 */
import { connect, createServer } from 'node:net';
import { newSession } from '../src/engine/session.ts';
import { takeTurn } from '../src/engine/turn.ts';
import type { Call } from '../src/flow/call.ts';
import { asText } from '../src/message.ts';
import { TEXTS } from './application.ts';
import { openWholeState } from './redis-limit.ts';
import { openTurns, openWhole } from './redis-path.ts';
import type { Answering } from './redis-people.ts';
import { converse, messageOf } from './redis-people.ts';
import type { Server } from './redis-server.ts';
import type { Report } from './report.ts';
import { short } from './report.ts';

/** Messages of an application before its submission. */
const ORDINARY = TEXTS.length - 1;
const HALF = 16;
const SESSIONS = 1_000;

interface Relay {
  readonly url: string;
  /** How often something was sent after an answer. */
  trips(): number;
  close(): void;
}

/** A way to the server that counts trips. What is sent in one tick is one. */
async function openRelay(port: number): Promise<Relay> {
  let trips = 0;
  let answered = true;
  const relay = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    near.on('data', (bytes) => {
      if (answered) trips += 1;
      answered = false;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      answered = true;
      near.write(bytes);
    });
    near.on('close', () => far.destroy());
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const address = relay.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return { url: `redis://127.0.0.1:${address.port}`, trips: () => trips, close: () => relay.close() };
}

/** Bytes of what was said, both ways, in the first messages of an application; a turn. */
function textBytes(call: Call, texts: number): number {
  let session = newSession('bench:words');
  let bytes = 0;
  for (let i = 0; i < texts; i++) {
    const inbound = messageOf('words', i);
    const turn = takeTurn(call, session, inbound, { now: inbound.at, by: 'a1b2c3d4e5f60718', version: 'bench' });
    if (turn === undefined) throw new Error('a private message was not answered');
    session = turn.session;
    bytes += Buffer.byteLength(TEXTS[i] ?? '');
    for (const reply of turn.replies) bytes += Buffer.byteLength(asText(reply));
  }
  return bytes / texts;
}

/** Trips to the acknowledgement of a first message, and of the others on average; scripts known to the server. */
async function tripsOf(server: Server, call: Call): Promise<readonly [cold: number, warm: number]> {
  const relay = await openRelay(server.port);
  const side = await openTurns(relay.url, call);
  await converse(side, { tag: 'before', atOnce: 1, each: 1 });
  const start = relay.trips();
  await side.post(messageOf('trips', 0));
  const cold = relay.trips() - start;
  for (let i = 1; i < ORDINARY; i++) await side.post(messageOf('trips', i));
  const warm = (relay.trips() - start - cold) / (ORDINARY - 1);
  await side.close();
  relay.close();
  return [cold, warm];
}

async function rowOf(server: Server, call: Call, side: Answering, atOnce: number, texts: number) {
  await converse(side, { tag: 'before', atOnce, each: 1, texts });
  const each = Math.ceil(128 / atOnce);
  const before = await server.counts();
  await converse(side, { tag: `price${atOnce}`, atOnce, each, texts });
  const after = await server.counts();
  const turns = atOnce * each * texts;
  const sent = (after.sent - before.sent) / turns;
  const beyond = sent - textBytes(call, texts);
  await server.empty();
  await side.close();
  return [
    side.name,
    String(atOnce),
    texts === TEXTS.length ? 'all' : 'submission left out',
    short((after.commands - before.commands) / turns),
    short(sent),
    short(beyond),
    short((after.received - before.received) / turns),
  ];
}

/** Bytes of the server's memory a session. */
async function memoryOf(server: Server, call: Call, texts: number): Promise<number> {
  await server.empty();
  const side = await openWhole(server.url, call);
  await converse(side, { tag: 'scripts', atOnce: 1, each: 1 });
  await server.empty();
  const before = await server.counts();
  await converse(side, { tag: 'memory', atOnce: 200, each: SESSIONS / 200, texts });
  await side.close();
  const after = await server.counts();
  await server.empty();
  return (after.memory - before.memory) / SESSIONS;
}

/** Runs this section and reports it. */
export async function benchPrice(server: Server, call: Call, report: Report): Promise<void> {
  const { url } = server;
  const [cold, warm] = await tripsOf(server, call);
  await server.empty();
  report.table(
    'Redis: round trips to the acknowledgement of a turn',
    ['first message of a session', 'the others'],
    [[short(cold), short(warm)]],
  );
  const rows: (readonly string[])[] = [await rowOf(server, call, openWholeState(url), 64, ORDINARY)];
  for (const atOnce of [1, 64])
    for (const texts of [ORDINARY, TEXTS.length]) {
      rows.push(await rowOf(server, call, await openTurns(url, call), atOnce, texts));
      rows.push(await rowOf(server, call, await openWhole(url, call), atOnce, texts));
    }
  report.table(
    'Redis: what a turn asks of the server',
    ['', 'at once', 'turns', 'commands', 'bytes sent', 'of them beyond the texts', 'bytes back'],
    rows,
    'Commands inside scripts count. Texts: what the applicant said and was told, in UTF-8; that an entry holds an answer’s value and its words, and a submission every answer again, counts as beyond.',
  );
  report.table(
    'Redis: memory a session',
    ['', 'bytes'],
    [
      ['in the middle of the form (16 messages)', short(await memoryOf(server, call, HALF))],
      ['a submitted application', short(await memoryOf(server, call, TEXTS.length))],
    ],
    `${SESSIONS.toLocaleString('en')} sessions each, replies confirmed: entries, message ids, the submission, indexes.`,
  );
}
