/** What a person sees of a message of the assistant: words, buttons, checks. Reads cards as a client of Feishu does. */
import { z } from 'zod';

export interface Sight {
  readonly title: string;
  readonly words: string;
  readonly buttons: readonly { readonly label: string; readonly value: unknown; readonly link?: string | undefined }[];
  readonly checks: readonly { readonly label: string; readonly name: string }[];
  /** Everything that Feishu would interpret as markup. */
  readonly markup: readonly string[];
}

const plain = z.object({ tag: z.literal('plain_text'), content: z.string() });
const behaviour = z.object({ type: z.string(), value: z.unknown().optional(), default_url: z.string().optional() });
const element = z.discriminatedUnion('tag', [
  z.object({ tag: z.literal('div'), text: plain }),
  z.object({ tag: z.literal('hr') }),
  z.object({ tag: z.literal('markdown'), content: z.string() }),
  z.object({ tag: z.literal('checker'), name: z.string(), text: plain }),
  z.object({
    tag: z.literal('button'),
    text: plain,
    name: z.string().optional(),
    form_action_type: z.literal('submit').optional(),
    behaviors: z.array(behaviour),
  }),
]);
const form = z.object({ tag: z.literal('form'), name: z.string(), elements: z.array(element) });

/** A card of JSON 2.0 as far as the platform accepts it here; anything unknown is refused. */
export const cardSchema = z.object({
  schema: z.literal('2.0'),
  config: z.looseObject({ update_multi: z.literal(true) }),
  header: z.object({ title: plain, template: z.string() }).optional(),
  body: z.object({ elements: z.array(z.union([form, element])).min(1) }),
});

export function sightOf(type: string, content: string): Sight {
  if (type === 'text') {
    const { text } = z.object({ text: z.string() }).parse(JSON.parse(content));
    return { title: '', words: text, buttons: [], checks: [], markup: text.match(/<[/!a-z][^>]*>/giu) ?? [] };
  }
  return sightOfCard(JSON.parse(content));
}

export function sightOfCard(json: unknown): Sight {
  const card = cardSchema.parse(json);
  const flat = card.body.elements.flatMap((one) => (one.tag === 'form' ? one.elements : [one]));
  const words: string[] = [];
  const sight = { title: card.header?.title.content ?? '', buttons: [], checks: [], markup: [] } as {
    title: string;
    buttons: { label: string; value: unknown; link?: string | undefined }[];
    checks: { label: string; name: string }[];
    markup: string[];
  };
  for (const one of flat) {
    switch (one.tag) {
      case 'div':
        words.push(one.text.content);
        break;
      case 'markdown':
        sight.markup.push(one.content);
        break;
      case 'checker':
        sight.checks.push({ label: one.text.content, name: one.name });
        break;
      case 'button':
        sight.buttons.push({
          label: one.text.content,
          value: one.behaviors.find(({ type }) => type === 'callback')?.value,
          link: one.behaviors.find(({ type }) => type === 'open_url')?.default_url,
        });
        break;
      case 'hr':
        break;
      default:
        one satisfies never;
    }
  }
  return { ...sight, words: words.join('\n') };
}
