/** The route of a list as a plain SVG picture: boxes from top to bottom, conditional ones set in. Needs no fonts, scripts or links. */
import type { Locale } from '../message.ts';
import type { Call } from './call.ts';
import type { Station } from './graph.ts';
import { stationsOf } from './graph.ts';
import type { List } from './list.ts';
import { inLocale } from './words.ts';

/** All lengths in SVG user units (pixels at 100 %). */
const WIDTH = 680;
const MARGIN = 24;
const INSET = 64;
const PADDING = 12;
const GAP = 22;

interface Line {
  readonly text: string;
  readonly size: number;
  readonly kind: 'title' | 'plain' | 'small' | 'when' | 'refuses';
}

const COLOURS: Readonly<Record<Line['kind'], string>> = {
  title: '#1b1b1f',
  plain: '#1b1b1f',
  small: '#5c5f66',
  when: '#7a4d00',
  refuses: '#b3261e',
};

const LEGEND: Readonly<Record<Locale, string>> = {
  'zh-CN': '虚线框：满足条件才问；粗蓝框：快速自查；✕：这一题的回答可能使条款不满足',
  en: 'Dashed: asked only under its condition. Bold blue: quick self-check. ✕: clauses an answer can fail.',
};

/** A standalone SVG of the list's route in one language. Texts are escaped and wrapped; full-width characters count double. */
export function svg(call: Call, list: List, locale: Locale): string {
  const parts: string[] = [];
  const heading = inLocale(list.name, locale);
  let y = MARGIN;
  y =
    draw(
      parts,
      [
        ...wrapped(heading, 18, WIDTH - 2 * MARGIN, 'title'),
        ...wrapped(LEGEND[locale], 11, WIDTH - 2 * MARGIN, 'small'),
      ],
      MARGIN,
      y,
    ) +
    GAP / 2;
  for (const [index, station] of stationsOf(call, list, locale).entries()) {
    const x = station.when === undefined ? MARGIN : MARGIN + INSET;
    const width = WIDTH - MARGIN - x;
    const lines = linesOf(station, index + 1, width - 2 * PADDING);
    const box: string[] = [];
    const bottom = draw(box, lines, x + PADDING, y + GAP + PADDING) + PADDING;
    parts.push(
      `<path d="M${MARGIN + INSET / 2} ${y} V${y + GAP}" stroke="#8a8d93" marker-end="${station.when === undefined ? 'url(#tip)' : 'none'}"/>`,
      ...(station.when === undefined ? [] : [besides(x, y + GAP, bottom)]),
      `<rect x="${x}" y="${y + GAP}" width="${width}" height="${bottom - y - GAP}" rx="8" ${frameOf(station)}/>`,
      ...box,
    );
    y = bottom;
  }
  const height = y + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif" fill="none">`,
    `<title>${escaped(heading)}</title>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#8a8d93"/></marker></defs>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** The way past a conditional box, and the branch into it. */
function besides(x: number, top: number, bottom: number): string {
  const line = MARGIN + INSET / 2;
  return `<path d="M${line} ${top} V${bottom} M${line} ${top + 14} H${x - 1}" stroke="#8a8d93"/>`;
}

function frameOf({ quick, when }: Station): string {
  const stroke = quick ? 'stroke="#2f5bd0" stroke-width="2"' : 'stroke="#8a8d93"';
  return `fill="${when === undefined ? '#f8f9fb' : '#fffaf0'}" ${stroke}${when === undefined ? '' : ' stroke-dasharray="5 3"'}`;
}

function linesOf(station: Station, number: number, width: number): Line[] {
  const { step, title, ask, options, when, refuses } = station;
  return [
    ...(when === undefined ? [] : wrapped(`if ${when}`, 11, width, 'when')),
    ...wrapped(`${number}. ${title}`, 15, width, 'title'),
    ...wrapped(
      `${step.id} · ${step.type}${step.required ? '' : ' · optional'}${step.private ? ' · private' : ''}`,
      11,
      width,
      'small',
    ),
    ...wrapped(ask, 13, width, 'plain'),
    ...(options.length === 0 ? [] : wrapped(options.join(' / '), 12, width, 'small')),
    ...(refuses.length === 0 ? [] : wrapped(`✕ ${refuses.join('  ')}`, 12, width, 'refuses')),
  ];
}

/** Adds the lines at (x, y) downwards; returns where they end. */
function draw(parts: string[], lines: readonly Line[], x: number, y: number): number {
  let bottom = y;
  for (const { text, size, kind } of lines) {
    bottom += Math.round(size * 1.45);
    const weight = kind === 'title' ? ' font-weight="600"' : '';
    parts.push(
      `<text x="${x}" y="${bottom - Math.round(size * 0.35)}" font-size="${size}" fill="${COLOURS[kind]}"${weight}>${escaped(text)}</text>`,
    );
  }
  return bottom;
}

/** Marks that never begin a line; they may stand a little over its end instead. */
const HANGING = '，。？！；：、）》”’」…';

/** Breaks text into lines of `width`: between words, or between any two full-width characters. */
function wrapped(text: string, size: number, width: number, kind: Line['kind']): Line[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.replaceAll(/\s+/gu, ' ').match(/[\u2e80-\uffef]|[^\u2e80-\uffef\s]+\s?|\s/gu) ?? []) {
    for (const piece of widthOf(word, size) > width ? word : [word]) {
      const wide = widthOf(piece, size);
      if (used + wide > width && line !== '' && !HANGING.includes(piece)) {
        lines.push(line.trimEnd());
        line = '';
        used = 0;
      }
      line += piece;
      used += wide;
    }
  }
  lines.push(line.trimEnd());
  return lines.map((one) => ({ text: one, size, kind }));
}

/** Width of text as most fonts set it: full-width characters one em, capitals and digits 0.65, others 0.55. */
function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const character of text) {
    if (/[\u1100-\u115f\u2018-\u201f\u2026\u2e80-\uffef\u{1f300}-\u{3ffff}]/u.test(character)) ems += 1;
    else ems += /[A-Z0-9mw@%&=]/u.test(character) ? 0.65 : 0.55;
  }
  return ems * size;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
