/** The CSV an organizer opens in a spreadsheet: complete, one row a submission, and never a formula. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifySeal } from '../../src/engine/canonical.ts';
import type { Submission } from '../../src/engine/submission.ts';
import { buildSubmission } from '../../src/engine/submit.ts';
import { toCsv } from '../../src/exports/csv.ts';
import { toJsonl } from '../../src/exports/jsonl.ts';
import { draftOf, finding, inputWith, values, verdictWith } from '../engine/sample-application.ts';

/** Reads RFC 4180: rows of fields. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let quoted = false;
  for (let at = 0; at < csv.length; at++) {
    const char = csv[at] as string;
    if (quoted) {
      if (char !== '"') field += char;
      else if (csv[at + 1] === '"') field += csv[++at];
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      rows.at(-1)?.push(field);
      field = '';
    } else if (char === '\r' && csv[at + 1] === '\n') {
      at += 1;
      rows.at(-1)?.push(field);
      field = '';
      rows.push([]);
    } else field += char;
  }
  return rows.slice(0, -1);
}

/** Cells of the first submission by header. */
function cellsOf(csv: string): Record<string, string> {
  const [header = [], first = []] = parse(csv.slice(1));
  return Object.fromEntries(header.map((name, index) => [name, first[index] ?? '']));
}

const built = buildSubmission(inputWith());

describe('the table', () => {
  it('begins with a byte order mark and ends lines with CRLF', () => {
    const csv = toCsv([built]);
    expect(csv.startsWith('\uFEFF受理编号,')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(toCsv([]).trimEnd().split('\r\n')).toHaveLength(1);
  });

  it('shows what reviewers need', () => {
    const verdict = verdictWith(
      'needs_review',
      finding('3.4', 'needs_explanation', [], { say: { zh: '请说明', en: '' } }),
    );
    const cells = cellsOf(toCsv([buildSubmission(inputWith({ verdict }))], new Map([['l3_practice', '核心实践地']])));
    expect(cells).toMatchObject({
      受理编号: built.receipt_no,
      状态: 'submitted',
      榜单: 'L3',
      申报单位: '上海示例汇数信息服务有限公司（虚构）',
      电话: '19900000023',
      邮箱: 'lin.shili@example.com',
      案例简介: '本案例 依托上海公共数据\n授权运营机制',
      自查结果: 'needs_review',
      待看条款: '3.4 needs_explanation：请说明',
      成效指标:
        '平均审批时间：5 → 0.5 天（2025年4-9月，信贷系统日志）；服务小微商户：无 → 2860 户（上线以来，放款台账）',
      '核心实践地（l3_practice）': '核心创新场景在上海；主要落地应用在上海',
      'scope.l3_shanghai_feature': '依托/对接上海数据交易所（已在上海数据交易所挂牌）',
      'scope.l3_value_share': '72%（按放款额计）',
      'applicant.region': '浦东',
    });
  });

  it('has a column for every step any submission answers, and empty cells where one does not', () => {
    const other = buildSubmission(inputWith({ draft: draftOf({ l3_demo: { text: '只有一个问题' } }) }));
    const rows = parse(toCsv([other, built]).slice(1));
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    const [header = [], first = [], second = []] = rows;
    expect(first[header.indexOf('scope.l3_banks')]).toBe('');
    expect(second[header.indexOf('scope.l3_banks')]).toBe('3');
  });
});

describe('no formula', () => {
  const told = (text: string): Submission =>
    buildSubmission(inputWith({ draft: draftOf({ ...values, l3_demo: { text } }) }));

  it.each(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'])(
    '%j at the start gets an apostrophe',
    (first) => {
      const text = `${first}HYPERLINK("http://example.com","请点")`;
      expect(cellsOf(toCsv([told(text)]))['scope.l3_demo']).toBe(`'${text}`);
    },
  );

  it('leaves numbers and harmless text as they are', () => {
    const draft = draftOf({ ...values, l3_banks: { number: -5 }, l3_demo: { text: '1=1，a@b' } });
    const cells = cellsOf(toCsv([buildSubmission(inputWith({ draft }))]));
    expect(cells['scope.l3_demo']).toBe('1=1，a@b');
    expect(cells['scope.l3_banks']).toBe('-5');
  });

  it('holds for any text in any place, and every text comes back whole', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom(...'=+-@\t\r\n", ＝'),
        (rest, first) => {
          const text = first + rest;
          const document = structuredClone(told('x'));
          document.scope.l3_demo = text;
          if (document.applicant !== undefined) document.applicant.org_name = text;
          if (document.contact !== undefined) document.contact.name = text;
          const csv = toCsv([document]);
          for (const row of parse(csv.slice(1)))
            for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/);
          const cells = cellsOf(csv);
          for (const name of ['scope.l3_demo', '申报单位', '联系人']) expect([text, `'${text}`]).toContain(cells[name]);
        },
      ),
    );
  });
});

it('writes JSON Lines that carry their seals', () => {
  const lines = toJsonl([built, built]).trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(verifySeal(JSON.parse(line))).toBe(true);
});
