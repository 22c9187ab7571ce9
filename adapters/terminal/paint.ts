/** One message as lines for a terminal: wrapped, numbered choices indented, coloured by what it is. Prints nothing. */
import type { Outbound, OutboundKind } from '../../src/message.ts';
import { wrap } from './wrap.ts';

/** SGR codes (ECMA-48): on, off. */
const STYLES = {
  bold: ['\u001B[1m', '\u001B[22m'],
  dim: ['\u001B[2m', '\u001B[22m'],
  red: ['\u001B[31m', '\u001B[39m'],
  green: ['\u001B[32m', '\u001B[39m'],
  yellow: ['\u001B[33m', '\u001B[39m'],
} as const;
type Style = keyof typeof STYLES;

const BY_KIND: Readonly<Record<OutboundKind, Style | undefined>> = {
  question: 'bold',
  rejection: 'red',
  finding: 'yellow',
  receipt: 'green',
  notice: undefined,
  faq: undefined,
  preview: undefined,
};

/** The line above a question that says how far one is. */
const PROGRESS = /^(?:(?:修改)?第 \d+ 题|Question \d+|Changing question \d+)/u;
/** A numbered line inside a body, such as those of a list to choose from. */
const NUMBERED = /^(\s*(?:\d+[.、]|·)\s*)/u;
/** Everything that could steer the terminal; line breaks and tabs are seen to before. */
const CONTROLS = /\p{Cc}/gu;

export interface Paper {
  /** Columns of a line. */
  readonly width: number;
  readonly colour: boolean;
}

/** The message as a person at a terminal sees it, without a line break at its end. */
export function paint(outbound: Outbound, paper: Paper): string {
  const lines: string[] = [];
  const add = (text: string, style: Style | undefined, prefix = ''): void => {
    for (const paragraph of text.split('\n')) {
      const clean = (prefix + paragraph).replaceAll('\t', '  ').replaceAll(CONTROLS, '');
      const hang = NUMBERED.exec(clean)?.[1]?.length ?? 0;
      for (const line of wrap(clean, paper.width, Math.min(hang, 8))) lines.push(styled(line, style, paper.colour));
    }
  };
  const [first = '', ...rest] = outbound.body.split('\n');
  const style = BY_KIND[outbound.kind];
  add(first, PROGRESS.test(first) && outbound.kind === 'question' ? 'dim' : style);
  if (rest.length > 0) add(rest.join('\n'), style);
  for (const { n, label } of outbound.prompt?.options ?? []) add(label.replaceAll('\n', ' '), undefined, `${n}. `);
  if (outbound.foot !== undefined && outbound.foot !== '') add(outbound.foot, 'dim');
  return lines.join('\n');
}

/** A few words of the terminal's own in one style. */
export function styled(text: string, style: Style | undefined, colour: boolean): string {
  if (!colour || style === undefined || text === '') return text;
  const [on, off] = STYLES[style];
  return on + text + off;
}
