/** The words of --help, Chinese and English, from one table of commands. Prints nothing. */

interface Usage {
  /** As typed after `npm run -s shenbao --`. */
  readonly form: string;
  readonly zh: string;
  readonly en: string;
  readonly options?: readonly (readonly [form: string, zh: string, en: string])[];
}

/** Every command, in the order shown. */
export const USAGES = {
  start: {
    form: 'start',
    zh: '启动助手和所有已配置的渠道',
    en: 'Start the assistant with every configured channel',
  },
  chat: {
    form: 'chat [--json] [--user NAME]',
    zh: '在终端里填写；--json 逐行收发 JSON',
    en: 'Fill in an application in the terminal; --json speaks JSON, one object a line',
    options: [
      ['--json', '一行一个 JSON 对象，供程序使用', 'one JSON object a line, for programs'],
      ['--user NAME', '以这个人的身份继续（默认 me）', 'carry on as this person (me if not given)'],
    ],
  },
  check: {
    form: 'check [FOLDER]',
    zh: '检查征集文件，错误给出 文件:行:列',
    en: 'Check the files of a call; faults come with file:line:column',
  },
  graph: {
    form: 'graph [--list ID] [--format mermaid|svg] [--out FILE]',
    zh: '画出题目和走向',
    en: 'Draw the questions and where they lead',
    options: [
      ['--list ID', '只画一个榜单，如 L3', 'one list only, such as L3'],
      ['--format F', 'mermaid（默认）或 svg', 'mermaid (default) or svg'],
      ['--out FILE', '写到文件', 'write to a file'],
    ],
  },
  preview: {
    form: 'preview LIST STEP [--channel NAME] [--lang zh|en]',
    zh: '看一道题在每个渠道上是什么样子：文字、按钮，和放不下的地方',
    en: 'How a question looks on every channel: its words, its buttons, and what does not fit',
    options: [
      ['--channel NAME', '只看一个渠道，如 telegram', 'one channel only, such as telegram'],
      ['--lang zh|en', '哪种语言（默认中文）', 'in which language (the first of the call if not given)'],
    ],
  },
  submissions: {
    form: 'submissions list|show|export …',
    zh: '查看和导出申报',
    en: 'Look at submissions and export them',
    options: [
      ['list [--list ID] [--status S] [--json]', '列出申报', 'list them'],
      ['show ID [--json]', '看一份（输出不是终端时为 JSON）', 'show one (JSON when the output is no terminal)'],
      [
        'export --format json|jsonl|csv',
        '导出；另有 [--id ID] [--list ID] [--status S] [--out FILE]，不含已撤回的',
        'export; also [--id ID] [--list ID] [--status S] [--out FILE]; withdrawn ones are left out',
      ],
    ],
  },
  faq: {
    form: 'faq ask|test|misses|add|stats|calibrate|export|import …',
    zh: '问答知识：试问、看没答上的、补问法、校准',
    en: 'The knowledge behind answers: ask it, see what it missed, teach it, calibrate it',
    options: [
      ['ask "…" [--list ID]', '像申报人那样问', 'ask as an applicant would'],
      ['ask --json', '逐行读 {"id","text"}，供程序使用', 'reads {"id","text"} lines, for programs'],
      ['test "…" [--list ID]', '看得分和原因', 'scores, and why'],
      ['misses [--limit N] [--json]', '没答上的问题，相近的放在一起', 'what was not answered, like ones together'],
      ['add ID|"…" ENTRY', '给条目补一个问法，会答错别的就不加', 'teach a question, unless a right answer breaks'],
      ['stats [--json]', '条目、问法、命中', 'entries, questions, hits'],
      ['calibrate [--most-wrong 0.04] [--dry-run]', '重新定门槛', 'set the thresholds anew'],
      ['export [--format csv|xlsx] [--out FILE]', '导出问法，CSV 或 Excel', 'the questions as CSV or for Excel'],
      [
        'import FILE',
        '导入问法，CSV 或 .xlsx（列 entry、question）；有一行不对就都不写',
        'questions from CSV or .xlsx (columns entry, question); all rows or none',
      ],
    ],
  },
  recommend: {
    form: 'recommend "…" | recommend --json',
    zh: '按一段案例描述推荐榜单，说明理由和条号',
    en: 'Recommend lists for a case told in free words, with reasons and clauses',
    options: [['--json', '逐行读 {"id","text"}，每行一个结果', 'read {"id","text"} lines, one result a line']],
  },
  migrate: {
    form: 'migrate --from sqlite|redis --to redis|sqlite [--dry-run] [--json]',
    zh: '把全部记录从 DATA_DIR 里的 SQLite 搬到 REDIS_URL，或搬回来；搬之前停掉助手，搬完逐条核对',
    en: 'Move every record from SQLite in DATA_DIR to REDIS_URL, or back; stop the assistant first; both sides are compared',
    options: [
      ['--dry-run', '只数一数会搬什么', 'only count what would move'],
      [
        '--into-empty-only',
        '目标必须是空的；总是如此，从不合并。没搬完的，再运行一次会接着搬',
        'the target must be empty; always so, nothing is ever merged. What was interrupted goes on when run again',
      ],
      ['--json', '结果是一个 JSON 对象，供程序使用', 'the result as one JSON object, for programs'],
    ],
  },
  setup: {
    form: 'setup telegram|feishu|wechat',
    zh: '接通一个渠道：说明步骤，核对凭证，写进 .env（飞书可扫码建应用）',
    en: 'Connect a platform: the steps, the credentials checked and written to .env (Feishu: an app by scanning a code)',
    options: [
      ['--token <令牌>', 'telegram、wechat：直接给令牌', 'telegram, wechat: the token'],
      ['--endpoint <主机:端口>', 'wechat：自建网关的地址', 'wechat: host:port of a gateway of your own'],
      ['--lark', 'feishu：国际版 Lark', 'feishu: Lark, the international one'],
      ['--scan', 'feishu：不在终端里也扫码', 'feishu: scan a code though this is no terminal'],
      ['--manual', 'feishu：不扫码，自己在开放平台建', 'feishu: no code, by hand in the developer console'],
      ['--accounts <主机>', 'feishu：私有部署的账号服务', 'feishu: accounts host of an installation of your own'],
    ],
  },
  doctor: {
    form: 'doctor [--json]',
    zh: '检查运行环境、征集文件、数据和渠道',
    en: 'Check the machine, the call, the stored records and the channels',
  },
} as const satisfies Record<string, Usage>;

