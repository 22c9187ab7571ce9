/**
 * What happens to an event: it is understood, taken, and only then acknowledged, within the three seconds of Feishu
 * whatever the work. An event that was not taken in time rejects, so that it is delivered again; a tap is answered always.
 */
import type { Intake, Taken } from '../../src/channel.ts';
import type { Content, Inbound, Outbound } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';
import type { Card } from './card.ts';
import { answeredCard, questionWords } from './card.ts';
import type { MessageEvent, Said } from './event.ts';
import { chosenIn, isMentioned, menuEvent, menuWords, messageEvent, saidIn, tapEvent } from './event.ts';
import type { Refusal } from './fault.ts';
import { deliveryFault, isExpired, refusalOf } from './fault.ts';
import { openPicture } from './picture.ts';
import type { Platform } from './platform.ts';
import type { Recent } from './recent.ts';

/** What the adapter remembers of what it sent. */
export interface Sent {
  /** Messages of ours, by their id: a reply to one is meant for us. */
  readonly messages: Recent<true>;
  /** Questions on cards, by person and prompt. */
  readonly questions: Recent<Outbound>;
  /** The last question on a card, by person. */
  readonly latest: Recent<string>;
  /** Questions that were tapped and not asked again since, by person and prompt: a second tap does nothing. */
  readonly answered: Recent<true>;
  /** The question put in answer to an event, by the event: the same one as tapped when the answer was not accepted. */
  readonly putFor: Recent<string>;
}

export interface ReceptionParts {
  readonly channel: string;
  readonly intake: Intake;
  readonly platform: Platform;
  readonly sent: Sent;
  /** Our own open_id; undefined while it is not known. */
  readonly own: () => string | undefined;
  readonly onInbound: () => void;
  /** Most a person's event may take before it is answered, ms. */
  readonly patience?: number;
}

type Tone = 'success' | 'info' | 'warning' | 'error';

/** The answer to a tap. */
export interface TapAnswer {
  readonly toast: {
    readonly type: Tone;
    readonly content: string;
    readonly i18n: { readonly zh_cn: string; readonly en_us: string };
  };
  readonly card?: { readonly type: 'raw'; readonly data: Card };
}

export interface Reception {
  /** Resolves once taken; rejects when the platform must deliver it again. */
  message(event: unknown): Promise<void>;
  menu(event: unknown): Promise<void>;
  /** Always answers. */
  tap(event: unknown): Promise<TapAnswer>;
}

/** Feishu waits 3 s (https://open.feishu.cn/document/server-docs/event-subscription-guide/overview). */
const PATIENCE = 2_500;
/** How long the answer to a tap waits for what is said to it, ms, and how often it looks. */
const SAID = 200;
const LOOK = 5;
/** Of a file that is not there, not ours to read, or too large; asking again changes nothing. */
const isFinal = (refusal: Refusal): boolean =>
  [400, 403, 404].includes(refusal.status ?? 0) &&
  !isExpired(refusal) &&
  deliveryFault(refusal).reason !== 'rate_limited';

export const questionKey = (user: string, prompt: string): string => `${user} ${prompt}`;

function toast(type: Tone, zh: string, en: string): TapAnswer {
  return { toast: { type, content: zh, i18n: { zh_cn: zh, en_us: en } } };
}

/** Moments of Feishu are in ms, on some callbacks in µs. */
function moment(time: number | undefined, now: number): number {
  if (time === undefined || !Number.isFinite(time) || time <= 0) return now;
  return time > 1e14 ? Math.floor(time / 1_000) : time;
}

