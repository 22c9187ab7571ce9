/**
 * A WeChat account to test against: a real puppet server of wechaty-puppet-service over gRPC around a scripted puppet,
 * behind a relay that can be cut. The scripted puppet is wechaty-puppet-mock, which drops mentions and message ids and
 * knows few types of files: those parts are our own.
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { payloads } from 'wechaty-puppet';
import { types } from 'wechaty-puppet';
import { PuppetMock } from 'wechaty-puppet-mock';
import { PuppetServer } from 'wechaty-puppet-service';

/** What the account sent, in order. */
export interface SentByAccount {
  /** A person's or a room's id. */
  readonly to: string;
  readonly text: string;
  readonly mentions: readonly string[];
  readonly file?: { readonly name: string; readonly bytes: Buffer } | undefined;
  readonly at: number;
}

/** How a message is told by the platform, where it is not plain words in private. */
export interface Telling {
  readonly room?: string;
  /** Ids in the list of mentions; puppets differ in whether they fill it. */
  readonly mentions?: readonly string[];
  /** Told before, perhaps. */
  readonly id?: string;
  readonly type?: keyof typeof types.Message;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  /** ms the payload takes to come when it is asked for. */
  readonly slow?: number;
}

export interface WechatServer {
  /** The environment of a channel that speaks with it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sent: readonly SentByAccount[];
  /** Requests that were accepted. */
  readonly accepted: readonly string[];
  /** Connections that were made to it. */
  connections(): number;
  /** How often the puppet was told to stop, which may cost a real account its login. */
  stops(): number;
  person(id: string, name: string, friend?: boolean): void;
  /** @param alias of the account in that room */
  room(id: string, topic: string, members: readonly string[], alias?: string): void;
  /** A person says something; returns the id of the message. */
  says(person: string, text: string, telling?: Telling): string;
  /** The account itself says something from a phone. */
  echoes(to: string, text: string): void;
  wantsToBeFriend(person: string, hello: string): string;
  /** What sending fails with after so many more messages, until it is set to undefined. */
  refuse(why: string | undefined, after?: number): void;
  /** Cuts all connections; new ones are welcome. */
  cut(): void;
  /** The link carries nothing any more, and says nothing of it; new connections work. */
  deafen(): void;
  /** Nobody listens any more. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  scan(code: string): void;
  logout(): Promise<void>;
  login(): void;
  close(): Promise<void>;
}

export const ACCOUNT = 'wxid_assistant';
export const ACCOUNT_NAME = '小申';
const TOKEN = 'insecure_00000000-0000-4000-8000-000000000000';
const HOST = '127.0.0.1';

export async function openWechatServer(
  options: { readonly heartbeats?: boolean; readonly dongs?: boolean; readonly tls?: boolean } = {},
): Promise<WechatServer> {
  const { heartbeats = true, dongs = true, tls = false } = options;
  const contacts = new Map<string, payloads.Contact>();
  const rooms = new Map<string, payloads.Room>();
  const aliases = new Map<string, string>();
  const messages = new Map<string, { payload: payloads.Message; slow: number }>();
  const friendships = new Map<string, payloads.Friendship>();
  const sent: SentByAccount[] = [];
  const accepted: string[] = [];
  let refusal: { readonly why: string; readonly from: number } | undefined;
  let scanned = true;
  let stops = 0;

  function known<T>(map: ReadonlyMap<string, T>, id: string): T {
    const found = map.get(id);
    if (found === undefined) throw new Error(`not found: ${id}`);
    return found;
  }

  async function record(to: string, text: string, mentions: readonly string[], file?: SentByAccount['file']) {
    if (refusal !== undefined && sent.length >= refusal.from) throw new Error(refusal.why);
    if (!puppet.isLoggedIn) throw new Error('not logged in');
    sent.push({ to, text, mentions, file, at: Date.now() });
    const id = randomUUID();
    const inRoom = rooms.has(to) ? { roomId: to, mentionIdList: [...mentions] } : { listenerId: to };
    const type = file === undefined ? types.Message.Text : types.Message.Attachment;
    messages.set(id, { payload: { id, talkerId: ACCOUNT, text, timestamp: Date.now(), type, ...inRoom }, slow: 0 });
    // Many puppets echo what the account says.
    puppet.emit('message', { messageId: id });
    return id;
  }

  const puppet = Object.assign(new PuppetMock(), {
    // Stopped and started again, an account that was scanned is logged in by itself.
    onStart: async () => {
      setImmediate(() => {
        if (scanned && !puppet.isLoggedIn) puppet.login(ACCOUNT);
      });
    },
    onStop: async () => {
      stops += 1;
    },
    contactRawPayload: async (id: string) => known(contacts, id),
    contactAlias: async () => '',
    roomRawPayload: async (id: string) => known(rooms, id),
    roomMemberList: async (id: string) => known(rooms, id).memberIdList,
    roomMemberRawPayload: async (room: string, id: string) => {
      const { avatar, name } = known(contacts, id);
      const roomAlias = aliases.get(`${room} ${id}`);
      return { id, avatar, name, ...(roomAlias === undefined ? {} : { roomAlias }) };
    },
    messageRawPayload: async (id: string) => {
      const { payload, slow } = known(messages, id);
      if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow));
      return payload;
    },
    messageSendText: async (to: string, text: string, mentions: string[] = []) => record(to, text, mentions),
    messageSendFile: async (to: string, file: { name: string; toBuffer(): Promise<Buffer> }) =>
      record(to, '', [], { name: file.name, bytes: await file.toBuffer() }),
    friendshipRawPayload: async (id: string) => known(friendships, id),
    friendshipAccept: async (id: string) => {
      const { contactId } = known(friendships, id);
      contacts.set(contactId, { ...known(contacts, contactId), friend: true });
      puppet.cache.contact.delete(contactId);
      accepted.push(id);
    },
    ding: (word: string) => {
      if (dongs) puppet.emit('dong', { data: word });
    },
  });

  function person(id: string, name: string, friend = true): void {
    const nobody = { gender: types.ContactGender.Unknown, avatar: '', phone: [] };
    contacts.set(id, { ...nobody, id, name, friend, type: types.Contact.Individual });
  }
  person(ACCOUNT, ACCOUNT_NAME);

  let server: PuppetServer | undefined;
  const inner = await freePort();
  const sockets = new Set<Socket>();
  let connected = 0;
  const relay = createServer((near) => {
    connected += 1;
    const far = connect(inner, HOST);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });

  async function listen(port: number): Promise<number> {
    server = new PuppetServer({ endpoint: `${HOST}:${inner}`, puppet, token: TOKEN, tls: { disable: !tls } });
    await server.start();
    await new Promise<void>((resolve) => relay.listen(port, HOST, resolve));
    return (relay.address() as AddressInfo).port;
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  async function kill(): Promise<void> {
    const closed = new Promise((resolve) => relay.close(resolve));
    cut();
    await closed;
    await server?.stop();
    server = undefined;
  }

  await puppet.start();
  await new Promise((resolve) => setImmediate(resolve));
  const port = await listen(0);
  const pulse = heartbeats ? setInterval(() => puppet.emit('heartbeat', { data: 'beat' }), 500) : undefined;

  function tell(payload: payloads.Message, slow = 0): void {
    messages.set(payload.id, { payload, slow });
    puppet.emit('message', { messageId: payload.id });
  }

  return {
    environment: {
      WECHATY_PUPPET: 'wechaty-puppet-service',
      WECHATY_PUPPET_SERVICE_TOKEN: TOKEN,
      WECHATY_PUPPET_SERVICE_ENDPOINT: `${HOST}:${port}`,
      WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: tls ? '0' : '1',
      WECHATY_LOG: 'silent',
    },
    sent,
    accepted,
    connections: () => connected,
    stops: () => stops,
    person,
    room(id, topic, members, alias) {
      rooms.set(id, { id, topic, memberIdList: [ACCOUNT, ...members], adminIdList: [] });
      if (alias !== undefined) aliases.set(`${id} ${ACCOUNT}`, alias);
    },
    says(from, text, telling = {}) {
      const id = telling.id ?? randomUUID();
      const type = types.Message[telling.type ?? (telling.file === undefined ? 'Text' : 'Attachment')];
      const { room, file } = telling;
      const place =
        room === undefined ? { listenerId: ACCOUNT } : { roomId: room, mentionIdList: [...(telling.mentions ?? [])] };
      if (file !== undefined) {
        const box = { boxType: 1, type: 1, name: file.name, size: file.bytes.length, metadata: {} } as const;
        puppet.mocker.cacheFileBoxPayload.set(id, { ...box, base64: Buffer.from(file.bytes).toString('base64') });
      }
      tell({ id, talkerId: from, text, timestamp: Date.now(), type, ...place }, telling.slow);
      return id;
    },
    echoes(to, text) {
      const id = randomUUID();
      tell({ id, talkerId: ACCOUNT, text, timestamp: Date.now(), type: types.Message.Text, listenerId: to });
    },
    wantsToBeFriend(contactId, hello) {
      const id = randomUUID();
      const type = types.Friendship.Receive;
      friendships.set(id, { id, contactId, hello, type, timestamp: Date.now(), ticket: 'ticket' });
      puppet.emit('friendship', { friendshipId: id });
      return id;
    },
    refuse(why, after = 0) {
      refusal = why === undefined ? undefined : { why, from: sent.length + after };
    },
    cut,
    deafen() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    kill,
    async revive() {
      await listen(port);
    },
    scan: (code) => puppet.emit('scan', { qrcode: code, status: types.ScanStatus.Waiting }),
    logout() {
      scanned = false;
      return puppet.logout('the phone said so');
    },
    login() {
      scanned = true;
      puppet.login(ACCOUNT);
    },
    async close() {
      clearInterval(pulse);
      if (server !== undefined) await kill();
      await puppet.stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
