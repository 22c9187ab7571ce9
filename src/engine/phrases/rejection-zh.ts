/** Why a reply could not be taken, in Chinese: one kind sentence a code, with what would be right. Reads nothing. */
import type { Params, RejectionCode } from '../read/reading.ts';

/** Codes the engine adds to those of the readers. */
export type RefusalCode = RejectionCode | 'way_expected' | 'yes_or_no';

export type Rejections = { readonly [code in RefusalCode]: (params: Params) => string };

/** Bounds in words, as far as there are any: 要在 0 到 100 之间. */
function span(p: Params, within: string, to: string, least: string, most: string): string {
  if (p.min !== undefined && p.max !== undefined) return `${within} ${p.min} ${to} ${p.max} 之间`;
  if (p.min !== undefined) return `${least} ${p.min}`;
  return p.max === undefined ? '超出了能记下的范围' : `${most} ${p.max}`;
}

export const rejectionZh: Rejections = {
  empty: () => '我没有收到内容，请再发一次。',
  no_such_option: (p) => `没有找到“${p.text}”这个选项。回编号或选项里的文字都行。`,
  ambiguous_option: (p) => `“${p.text}”可能是：${p.labels}。请回编号，我不想猜错。`,
  number_out_of_range: (p) => `没有第 ${p.n} 项，请在 1–${p.count} 里选。`,
  exclusive_option: (p) => `“${p.label}”不能和其他选项一起选，请再选一次。`,
  too_few_options: (p) => `至少选 ${p.min} 项。`,
  too_many_options: (p) => `最多选 ${p.max} 项。`,
  one_option_only: (p) =>
    p.labels === undefined
      ? '这题只能选一项，请回一个编号。'
      : `这题只能选一项，你说的有：${p.labels}。请回其中一个编号。${p.lists === undefined ? '' : '一次先报一个，提交后发“新申报”再报另一个，公共答案不用重填。'}`,
  too_long: (p) => `现在 ${p.have} 字，多了 ${p.over} 字，请缩短到 ${p.max} 字以内。原文我没有截断，也没有保存。`,
  too_short: (p) => `现在 ${p.have} 字，还差 ${p.short} 字，至少要 ${p.min} 字。`,
  not_a_name: () => '这不像一个名称，请写文字，不要只写数字或符号。',
  not_a_person: (p) => `“${p.text}”不像联系人的姓名。组委会要联系得上你们，请写一位能对接的人，联系方式只给组委会看。`,
  not_a_title: (p) => `“${p.text}”不像职务。没有正式职务可以写“经办人”。`,
  small_talk: (p) => `“${p.text}”我没有当作这一题的内容。`,
  only_personal: () => '这一题不用写电话、邮箱或证件号，我没有记下。请用文字回答；联系方式后面会单独问。',
  not_a_number: (p) =>
    `没有读出数字${p.text === undefined ? '' : `：“${p.text}”`}。请写阿拉伯数字，例如 1200 或 1.2万。`,
  number_range: (p) => `数字${span(p, '要在', '到', '不能小于', '不能大于')}。`,
  not_an_integer: () => '这里要整数。',
  one_number_only: () => '这是一个区间，请取一个口径，只写一个数字。',
  number_in_words: () => '请写具体数字，例如“提升五成”写成 50%。',
  not_a_percent: () => '请写 0–100 的百分比，例如 72%；说不清就回“说不清”。',
  not_a_date: () => '没有读出年月，请写成“2025年3月”或“2025-03”。',
  no_such_date: (p) => `没有${p.text === undefined ? '这个日期' : `“${p.text}”这个日期`}，请核对一下年月日。`,
  date_range: (p) => `日期${span(p, '要在', '到', '不能早于', '不能晚于')}。`,
  not_a_phone: (p) =>
    `电话${p.text === undefined ? '' : `“${p.text}”`}看起来不对。手机是 1 开头的 11 位，座机如 021-50000000。`,
  not_an_email: (p) =>
    `邮箱${p.text === undefined ? '' : `“${p.text}”`}看起来不对${p.suggestion === undefined ? '' : `，是不是 ${p.suggestion}？`}。例：zhang@example.com`,
  nothing_recognised: () => '没有认出姓名、职务、手机或邮箱。例：张示例 主任 13900000000 zhang@example.com',
  uscc_length: (p) => `统一社会信用代码是 18 位，这里是 ${p.have} 位。`,
  uscc_letters: (p) => `代码里不会出现 ${p.bad}${p.suggestion === undefined ? '' : `，是不是 ${p.suggestion}？`}。`,
  bad_row: (p) =>
    `第 ${p.row} 行的“${p.column}”有问题：${p.why ?? '没有填。'}这一条消息里的行都还没有保存，改好再发一次。`,
  too_many_columns: (p) => `第 ${p.row} 行有 ${p.have} 列，只要 ${p.want} 列：${p.columns}。`,
  too_many_rows: (p) => `最多 ${p.max} 行。`,
  too_few_rows: (p) => `至少要 ${p.min} 行。`,
  duplicate_row: (p) => `“${p.text}”写了两次，请合并成一行。`,
  no_such_row: (p) => `没有第 ${p.row} 行，现在共 ${p.rows} 行。`,
  rows_there: (p) =>
    `前面已经有 ${p.rows} 行，我没有清掉。没有更多了回“好了”；哪一行不要了发“删 1”（数字是行号）；想全部重来发“上一步”。`,
  no_such_file: (p) => `没有第 ${p.n} 个文件，现在共 ${p.files} 个。`,
  text_expected: () => '这题请用文字回答。',
  file_not_expected: (p) => {
    const takes =
      p.takes === 'choice'
        ? '请回编号或选项里的文字'
        : p.takes === 'rows'
          ? '请一行一条写出来，或直接粘贴表格'
          : '请用文字回答';
    const files =
      p.files === 'later' ? '附件后面会专门问你要。' : p.files === 'edit' ? `要补材料发“修改 ${p.title}”。` : '';
    return `这一步不收文件，${takes}。${files}`;
  },
  file_expected: () => '请发文件；现在没有就选“稍后补充”。',
  file_too_big: (p) => `“${p.name}”太大了，单个不超过 ${p.megabytes} MB。`,
  file_type: (p) => `“${p.name}”的类型收不了，支持 ${p.accept}。`,
  too_many_files: (p) => `最多 ${p.max} 个文件。`,
  check: (p) => `${p.say}`,
  way_expected: () => '请回 1–4 选一种做法，或直接发“修改 题名”“换榜单”。',
  yes_or_no: () => '请回编号选一个。',
};