export function openReception(parts: ReceptionParts): Reception {
  const { intake, platform, sent, channel } = parts;
  const patience = parts.patience ?? PATIENCE;
  /** Work on messages that is not over: one delivered again meanwhile waits for it too. */
  const underWay = new Map<string, Promise<Taken>>();

  function take(inbound: Omit<Inbound, 'channel'>): Promise<Taken> {
    parts.onInbound();
    return intake.take({ channel, ...inbound });
  }

  async function contentOf(event: MessageEvent, said: Said, addressed: boolean): Promise<Content> {
    if (said.kind !== 'resource') return said;
    const what = said.type === 'image' ? '图片' : '文件';
    // Files of a group are not fetched unless they are meant for us: they may be anybody's.
    if (!addressed) return { kind: 'unsupported', what };
    const { message, sender } = event;
    try {
      const stream = await platform.fetch(message.message_id, said.key, said.type);
      const user = sender.sender_id.open_id;
      if (said.type === 'file') return await intake.keep(user, stream, said.name, '');
      const { extension, source } = await openPicture(stream);
      const name = `图片-${message.message_id.slice(-6)}${extension === '' ? '' : `.${extension}`}`;
      return await intake.keep(user, source, name, '');
    } catch (error) {
      const refusal = refusalOf(error);
      if (!isFinal(refusal)) throw error;
      intake.tell('warn', 'a file of Feishu cannot be fetched', { code: refusal.code ?? 0 });
      return { kind: 'unsupported', what: `这个${what}（飞书不让下载）` };
    }
  }

  async function takeMessage(event: MessageEvent, own: string): Promise<Taken> {
    const said = saidIn(event, own);
    if (said === undefined) return 'ok';
    const { message, sender } = event;
    const chat = message.chat_type === 'p2p' ? PRIVATE : message.chat_id;
    // Not by the root of a thread: below a message of ours people also answer one another.
    const isReply = message.parent_id !== undefined && sent.messages.has(message.parent_id);
    const addressed = chat === PRIVATE || isMentioned(event, own) || isReply;
    return take({
      id: message.message_id,
      user: sender.sender_id.open_id,
      chat,
      addressed,
      at: moment(message.create_time, intake.now()),
      content: await contentOf(event, said, addressed),
    });
  }

  /** Rejects when it is not taken, or not yet: what is acknowledged must be durable. */
  async function inTime(taken: Promise<Taken>): Promise<Taken> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('not taken in time; it will be delivered again')), patience);
    });
    try {
      const result = await Promise.race([taken, late]);
      if (result === 'error') throw new Error('not taken; it will be delivered again');
      return result;
    } finally {
      clearTimeout(timer);
    }
  }

  async function once(id: string, work: () => Promise<Taken>): Promise<void> {
    const running = underWay.get(id) ?? work();
    underWay.set(id, running);
    const over = (): void => {
      if (underWay.get(id) === running) underWay.delete(id);
    };
    running.then(over, over);
    await inTime(running);
  }

  /** The question put in answer to an event, as far as that is begun soon. */
  async function putFor(event: string): Promise<string | undefined> {
    for (let waited = 0; waited < SAID && !sent.putFor.has(event); waited += LOOK)
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    return sent.putFor.get(event);
  }

  function malformed(what: string): void {
    intake.tell('warn', 'an event of Feishu has an unknown shape', { event: what });
  }

  async function tap(event: unknown): Promise<TapAnswer> {
    const parsed = tapEvent.safeParse(event);
    const chosen = parsed.success ? chosenIn(parsed.data) : undefined;
    if (!parsed.success || chosen === undefined) {
      malformed('card.action.trigger');
      return toast('warning', '看不懂这一下点击，请直接发文字', 'This tap was not understood; please type instead');
    }
    const { tap: card, options } = chosen;
    const user = parsed.data.operator.open_id;
    if (card.u !== user) {
      return toast(
        'warning',
        '这一题问的是另一位申报人。@我 可以开始您自己的申报',
        'This question is for somebody else; mention me to start your own',
      );
    }
    if (options.length === 0) return toast('info', '请至少选一项', 'Please choose at least one');
    const key = questionKey(user, card.p);
    const old = (): TapAnswer =>
      toast('info', '这一题已经过去了，请看最新的一题', 'This question is over; please see the latest one');
    if (sent.answered.has(key)) return old();
    const latest = sent.latest.get(user);
    // Before it is taken: two taps at once are one, and a question asked again may be tapped again.
    sent.answered.set(key, true);
    const { event_id: id } = parsed.data;
    const taken = take({
      id,
      user,
      chat: card.c,
      addressed: true,
      at: intake.now(),
      prompt: card.p,
      content: { kind: 'choose', options: options.map((i) => card.o[i] ?? '') },
    });
    try {
      await inTime(taken);
    } catch {
      sent.answered.delete(key);
      return toast('error', '还没有存上，请过一会儿再点一次', 'Not saved yet; please tap again in a moment');
    }
    if (latest !== undefined && latest !== card.p) return old();
    if ((await putFor(id)) === card.p)
      return toast(
        'warning',
        '这次没有收下，原因和题目在新消息里',
        'Not accepted; the new message says why and asks again',
      );
    const question = sent.questions.get(key);
    const data = answeredCard(
      question === undefined ? card.t : questionWords(question),
      options.map((i) => question?.prompt?.options.find(({ id }) => id === card.o[i])?.label ?? card.l[i] ?? ''),
    );
    return { ...toast('success', '已记下', 'Noted'), card: { type: 'raw', data } };
  }

  return {
    async message(event) {
      const parsed = messageEvent.safeParse(event);
      // Delivered again it would look the same: acknowledged, and told to operators.
      if (!parsed.success) return malformed('im.message.receive_v1');
      const own = parts.own();
      if (own === undefined) throw new Error('not ready; it will be delivered again');
      await once(parsed.data.message.message_id, () => takeMessage(parsed.data, own));
    },
    async menu(event) {
      const parsed = menuEvent.safeParse(event);
      if (!parsed.success) return malformed('application.bot.menu_v6');
      const { event_id: id, event_key: key, operator } = parsed.data;
      const content: Content = { kind: 'text', text: menuWords(key) };
      const user = operator.operator_id.open_id;
      await once(id, () => take({ id, user, chat: PRIVATE, addressed: true, at: intake.now(), content }));
    },
    tap,
  };
}
