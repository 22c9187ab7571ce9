/** What the machine itself says in a conversation, in Chinese: the table every other language must match. No rules here. */

import { groupZh } from './group-zh.ts';

export const dialogueZh = {
  /** First words to somebody new. */
  welcome: (call: string) => `你好，我是申报助手，帮你一步一步完成申报：${call}。`,
  progress: (number: number, left: number) =>
    left > 0 ? `第 ${number} 题，约剩 ${left} 题` : `第 ${number} 题，最后一题`,
  editing: (number: number) => `修改第 ${number} 题`,
  multiFoot: '可多选，例如回“1,3”。',
  optionalFoot: '这题可以不填，回“跳过”即可。',
  example: (text: string) => `例：${text}`,
  noExample: '这一题没有现成的例子，按你的实际情况写就好。',
  lengthFoot: (min: number, max: number) => `${min}–${max} 字。`,
  longFoot: (min: number, max: number) => `${min}–${max} 字，可以分几条发，发完回“好了”。`,
  rowsFoot: (columns: string) => `一行一条：${columns}。也可以直接粘贴表格；发完回“好了”。`,
  oneColumnFoot: '一行一条，发完回“好了”。',
  optionalCell: (label: string) => `${label}（没有写“无”）`,
  filesFoot: (kinds: string, megabytes: number, max: number) =>
    `支持 ${kinds}，单个不超过 ${megabytes} MB，最多 ${max} 个。`,
  currentAnswer: (answer: string) => `现在的回答：${answer}\n回新的答案就会替换；不用改，回“保留”。`,
  staleAnswer: (answer: string) =>
    `这一题需要你再确认一次。之前的回答：${answer}\n还是这样就回“保留”，要改就直接回新的答案。`,
  formerAnswer: (answer: string) => `这一题需要你再确认一次：题目改了，之前的回答（${answer}）已经不适用，请重新回答。`,
  keepNot: (title: string) => `“${title}”之前的回答已经不适用，保留不了，请重新回答。`,
  kept: (title: string) => `好，“${title}”保持不变。`,
  saved: (title: string, answer: string) => `已记下“${title}”：${answer}`,
  skipped: (title: string) => `好，先跳过“${title}”。`,
  notOptional: (title: string) => `“${title}”是必答题，跳过不了。一时答不上来可以发“存草稿”，或发“例子”看看怎么写。`,
  nothingBefore: '已经是第一题了。',
  nothingAsked: '现在没有要回答的问题。',
  // Stale buttons and late taps
  oldPrompt: '这是之前那一题的按钮，我没有改动它。要改之前的回答，请发“修改 + 题名”。我们继续现在这一题：',
  unsupported: (what: string) => `我还看不了${what}。请用文字回答，或在要附件的时候发文件。`,
  // Gathering an answer over several messages
  owedNote: (label: string, min: number, max: number) => `请用 ${min}–${max} 字说明一下“${label}”。`,
  owedText: (have: number, min: number) =>
    `收到，现在 ${have} 字，还差 ${min - have} 字。接着发，发完回“好了”；想重写发“上一步”。`,
  owedTextEnough: (have: number, max: number) => `收到，现在 ${have} 字（上限 ${max}）。还有就接着发，没有就回“好了”。`,
  owedRows: (rows: number, added: number) =>
    added > 0
      ? `记下了，现在共 ${rows} 行。还有就接着发；要改第 1 行发“改 1 …”，删除发“删 1”；没有了回“好了”。`
      : `现在共 ${rows} 行。还有就接着发，没有了回“好了”。`,
  owedCell: (row: number, label: string) => `第 ${row} 行的“${label}”是？（这一行不要了回“算了”）`,
  owedContact: (fields: string) => `还差：${fields}。只补这些就行。`,
  contactFields: { name: '姓名', title: '职务', phone: '手机或座机', email: '邮箱' },
  owedFiles: (files: number) => `收到，现在 ${files} 个文件。还有就接着发，没有了回“已发完”；要删第 1 个发“删 1”。`,
  filesInHand: (names: string) => `现在的文件：${names}\n还可以接着发；要删第 1 个发“删 1”；没有要改的了回“已发完”。`,
  filesNone: '现在一个文件也没有。请接着发；暂时没有就选“稍后补充”。',
  rowsMend: '发“改 1 …”改掉第 1 行，或“删 1”删掉它（数字是行号）。',
  rowsStay: (rows: number) => `好，这 ${rows} 行都还在，没有记下。哪一行要改发“改 1 …”，不要了发“删 1”（数字是行号）。`,
  rowsDone: '没有了',
  // More words after a long text was taken
  supplementAsk: (words: string, title: string) => `“${words}”——这是在补充上一题“${title}”，还是回答这一题？`,
  supplementAdd: '补充上一题',
  supplementAnswer: '回答这一题',
  supplementAdded: (title: string, have: number) =>
    `这段话我接在上一题“${title}”后面了，现在共 ${have} 字。不是的话，发“修改 ${title}”改回来。`,
  supplementTooLong: (title: string, over: number, max: number) =>
    `这段话接在上一题“${title}”后面会多出 ${over} 字（上限 ${max}），所以没有加，原来的回答还在。想改写请发“修改 ${title}”。`,
  supplementDone: (title: string, have: number) => `“${title}”已经记下，共 ${have} 字。我们继续现在这一题：`,
  // A doubtful value
  doubtAsk: (says: string) => `${says}\n确定就这样吗？`,
  doubtKeep: '就这样',
  doubtAgain: '我重新填',
  doubts: {
    uscc_checksum: (expected: string) =>
      `这个代码的校验位对不上（按国标算出来应是 ${expected}），请对照营业执照核对一遍。少数早期代码确有例外。`,
    personal_number: (masked: string) => `里面像有身份证号或银行卡号，我已经打码成 ${masked}，原文不保存。`,
    short_name: '这看起来像简称。申报单位要写全称，和营业执照、公章一致。',
    relative_date: (date: string) => `我理解为 ${date}，对吗？`,
    rows_cleared: (rows: number) => `这样会清掉现在的 ${rows} 行。`,
    future_date: (date: string) => `${date} 还没有到。`,
    lower_is_better: (row: number, name: string) => `第 ${row} 行“${name}”之后比之前小，这个指标是数值越低越好吗？`,
    percent_or_points: (row: number, name: string) =>
      `第 ${row} 行“${name}”的单位是“%”。“提升 5%”和“提升 5 个百分点”不一样，请确认写的是数值本身。`,
  },
  // Is it a question or the answer?
  questionAsk: (text: string) => `“${text}”——这是你的回答，还是想问我？`,
  questionIsAnswer: '这是我的回答',
  questionIsQuestion: '我想问问题',
  questionNoted: '这个问题我先记下转给组委会。想看某一条细则的原文，可以发“条款 3.1.1”这样的编号。',
  // Questions about the rules
  meantAsk: '你是想问：',
  meantNone: '都不是，转人工',
  handedOver: '这个问题细则里没有现成的答案，以主办方通知为准。我已经记下，转给组委会。',
  injected: '我只能按细则帮你申报，不能照别的指令做。关于细则和申报的问题，随时可以问。',
  fromOrganizer: (fact: string) => `组委会的通知：${fact}`,
  // Which list fits
  recommendHead: '按你说的，可以看看：',
  recommendLine: (n: number, name: string) => `${n}. ${name}`,
  recommendWhy: (words: string, say: string) => `   你提到“${words}”：${say}`,
  recommendOpen: (ask: string) => `   还要确认：${ask}`,
  recommendNot: (name: string, words: string) => `【${name}】先不建议：你提到“${words}”。`,
  recommendAsk: (ask: string) => `还差一点才好判断：${ask}`,
  recommendNone:
    '按你说的，五个榜单都不太像。可以再补一两句（帮谁、用什么技术、在哪里落地），或回“转人工”请组委会看看。',
  recommendMore: '再多说一两句：帮谁、怎么做的、用了什么技术、在哪里落地、效果怎样，我来对榜单。',
  // Answers read from one long message
  proposedHead: '我从你的话里读到这些，请核对（引号里是你的原话）：',
  proposedAsk: '都对吗？确认之后才会记下。',
  proposedAll: '都对，全部记下',
  proposedEach: '一条一条看',
  proposedNone: '都不要',
  proposedYes: '对，记下',
  proposedNo: '不对，跳过',
  proposedLine: (title: string, answer: string, words: string) => `${title}：${answer}（“${words}”）`,
  proposedItem: (line: string, at: number, all: number) => `第 ${at} 条，共 ${all} 条：${line}`,
  proposedLacking: (title: string, words: string, lacking: string) =>
    `${title}：“${words}”还缺${lacking}，到那一题再补。`,
  proposedInstead: (now: string) => `（现在填的是：${now}）`,
  /** Words told before they can be asked about. `left`: something personal was left out. */
  heard: (agreed: boolean, left: boolean) =>
    `你话里能直接用的，我先放着，${agreed ? '' : '等你同意、'}选好榜单之后请你逐条核对，点头才记下。${left ? '联系人等个人信息没有留，到那一题再填。' : ''}`,
  heardNothing: '你之前那段话里没有这一榜能直接填的，我们一题一题来。',
  proposedSaved: (n: number) => `已记下 ${n} 条，随时可以修改。`,
  proposedDropped: '好，一条都没有记。',
  // After three failures
  stuck: (ways: string) => `没关系，还可以：${ways}。`,
  stuckSkip: '回“跳过”',
  stuckExample: '回“例子”看一个写法',
  stuckHuman: '回“转人工”请组委会帮忙',
  // Findings
  quickPassed: (left: number) => `快速自查没有发现问题。接下来大约还有 ${left} 题，随时可以停，发“继续”接着填。`,
  quickReview: (left: number) =>
    `快速自查：有需要说明或请组委会确认的地方，先记下，不影响继续填。接下来大约还有 ${left} 题。`,
  quickRefused: (left: number) =>
    `快速自查：还有硬性要求没有满足（见上）。你可以先继续填，大约还有 ${left} 题；提交前要改好，或请组委会确认。`,
  refused: (list: string) => `按你的回答，【${list}】有硬性要求目前不满足（自查结果，以组委会为准）：`,
  waysAsk: '你想怎么做？',
  wayEdit: '改答案',
  waySwitch: '换榜单（公共答案保留）',
  wayOrganizer: '请组委会确认',
  waySave: '先存草稿',
  objectionAsk: '请用一两句话告诉组委会你的情况（不超过 300 字）。没有要补充的回“跳过”。',
  objectionTooLong: (over: number) => `多了 ${over} 字，请缩短到 300 字以内。`,
  objectionNoted: '已经记下，会随申报一起请组委会确认。在组委会答复之前，这一条仍显示为“不满足”。我们接着填。',
  clauseQuote: (printed: string, id: string, text: string) => `细则 ${printed}（${id}）：“${text}”`,
  clauseUnknown: (id: string) => `没有编号为“${id}”的条款。可以发“条款 3.1.1”这样的编号。`,
  status: {
    met: '已符合（自查）',
    not_met: '不满足',
    needs_explanation: '需说明',
    organizer_review: '待组委会确认',
    not_applicable: '不适用',
    unanswered: '还没回答',
  },
  restsOn: (titles: string) => `依据：${titles}`,
  fixBy: (text: string) => `怎样才满足：${text}`,
  objected: '已请组委会确认',
  overall: {
    eligible: '自查结果：硬性要求都有对应的回答。',
    needs_review: '自查结果：有需要说明或待组委会确认的地方。',
    ineligible: '自查结果：有硬性要求不满足。',
  },
  soFar: '自查结果：到目前为止没有发现问题。',
  nothingHard: '自查结果：没有发现需要说明或确认的地方。',
  thanks: '不客气。',
  disclaimer: '以上按你自己的回答得出，未经核实，以组委会审核为准。',
  hardCount: (met: number, total: number) => `硬性要求 ${met}/${total} 条已符合`,
  metClauses: (ids: string) => `已符合：${ids}`,
  // Lists
  listLine: (name: string, gist: string) => `${name}：${gist}`,
  listChosen: (name: string) => `好，申报【${name}】。先用几道点选题快速自查。`,
  listKept: (name: string) => `还是【${name}】，没有变化。`,
  listHelp: '五个榜单看重的地方不同，对照一下哪一句最像你们的案例：',
  // Commands
  help: [
    '随时可以发：',
    '上一步｜修改 7 或 修改 项目名｜跳过｜例子',
    '进度｜预览｜提交｜存草稿｜继续',
    '换榜单｜新申报｜我的申报｜撤回',
    '条款 3.1.1（看原文）｜转人工｜别再提醒我',
    '续填码（换个渠道接着填）｜导出我的数据｜删除我的数据｜English',
  ].join('\n'),
  editWhich: '想改哪一题？发题号或题名就行：',
  editNone: '还没有可以修改的回答。',
  editUnknown: (name: string) => `没有找到“${name}”这一题。发“预览”可以看到所有题号。`,
  editAmbiguous: (names: string) => `有几题都像：${names}。请说得再具体一点，或发题号。`,
  editSubmitted: '这份申报已经提交。要修改请先发“撤回”，改好再提交，会成为新的一版。',
  progressLine: (list: string, done: number, total: number) => `${list}：已答 ${done} 题，共约 ${total} 题。`,
  progressMissing: (titles: string) => `还差：${titles}`,
  progressNoList: '还没有选榜单，选好之后才知道一共有多少题。',
  progressReady: '都答完了，发“预览”核对，没问题就提交。',
  noDraft: '还没有开始填。发“开始”就可以选榜单。',
  paused: '已存好，随时回来发“继续”，从停下的地方接着填。',
  resumed: '接着上次的地方：',
  human: '好，我已记下，请组委会联系你。',
  humanContact: (contact: string) => `也可以直接联系：${contact}`,
  humanUnknown: '细则没有写联系方式，以主办方通知为准。',
  drafts: '你的申报：',
  draftLine: (n: number, list: string, title: string, state: string) =>
    `${n}. ${list}${title === '' ? '' : `｜${title}`}｜${state}`,
  draftState: { current: '正在填', saved: '草稿', submitted: (receipt: string) => `已提交 ${receipt}` },
  draftsFoot: '切换发“草稿 2”，再报一个发“新申报”。',
  draftUnknown: (n: string) => `没有第 ${n} 份草稿。发“我的申报”看看。`,
  newDraft: '好，新开一份。单位、案例、联系人等公共答案已经带过来，可以随时修改。',
  noListYet: '还没选榜单',
  // Consent and declaration
  declined: '好，那先不填，我不会保存你的申报信息。规则问题可以随时问；想好了发“开始”。',
  declarationNo: '没关系，已经存成草稿。能确认的时候发“继续”。',
  // Submission
  previewHead: (list: string) => `【${list}】申报内容摘要`,
  previewFoot: '要改就发“修改 题号”或“修改 题名”。',
  characters: (n: number) => `（共 ${n} 字）`,
  masked: '（仅私聊可见）',
  notReady: (titles: string) => `还有题没答完：${titles}。答完就能提交。`,
  submitRefused: (list: string) => `现在还不能提交：【${list}】有硬性要求不满足。`,
  afterDeadline: (deadline: string) => `已经过了截止时间（${deadline}），不能再提交或撤回。`,
  receipt: (receipt: string, title: string, list: string) =>
    `已提交！受理编号：${receipt}\n案例：${title}\n榜单：${list}`,
  receiptRevision: (revision: number, previous: string) => `这是第 ${revision} 版，替代 ${previous}。`,
  receiptObjection: '提交时带有请组委会确认的条款，结论仍以组委会答复为准。',
  receiptMissing: (items: string) => `建议补充的材料（不是放行条件）：\n${items}`,
  receiptHash: (hash: string) => `内容指纹 SHA-256：${hash}`,
  receiptFoot: '截止前可发“撤回”修改后再提交；再报一个榜单发“新申报”。',
  maxPerCase: (max: number) => `同一案例最多申报 ${max} 个榜单（组委会设定），请先撤回一个再提交。`,
  maxPerOrg: (max: number) => `一家单位最多提交 ${max} 份（组委会设定），请先撤回一份再提交。`,
  alreadySubmitted: (receipt: string) => `这份申报已经提交，受理编号 ${receipt}。要修改发“撤回”，再报一个发“新申报”。`,
  withdrawAsk: (receipt: string) => `确定撤回 ${receipt} 吗？撤回后可以修改再提交。`,
  withdrawYes: '确定撤回',
  withdrawNo: '不撤回',
  withdrawn: (receipt: string) => `已撤回 ${receipt}。回答都还在，改好以后发“提交”。`,
  withdrawNothing: '没有可以撤回的申报。',
  withdrawKept: '好，不撤回。',
  // Personal data
  erasePrompt: (submissions: number) =>
    submissions > 0
      ? `这会删除你的全部回答、草稿和对话记录，包括已提交的 ${submissions} 份申报，删除后无法恢复。确定吗？`
      : '这会删除你的全部回答、草稿和对话记录，删除后无法恢复。确定吗？',
  eraseYes: '确定删除',
  eraseNo: '不删除',
  eraseKept: '好，什么都没有删除。',
  erased: '你的数据已全部删除。需要时发“开始”可以重新申报。',
  exported: '这是我保存的关于你的全部申报数据（JSON）：',
  nothingStored: '我还没有保存你的任何申报数据。',
  // Groups
  ...groupZh,
  // Language
  localised: '好，接下来用中文。细则原文本来就是中文。',
  localeOptions: '发“中文”或“English”切换语言。',
  // Changed rules
  migrated: (titles: string) => `申报要求有更新，这几题需要你再确认：${titles}。其他回答都保留。`,
  migratedGone: (titles: string) => `有几题已经取消，你的回答另存备查：${titles}。`,
  separator: '、',
  field: (title: string, answer: string) => `${title}：${answer}`,
  aside: (text: string) => `（${text}）`,
  tag: (text: string) => `【${text}】`,
  unanswered: '（未填）',
  gatheringText: (have: number) => `（填写中，已 ${have} 字）`,
  gatheringRows: (rows: number) => `（填写中，已 ${rows} 行）`,
  gatheringFiles: (files: number) => `（填写中，已 ${files} 个文件）`,
  gathering: '（填写中）',
  later: '稍后补充',
  none: '无',
  files: (n: number) => `${n} 个文件`,
  unsure: '说不清',
};

export type Dialogue = typeof dialogueZh;
