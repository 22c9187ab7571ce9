/** Why a reply could not be taken, in English: one kind sentence a code, with what would be right. Reads nothing. */
import type { Params } from '../read/reading.ts';
import type { Rejections } from './rejection-zh.ts';

/** Bounds in words, as far as there are any: between 0 and 100. */
function span(p: Params, least: string, most: string): string {
  if (p.min !== undefined && p.max !== undefined) return `between ${p.min} and ${p.max}`;
  if (p.min !== undefined) return `${least} ${p.min}`;
  return p.max === undefined ? 'within what can be recorded' : `${most} ${p.max}`;
}

export const rejectionEn: Rejections = {
  empty: () => 'I received nothing there. Please send it again.',
  no_such_option: (p) => `I found no option “${p.text}”. You can reply with a number or words from the option.`,
  ambiguous_option: (p) =>
    `“${p.text}” could be: ${p.labels}. Please reply with the number, so that I don’t guess wrong.`,
  number_out_of_range: (p) => `There is no option ${p.n}. Please choose from 1–${p.count}.`,
  exclusive_option: (p) => `“${p.label}” can’t be combined with other options. Please choose again.`,
  too_few_options: (p) => `Please choose at least ${p.min}.`,
  too_many_options: (p) => `Please choose at most ${p.max}.`,
  one_option_only: (p) =>
    p.labels === undefined
      ? 'Only one option can be chosen here. Please reply with one number.'
      : `Only one option can be chosen here, and you named: ${p.labels}. Please reply with one number.${p.lists === undefined ? '' : ' One list at a time: after submitting, send “new application” for the next one; the shared answers are kept.'}`,
  too_long: (p) =>
    `That is ${p.have} characters, ${p.over} too many. Please keep it within ${p.max}. I have neither cut your text nor saved it.`,
  too_short: (p) => `That is ${p.have} of at least ${p.min} characters, so ${p.short} more to go.`,
  not_a_name: () => 'This doesn’t look like a name. Please use words, not only digits or symbols.',
  not_a_person: (p) =>
    `“${p.text}” doesn’t look like the name of a contact person. The organizer must be able to reach you, so please name someone; only the organizer sees it.`,
  not_a_title: (p) => `“${p.text}” doesn’t look like a job title. Without a formal one, “contact person” will do.`,
  small_talk: (p) => `I did not take “${p.text}” for an answer to this.`,
  only_personal: () =>
    'No phone number, email address or ID number is needed here, so I have not noted it. Please answer in words; contact details are asked for later.',
  not_a_number: (p) =>
    `I couldn’t read a number${p.text === undefined ? '' : ` in “${p.text}”`}. Please write it in digits, such as 1200 or 3.5.`,
  number_range: (p) => `The number must be ${span(p, 'at least', 'at most')}.`,
  not_an_integer: () => 'Please give a whole number here.',
  one_number_only: () => 'That is a range. Please settle on one measure and write a single number.',
  number_in_words: () => 'Please write the exact figure, for example “50%” instead of “up by half”.',
  not_a_percent: () => 'Please write a percentage from 0 to 100, such as 72%; if you can’t tell, reply “not sure”.',
  not_a_date: () => 'I couldn’t read a year and month. Please write it like “2025-03”.',
  no_such_date: (p) =>
    `${p.text === undefined ? 'That date' : `The date “${p.text}”`} doesn’t exist. Please check the year, month and day.`,
  date_range: (p) => `The date must be ${span(p, 'on or after', 'on or before')}.`,
  not_a_phone: (p) =>
    `The phone number${p.text === undefined ? '' : ` “${p.text}”`} doesn’t look right. A mobile number has 11 digits and starts with 1; a landline looks like 021-50000000.`,
  not_an_email: (p) =>
    `The email address${p.text === undefined ? '' : ` “${p.text}”`} doesn’t look right.${p.suggestion === undefined ? '' : ` Did you mean ${p.suggestion}?`} Example: zhang@example.com`,
  nothing_recognised: () =>
    'I found no name, job title, phone number or email in that. Example: Zhang Shili, Director, 13900000000, zhang@example.com',
  uscc_length: (p) => `A Unified Social Credit Code has 18 characters; this one has ${p.have}.`,
  uscc_letters: (p) =>
    `The code never contains ${p.bad}.${p.suggestion === undefined ? '' : ` Did you mean ${p.suggestion}?`}`,
  bad_row: (p) =>
    `There is a problem with “${p.column}” in row ${p.row}: ${p.why ?? 'it is empty.'} No row of this message has been saved yet; please correct it and send it again.`,
  too_many_columns: (p) => `Row ${p.row} has ${p.have} columns where ${p.want} are wanted: ${p.columns}.`,
  too_many_rows: (p) => `That is too many rows; the most is ${p.max}.`,
  too_few_rows: (p) => `More rows are needed, at least ${p.min}.`,
  duplicate_row: (p) => `“${p.text}” is there twice. Please merge it into one row.`,
  no_such_row: (p) => `There is no row ${p.row}; the number of rows now is ${p.rows}.`,
  rows_there: (p) =>
    `Rows noted so far: ${p.rows}. I have not cleared them. Reply “done” if that’s all, “remove 1” to remove row 1, or “back” to start them over.`,
  no_such_file: (p) => `There is no file ${p.n}; the number of files now is ${p.files}.`,
  text_expected: () => 'Please answer this question in text.',
  file_not_expected: (p) => {
    const ways = {
      choice: 'reply with a number or the words of a choice',
      rows: 'write one item per line, or paste a table',
    };
    const takes = p.takes === 'choice' || p.takes === 'rows' ? ways[p.takes] : 'answer in text';
    const files =
      p.files === 'later'
        ? ' I’ll ask for attachments later.'
        : p.files === 'edit'
          ? ` To add material, send “edit ${p.title}”.`
          : '';
    return `This step takes no file: please ${takes}.${files}`;
  },
  file_expected: () => 'Please send a file; if you don’t have it now, choose “Add later”.',
  file_too_big: (p) => `“${p.name}” is too big. Each file can be up to ${p.megabytes} MB.`,
  file_type: (p) => `I can’t take the type of file of “${p.name}”. These work: ${p.accept}.`,
  too_many_files: (p) => `That is too many files; the most is ${p.max}.`,
  check: (p) => `${p.say}`,
  way_expected: () => 'Please reply 1–4 to choose a way, or send “edit <name>” or “change list”.',
  yes_or_no: () => 'Please reply with the number of your choice.',
};
