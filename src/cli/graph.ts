/** Draws the questions of a call: Mermaid text or an SVG picture. Changes nothing but the file it is asked to write. */
import { parseArgs } from 'node:util';
import type { Call } from '../flow/call.ts';
import { mermaid } from '../flow/graph.ts';
import type { List } from '../flow/list.ts';
import { didYouMean } from '../flow/nearest.ts';
import { svg } from '../flow/svg.ts';
import { inLocale } from '../flow/words.ts';
import { EXIT, UsageFault, writeOut } from './command.ts';
import { configuredCall, settings } from './setup.ts';

const options = {
  list: { type: 'string' },
  format: { type: 'string', default: 'mermaid' },
  out: { type: 'string' },
} as const;

/** `graph [--list ID] [--format mermaid|svg] [--out FILE]`. */
export async function graph(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  const call = configuredCall(settings());
  const list = values.list === undefined ? undefined : listNamed(call, values.list);
  const text = drawing(call, list, values.format);
  if (values.out === undefined) process.stdout.write(text);
  else writeOut(values.out, text);
  return EXIT.ok;
}

function listNamed(call: Call, name: string): List {
  const found = call.lists.find((list) => list.id.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const ids = call.lists.map((list) => list.id);
  throw new UsageFault(`没有榜单“${name}”。/ There is no list “${name}”; ${didYouMean(name, ids) ?? ''}`);
}

/** All lists in one Markdown text when none is named; a picture shows one list. */
function drawing(call: Call, list: List | undefined, format: string): string {
  const locale = call.locales[0] ?? 'zh-CN';
  const chart = (one: List): string => `${mermaid(call, one, locale).trimEnd()}\n`;
  switch (format) {
    case 'mermaid':
      if (list !== undefined) return chart(list);
      return call.lists
        .map((one) => `## ${one.id} ${inLocale(one.name, locale)}\n\n\`\`\`mermaid\n${chart(one)}\`\`\`\n`)
        .join('\n');
    case 'svg':
      if (list !== undefined) return `${svg(call, list, locale).trimEnd()}\n`;
      throw new UsageFault(
        `一张图画一个榜单，请加 --list。/ One picture shows one list: add --list (${call.lists.map((one) => one.id).join(', ')}).`,
      );
    default:
      throw new UsageFault(`--format 只能是 mermaid 或 svg。/ --format is mermaid or svg.`);
  }
}
