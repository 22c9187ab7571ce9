/** What the machine itself says in a conversation, in English: one entry for each of the Chinese table. No rules here. */
import type { Dialogue } from './dialogue-zh.ts';
import { groupEn } from './group-en.ts';
import { unreadableEn } from './unreadable-en.ts';

const counted = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

export const dialogueEn: Dialogue = {
  /** First words to somebody new. */
  welcome: (call: string) =>
    `Hello, I’m the application assistant. I’ll take you step by step through your application: ${call}.`,
  progress: (number: number, left: number) =>
    left > 0 ? `Question ${number}, about ${left} left` : `Question ${number}, the last one`,
  editing: (number) => `Changing question ${number}`,
  multiFoot: 'You can choose several, for example “1,3”.',
  optionalFoot: 'This one is optional: reply “skip” to leave it out.',
  example: (text: string) => `Example: ${text}`,
  noExample: 'There is no example for this question. Just write what is true for you.',
  lengthFoot: (min: number, max: number) => `${min}–${max} characters.`,
  longFoot: (min: number, max: number) =>
    `${min}–${max} characters. You can send it in several messages; reply “done” at the end.`,
  rowsFoot: (columns: string) => `One row per line: ${columns}. You can also paste a table. Reply “done” at the end.`,
  oneColumnFoot: 'One item per line. Reply “done” at the end.',
  optionalCell: (label: string) => `${label} (or “none”)`,
  filesFoot: (kinds: string, megabytes: number, max: number) =>
    `${kinds}, up to ${megabytes} MB each, at most ${counted(max, 'file')}.`,
  currentAnswer: (answer: string) =>
    `Your answer now: ${answer}\nSend a new answer to replace it, or reply “keep” to leave it as it is.`,
  staleAnswer: (answer: string) =>
    `Please confirm this one again. Your earlier answer: ${answer}\nReply “keep” if it still holds, or send the new answer.`,
  formerAnswer: (answer) =>
    `You answered before: ${answer}. The question has changed and that no longer fits; please answer again.`,
  keepNot: (title) => `Your earlier answer to “${title}” no longer fits, so it cannot be kept. Please answer again.`,
  kept: (title: string) => `OK, “${title}” stays as it is.`,
  saved: (title: string, answer: string) => `Noted for “${title}”: ${answer}`,
  skipped: (title: string) => `OK, skipping “${title}” for now.`,
  notOptional: (title: string) =>
    `“${title}” is required and can’t be skipped. If you can’t answer it now, send “save”, or send “example” to see how it could be written.`,
  nothingBefore: 'This is already the first question.',
  nothingAsked: 'There is no question to answer right now.',
  // Stale buttons and late taps
  oldPrompt:
    'That button belongs to an earlier question, so I changed nothing. To change an earlier answer, send “edit <name>”. Let’s go on with the current question:',
  unsupported: (what: string) =>
    `I can’t read this yet (${unreadableEn(what)}). Please answer in text, or send a file when I ask for attachments.`,
  // Gathering an answer over several messages
  owedNote: (label: string, min: number, max: number) => `Please explain “${label}” in ${min}–${max} characters.`,
  owedText: (have: number, min: number) =>
    `Got it: ${counted(have, 'character')} so far, ${min - have} more needed. Keep going, and reply “done” at the end; “back” starts it over.`,
  owedTextEnough: (have: number, max: number) =>
    `Got it: ${counted(have, 'character')} so far (limit ${max}). Send more if you like, or reply “done”.`,
  owedRows: (rows: number, added: number) =>
    added > 0
      ? `Noted, ${counted(rows, 'row')} now. Send more if you have any. “change 2 …” corrects row 2, “remove 2” deletes it. Reply “done” when that’s all.`
      : `${counted(rows, 'row')} now. Send more if you have any, or reply “done”.`,
  owedCell: (row: number, label: string) => `Row ${row}: what is “${label}”? (“never mind” drops this row)`,
  owedContact: (fields: string) => `Still missing: ${fields}. Just send the missing part.`,
  contactFields: { name: 'name', title: 'job title', phone: 'mobile or landline number', email: 'email' },
  owedFiles: (files: number) =>
    `Got it, ${counted(files, 'file')} now. Send more if you have any, or reply “done”; “remove 1” takes file 1 away.`,
  filesInHand: (names: string) =>
    `The files now: ${names}\nYou can send more; “remove 1” takes file 1 away; reply “done” when nothing is to be changed.`,
  filesNone: 'There is no file now. Please send one, or choose “Add later” if you don’t have it yet.',
  rowsMend: ' Send “change 1 …” to change row 1 or “remove 1” to remove it (the number is the row).',
  rowsStay: (rows: number) =>
    `OK, ${counted(rows, 'row')} still here, not noted yet. “change 1 …” corrects row 1, “remove 1” deletes it (the number is the row).`,
  rowsDone: 'That’s all',
  // More words after a long text was taken
  supplementAsk: (words: string, title: string) =>
    `“${words}”: does this continue your answer to “${title}”, or does it answer the present question?`,
  supplementAdd: 'It continues the one before',
  supplementAnswer: 'It answers this question',
  supplementAdded: (title: string, have: number) =>
    `I added this to your answer to “${title}”, which now has ${counted(have, 'character')}. If it does not belong there, send “edit ${title}”.`,
  supplementTooLong: (title: string, over: number, max: number) =>
    `Added to your answer to “${title}”, this would be ${counted(over, 'character')} too many (limit ${max}), so I did not add it and kept the answer as it was. To rewrite it, send “edit ${title}”.`,
  supplementDone: (title: string, have: number) =>
    `“${title}” is noted, ${counted(have, 'character')}. Let’s go on with the present question:`,
  // A doubtful value
  doubtAsk: (says: string) => `${says}\nKeep it like this?`,
  doubtKeep: 'Keep it',
  doubtAgain: 'Enter it again',
  doubts: {
    uscc_checksum: (expected: string) =>
      `The check digit of this code doesn’t fit (by the national standard it would be ${expected}). Please compare it with your business licence. A few early codes really are exceptions.`,
    personal_number: (masked) =>
      `It seems to contain an ID card or bank card number. I masked it as ${masked}; the original is not kept.`,
    short_name:
      'This looks like a short name. Please give the full name of the organization, as on the business licence and the official seal.',
    relative_date: (date: string) => `I understood ${date}. Is that right?`,
    rows_cleared: (rows: number) => `This would clear what is there now, ${counted(rows, 'row')}.`,
    future_date: (date: string) => `${date} is still in the future.`,
    lower_is_better: (row: number, name: string) =>
      `In row ${row}, “${name}” is lower after than before. Is lower better for this metric?`,
    percent_or_points: (row: number, name: string) =>
      `In row ${row}, “${name}” is measured in “%”. “Up 5%” and “up 5 percentage points” are different things, so please make sure you wrote the values themselves.`,
  },
  // Is it a question or the answer?
  questionAsk: (text: string) => `“${text}”: is this your answer, or a question for me?`,
  questionIsAnswer: 'It’s my answer',
  questionIsQuestion: 'It’s a question',
  questionNoted:
    'I’ve noted this question and will pass it on to the organizer. To read a clause of the rules, send its number, such as “clause 3.1.1”.',
  // Questions about the rules
  meantAsk: 'Did you mean:',
  meantNone: 'None of these, ask a person',
  handedOver:
    'The rules have no ready answer to this; the organizer’s notice decides. I noted it and passed it on to the organizer.',
  injected:
    'I can only help you apply under the rules; I do not follow other instructions. Ask me about the rules or your application at any time.',
  fromOrganizer: (fact) => `From the organizer: ${fact}`,
  // Which list fits
  recommendHead: 'From what you say, look at:',
  recommendLine: (n, name) => `${n}. ${name}`,
  recommendWhy: (words, say) => `   You mention “${words}”: ${say}`,
  recommendOpen: (ask) => `   To be confirmed: ${ask}`,
  recommendNot: (name, words) => `[${name}] is not advised for now: you mention “${words}”.`,
  recommendAsk: (ask) => `One thing would decide it: ${ask}`,
  recommendNone:
    'From what you say none of the lists fits well. Add a sentence or two (whom it helps, which technology, where it is used), or send “human” to ask the organizer.',
  recommendMore:
    'Tell me a little more: whom it helps, how it works, which technology, where it is used and with what result, and I will compare it with the lists.',
  // Answers read from one long message
  proposedHead: 'I read this from your words; please check (your own words in quotation marks):',
  proposedAsk: 'Is it all right? Nothing is saved before you say so.',
  proposedAll: 'All right, save everything',
  proposedEach: 'One by one',
  proposedNone: 'None of it',
  proposedYes: 'Right, save it',
  proposedNo: 'No, skip it',
  proposedLine: (title, answer, words) => `${title}: ${answer} (“${words}”)`,
  proposedItem: (line, at, all) => `${at} of ${all}: ${line}`,
  proposedLacking: (title, words, lacking) =>
    `${title}: “${words}” still lacks ${lacking}, to be added at that question.`,
  proposedInstead: (now) => ` (your answer now: ${now})`,
  heard: (agreed, left) =>
    `I keep aside what I can use of this and show it to you ${agreed ? 'once you have chosen a list' : 'once you have agreed and chosen a list'}; nothing is recorded without your yes.${left ? ' Contact and other personal details were not kept: they are asked later.' : ''}`,
  heardNothing: 'Nothing of what you told before answers a question of this list as it stands; let’s go one by one.',
  proposedSaved: (n) =>
    n === 1 ? 'Saved 1 answer; you can change it at any time.' : `Saved ${n} answers; you can change them at any time.`,
  proposedDropped: 'OK, nothing was saved.',
  // After three failures
  stuck: (ways: string) => `No problem. You can also: ${ways}.`,
  stuckSkip: 'reply “skip”',
  stuckExample: 'reply “example” to see one way to write it',
  stuckHuman: 'reply “human” to get help from the organizer',
  // Findings
  quickPassed: (left: number) =>
    `Quick self-check: no problems found. About ${counted(left, 'question')} to go. You can stop any time and send “continue” to carry on.`,
  quickReview: (left: number) =>
    `Quick self-check: some points need an explanation or the organizer’s confirmation. I’ve noted them, and you can carry on. About ${counted(left, 'question')} to go.`,
  quickRefused: (left: number) =>
    `Quick self-check: some hard requirements are not met yet (see above). You can carry on for now, about ${counted(left, 'question')} to go; before you submit, they must be put right or go to the organizer for confirmation.`,
  refused: (list: string) =>
    `By your answers, hard requirements of ${list} are not met at the moment (self-check result; the organizer decides):`,
  waysAsk: 'What would you like to do?',
  wayEdit: 'Change the answer',
  waySwitch: 'Change list (shared answers are kept)',
  wayOrganizer: 'Ask the organizer to confirm',
  waySave: 'Save the draft for now',
  objectionAsk:
    'Please tell the organizer about your case in a sentence or two (up to 300 characters). Reply “skip” if there is nothing to add.',
  objectionTooLong: (over: number) =>
    `That is ${counted(over, 'character')} too many. Please keep it within 300 characters.`,
  objectionNoted:
    'Noted. It goes to the organizer together with your application. Until they reply, this point still shows as “Not met”. Let’s carry on.',
  clauseQuote: (printed: string, id: string, text: string) => `Rules ${printed} (${id}): “${text}”`,
  clauseUnknown: (id: string) => `There is no clause “${id}”. Please send a number such as “clause 3.1.1”.`,
  status: {
    met: 'Met (self-check)',
    not_met: 'Not met',
    needs_explanation: 'Needs an explanation',
    organizer_review: 'Awaiting the organizer’s confirmation',
    not_applicable: 'Not applicable',
    unanswered: 'Not answered yet',
  },
  restsOn: (titles: string) => `Based on: ${titles}`,
  fixBy: (text: string) => `How to meet it: ${text}`,
  objected: 'The organizer has been asked to confirm',
  overall: {
    eligible: 'Self-check result: your answers cover all hard requirements.',
    needs_review: 'Self-check result: some points need an explanation or the organizer’s confirmation.',
    ineligible: 'Self-check result: some hard requirements are not met.',
  },
  soFar: 'Self-check result: no problem so far.',
  nothingHard: 'Self-check result: nothing is left to explain or confirm.',
  thanks: 'You are welcome.',
  disclaimer: 'This follows from your own answers and has not been verified. The organizer’s review decides.',
  hardCount: (met: number, total: number) => `Hard requirements met: ${met}/${total}`,
  metClauses: (ids: string) => `Met: ${ids}`,
  // Lists
  listLine: (name: string, gist: string) => `${name}: ${gist}`,
  listChosen: (name: string) =>
    `OK, applying for “${name}”. First a quick self-check with a few multiple-choice questions.`,
  listKept: (name: string) => `Still “${name}”, nothing has changed.`,
  listHelp: 'The five lists look for different things. Which of these sounds most like your case?',
  // Commands
  help: [
    'At any time you can send:',
    'back | edit 7 or edit <name> | skip | example',
    'progress | preview | submit | save | continue',
    'change list | new application | my applications | withdraw',
    'clause 3.1.1 (the original text) | human | stop reminding me',
    'resume code (go on elsewhere) | export my data | delete my data | 中文',
  ].join('\n'),
  editWhich: 'Which question do you want to change? Send its number or name:',
  editNone: 'There is no answer to change yet.',
  editUnknown: (name: string) => `I found no question “${name}”. Send “preview” to see all question numbers.`,
  editAmbiguous: (names: string) => `Several questions fit: ${names}. Please be more exact, or send the number.`,
  editSubmitted:
    'This application has been submitted. To change it, send “withdraw” first; after your changes submit it again as a new version.',
  progressLine: (list: string, done: number, total: number) =>
    `${list}: ${done} answered of about ${counted(total, 'question')}.`,
  progressMissing: (titles: string) => `Still missing: ${titles}`,
  progressNoList: 'No list is chosen yet; the number of questions depends on it.',
  progressReady: 'Everything is answered. Send “preview” to check it, then submit.',
  noDraft: 'You have not started yet. Send “start” to choose a list.',
  paused: 'Saved. Come back any time and send “continue” to go on from here.',
  resumed: 'Going on from where you stopped:',
  human: 'OK, I’ve noted that you would like the organizer to contact you.',
  humanContact: (contact: string) => `You can also contact them directly: ${contact}`,
  humanUnknown: 'The rules give no contact details; please follow the organizer’s notice.',
  drafts: 'Your applications:',
  draftLine: (n: number, list: string, title: string, state: string) =>
    `${n}. ${list}${title === '' ? '' : ` | ${title}`} | ${state}`,
  draftState: { current: 'in progress', saved: 'draft', submitted: (receipt: string) => `submitted, ${receipt}` },
  draftsFoot: 'Send “draft 2” to switch, or “new application” to start another.',
  draftUnknown: (n: string) => `There is no draft ${n}. Send “my applications” to see them.`,
  newDraft:
    'OK, a new application. Your shared answers (organization, case, contact and so on) are already in it and can be changed any time.',
  noListYet: 'no list chosen yet',
  // Consent and declaration
  declined:
    'OK, then we won’t start, and I won’t keep any application details. You can still ask about the rules; send “start” if you change your mind.',
  declarationNo: 'No problem, it is saved as a draft. Send “continue” when you can confirm.',
  // Submission
  previewHead: (list: string) => `[${list}] Your application in brief`,
  previewFoot: 'To change something, send “edit” with the question’s number or name, such as “edit 7”.',
  characters: (n: number) => ` (${counted(n, 'character')} in all)`,
  masked: '(shown in private chat only)',
  notReady: (titles: string) => `Some questions are still open: ${titles}. Once they are answered you can submit.`,
  submitRefused: (list: string) => `It can’t be submitted yet: hard requirements of ${list} are not met.`,
  afterDeadline: (deadline: string) =>
    `The deadline has passed (${deadline}), so submitting and withdrawing are closed.`,
  receipt: (receipt: string, title: string, list: string) =>
    `Submitted! Receipt number: ${receipt}\nCase: ${title}\nList: ${list}`,
  receiptRevision: (revision: number, previous: string) => `This is version ${revision}; it replaces ${previous}.`,
  receiptObjection:
    'It was submitted with clauses for the organizer to confirm. The organizer’s reply decides on them.',
  receiptMissing: (items: string) => `Suggested further material (not a condition):\n${items}`,
  receiptHash: (hash: string) => `Content fingerprint SHA-256: ${hash}`,
  receiptFoot:
    'Until the deadline you can send “withdraw”, make changes and submit again. For another list, send “new application”.',
  maxPerCase: (max: number) =>
    `One case can be entered in at most ${counted(max, 'list')} (set by the organizer). Please withdraw one before you submit.`,
  maxPerOrg: (max: number) =>
    `One organization can submit at most ${counted(max, 'application')} (set by the organizer). Please withdraw one before you submit.`,
  alreadySubmitted: (receipt: string) =>
    `This application has already been submitted, receipt number ${receipt}. To change it send “withdraw”; for another one send “new application”.`,
  withdrawAsk: (receipt: string) => `Withdraw ${receipt}? You can then change it and submit it again.`,
  withdrawYes: 'Withdraw it',
  withdrawNo: 'Don’t withdraw',
  withdrawn: (receipt: string) =>
    `${receipt} is withdrawn. Your answers are all still here; send “submit” when you have made your changes.`,
  withdrawNothing: 'There is no application to withdraw.',
  withdrawKept: 'OK, not withdrawn.',
  // Personal data
  erasePrompt: (submissions: number) =>
    submissions > 0
      ? `This deletes all your answers, drafts and conversation records, including ${counted(submissions, 'submitted application')}. It can’t be undone. Are you sure?`
      : 'This deletes all your answers, drafts and conversation records. It can’t be undone. Are you sure?',
  eraseYes: 'Delete everything',
  eraseNo: 'Don’t delete',
  eraseKept: 'OK, nothing was deleted.',
  erased: 'All your data has been deleted. Send “start” if you want to apply again.',
  exported: 'This is all the application data I hold about you (JSON):',
  nothingStored: 'I hold no application data about you yet.',
  // Groups
  ...groupEn,
  // Language
  localised: 'OK, English from now on. The rules are quoted in Chinese, their original language.',
  localeOptions: 'Send “中文” or “English” to switch language.',
  // Changed rules
  migrated: (titles: string) =>
    `The application questions have been updated. Please confirm these again: ${titles}. All other answers are kept.`,
  migratedGone: (titles: string) => `Some questions were removed; your answers are kept on record: ${titles}.`,
  separator: ', ',
  field: (title, answer) => `${title}: ${answer}`,
  aside: (text) => ` (${text})`,
  tag: (text) => `[${text}] `,
  unanswered: '(not filled in)',
  gatheringText: (have: number) => `(being filled in: ${counted(have, 'character')} so far)`,
  gatheringRows: (rows: number) => `(being filled in: ${counted(rows, 'row')} so far)`,
  gatheringFiles: (files: number) => `(being filled in: ${counted(files, 'file')} so far)`,
  gathering: '(being filled in)',
  later: 'Add later',
  none: 'none',
  files: (n: number) => counted(n, 'file'),
  unsure: 'Not sure',
};