export type CommandName = keyof typeof USAGES;

export const COMMANDS = Object.keys(USAGES) as CommandName[];

const EXITS: readonly (readonly [code: number, zh: string, en: string])[] = [
  [0, '正常', 'ok'],
  [1, '发现问题或没有成功', 'found faults, or failed'],
  [2, '命令写法不对', 'wrong usage'],
  [70, '程序自身的错误', 'a bug of the program'],
  [78, '配置或征集文件有错', 'faults in the settings or in the files of the call'],
];

function block(usage: Usage): string {
  return [
    `  ${usage.form}`,
    `      ${usage.zh}`,
    `      ${usage.en}`,
    ...(usage.options ?? []).flatMap(([form, zh, en]) => [`      ${form}`, `          ${zh} / ${en}`]),
  ].join('\n');
}

/** The help of all commands. */
export function helpText(version: string): string {
  return [
    `申报助手 Shenbao ${version}`,
    '',
    '用法 / Usage: npm run -s shenbao -- <command> [options]',
    '',
    ...COMMANDS.map((name) => block(USAGES[name])),
    '  --help, --version',
    '',
    '退出码 / Exit codes',
    ...EXITS.map(([code, zh, en]) => `  ${String(code).padStart(2)}  ${zh} / ${en}`),
    '',
    '设置见 .env.example。/ Settings are described in .env.example.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function helpOf(name: CommandName): string {
  return `${block(USAGES[name])}\n`;
}
