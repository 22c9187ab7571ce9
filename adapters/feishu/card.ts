/**
 * The cards of Feishu (JSON 2.0): a question with buttons, with a form of checks, answered, or only read. Everything a
 * person wrote stands in plain_text, which Feishu does not interpret; knows no network.
 */
import { z } from 'zod';
import type { Outbound, Prompt } from '../../src/message.ts';

export type Element = Readonly<Record<string, unknown>>;

export interface Card {
  readonly schema: '2.0';
  readonly config: Element;
  readonly header?: Element | undefined;
  readonly body: { readonly elements: readonly Element[] };
}

/**
 * What a tap brings back. A card in a group can be tapped by anybody and an event of a tap does not say which kind of
 * chat it was in, so the person and the chat are part of it; the words let a card be answered after a restart.
 */
export interface Tap {
  /** Prompt. */
  readonly p: string;
  /** The person who was asked. */
  readonly u: string;
  readonly c: string;
  /** Option ids: one for a button, all of a form in the order of its checks. */
  readonly o: readonly string[];
  /** Labels of these options. */
  readonly l: readonly string[];
  /** First words of the question. */
  readonly t: string;
}

export const tapSchema: z.ZodType<Tap> = z.object({
  p: z.string(),
  u: z.string(),
  c: z.string(),
  o: z.array(z.string()).min(1),
  l: z.array(z.string()),
  t: z.string(),
});

/** Longest label a button shows whole on a phone, characters: a cautious value, Feishu publishes none. */
export const LABEL_LIMIT = 22;
export const BUTTON_LIMIT = 40;
const TITLE_LIMIT = 60;
const OPEN_ID = /^ou_[\w-]+$/u;

/** How a check of a form is named: its place among the options, from 1. */
export const checkName = (n: number): string => `choice_${n}`;

export const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

const plain = (content: string, more: Element = {}): Element => ({ tag: 'plain_text', content, ...more });
const words = (content: string): Element => ({ tag: 'div', text: plain(content) });
const small = (content: string): Element => ({
  tag: 'div',
  text: plain(content, { text_size: 'notation', text_color: 'grey' }),
});

/** The only markup ever sent: an id that was checked, nothing of what people write. */
function mentioned(user: string | undefined): readonly Element[] {
  return user !== undefined && OPEN_ID.test(user) ? [{ tag: 'markdown', content: `<at id=${user}></at>` }] : [];
}

function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

function cardOf(summary: string, elements: readonly Element[], header?: Element): Card {
  return {
    schema: '2.0',
    config: { update_multi: true, enable_forward: false, summary: { content: cut(summary, TITLE_LIMIT) } },
    ...(header === undefined ? {} : { header }),
    body: { elements },
  };
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? '';

/** Do the labels have to stand in the text, because a button would cut them? */
export function needsLines(prompt: Prompt): boolean {
  return !prompt.multiple && prompt.options.some(({ label }) => Array.from(label).length > LABEL_LIMIT);
}

export function buttonLabel(option: Prompt['options'][number]): string {
  return cut(`${option.n}. ${option.label}`, LABEL_LIMIT + 4);
}

export const doneLabel = (body: string): string => (isChinese(body) ? '完成' : 'Done');

/** The words of a question on its card: with numbered lines where buttons would cut the labels. */
export function questionWords(outbound: Outbound): string {
  const { prompt } = outbound;
  if (prompt === undefined || !needsLines(prompt)) return outbound.body;
  return [outbound.body, ...prompt.options.map(({ n, label }) => `${n}. ${label}`)].join('\n');
}

/** A question with a button a choice, or checks and a button that hands them in where several may be chosen. */
export function questionCard(outbound: Outbound, prompt: Prompt, mention?: string): Card {
  const { body, foot } = outbound;
  const tap = { p: prompt.id, u: outbound.to.user, c: outbound.to.chat, t: cut(firstLine(body), TITLE_LIMIT) };
  const labels = prompt.options.map(({ label }) => cut(label, TITLE_LIMIT));
  const choices: readonly Element[] = prompt.multiple
    ? [
        {
          tag: 'form',
          name: 'choices',
          elements: [
            ...prompt.options.map(({ n, label }) => ({
              tag: 'checker',
              name: checkName(n),
              checked: false,
              text: plain(`${n}. ${label}`),
            })),
            {
              tag: 'button',
              name: 'done',
              type: 'primary_filled',
              form_action_type: 'submit',
              text: plain(doneLabel(body)),
              behaviors: [
                { type: 'callback', value: { ...tap, o: prompt.options.map(({ id }) => id), l: labels } satisfies Tap },
              ],
            },
          ],
        },
      ]
    : prompt.options.map((option, i) => ({
        tag: 'button',
        type: 'default',
        width: 'fill',
        text: plain(buttonLabel(option)),
        behaviors: [{ type: 'callback', value: { ...tap, o: [option.id], l: [labels[i] ?? ''] } satisfies Tap }],
      }));
  return cardOf(body, [
    ...mentioned(mention),
    words(questionWords(outbound)),
    ...choices,
    ...(foot === undefined || foot === '' ? [] : [small(foot)]),
  ]);
}

/** The card after a tap: the question with what was chosen, nothing left to tap. */
export function answeredCard(question: string, chosen: readonly string[]): Card {
  const mark = chosen.map((label) => `✓ ${label}`).join('\n');
  return cardOf(question, [words(question), { tag: 'hr' }, words(mark)]);
}

const COLOURS: Partial<Record<Outbound['kind'], string>> = { finding: 'orange', preview: 'blue', receipt: 'green' };

/** Does a message without choices gain by standing on a card? */
export const isRead = (kind: Outbound['kind']): boolean => COLOURS[kind] !== undefined;

/** Something to read: its first line as the title. */
export function readCard(outbound: Outbound, mention?: string): Card {
  const { body, foot } = outbound;
  const title = firstLine(body);
  const isTitle = title !== '' && Array.from(title).length <= TITLE_LIMIT;
  const rest = (isTitle ? body.trim().slice(title.length) : body).trim();
  const header = isTitle ? { title: plain(title), template: COLOURS[outbound.kind] ?? 'default' } : undefined;
  const below = [
    ...mentioned(mention),
    ...(rest === '' ? [] : [words(rest)]),
    ...(foot === undefined || foot === '' ? [] : [small(foot)]),
  ];
  // A card wants a body.
  return cardOf(body, below.length === 0 ? [words(title)] : below, header);
}

/** A notice with the way to the private chat. */
export function doorCard(outbound: Outbound, link: string, mention?: string): Card {
  const { body, foot } = outbound;
  return cardOf(body, [
    ...mentioned(mention),
    words(body),
    {
      tag: 'button',
      type: 'primary_filled',
      width: 'fill',
      text: plain(doorLabel(body)),
      behaviors: [{ type: 'open_url', default_url: link }],
    },
    ...(foot === undefined || foot === '' ? [] : [small(foot)]),
  ]);
}

export const doorLabel = (body: string): string => (isChinese(body) ? '打开私聊' : 'Open the private chat');
