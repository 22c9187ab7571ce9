/**
 * One application, three platforms through their real SDKs: begun in WeChat, gone on with in Feishu, submitted on Telegram;
 * cut off again, and not held up by a platform that is down.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import feishu from '../../adapters/feishu.ts';
import telegram from '../../adapters/telegram.ts';
import { TEMPO, wechatAt } from '../../adapters/wechat.ts';
import type { Submission } from '../../src/engine/submission.ts';
import type { Person as FeishuPerson } from '../platforms/feishu/person.ts';
import { personAt as feishuPersonAt } from '../platforms/feishu/person.ts';
import { APP_ID, APP_SECRET } from '../platforms/feishu/rest.ts';
import type { FeishuServer } from '../platforms/feishu-server.ts';
import { openFeishuServer } from '../platforms/feishu-server.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { Person as TelegramPerson } from '../platforms/telegram/person.ts';
import { personAt as telegramPersonAt } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';
import type { WechatServer } from '../platforms/wechat-server.ts';
import { openWechatServer } from '../platforms/wechat-server.ts';

const SUMMARY =
  '我们面向还没有收入、只有专利和样品的初创期科技企业，按研发进度而不是财务报表评定信用，由专家和模型共同打分，按中试里程碑分期放款。产品2025年3月上线，至9月末服务86家企业，其中41家是第一次获得银行贷款，平均利率从5.2%降到3.9%，首笔资金平均7天到账。';
const SCOPE =
  '2025年1—9月共服务科技型企业86家，其中初创期52家、成长期34家，集中在芯片设计、生物医药和商业航天三个方向；首次获得银行贷款的41家，占48%。单户平均授信680万元，最小一笔80万元。';
const LINK =
  '资金进在“样品到中试”这一环：企业有专利、没收入，抵押贷款批不下来。我们按研发进度评信用，专家与模型共同打分，按中试里程碑分期放款，首笔平均7天到位。86家企业里63家过去被抵押门槛挡在门外，现在都拿到了中试资金。';
const SAFETY =
  '数据来自企业授权的专利和纳税信息，授权书逐户留存；模型上线经本行合规部门审批，系统通过等保三级测评，不向外部提供客户信息。';
const METRICS =
  '科技企业平均贷款利率｜5.2｜3.9｜%｜2025年1-9月｜信贷系统台账\n首次获贷企业｜无｜41｜家｜2025年1-9月｜信贷系统台账';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

const quick = wechatAt({
  ...TEMPO,
  pace: { gap: 0, jitter: 0, perMinute: 100_000, patience: 20_000 },
  rates: { perChat: 1_000, perSecond: 1_000 },
  welcome: { least: 20, most: 40, perHour: 10, again: 600_000 },
  line: { ...TEMPO.line, first: 20, most: 40, patience: 300 },
});

let chats: { readonly wechat: WechatServer; readonly feishu: FeishuServer; readonly telegram: TelegramServer };
let house: House;
let wang: FeishuPerson;
let one: TelegramPerson;

beforeEach(async () => {
  chats = { wechat: await openWechatServer(), feishu: await openFeishuServer(), telegram: await openTelegramServer() };
  house = await openHouse();
  await house.open(quick, chats.wechat.environment);
  const { url } = chats.feishu;
  await house.open(feishu, { FEISHU_APP_ID: APP_ID, FEISHU_APP_SECRET: APP_SECRET, FEISHU_DOMAIN: url });
  const { token, url: root } = chats.telegram;
  await house.open(telegram, { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: root });
  chats.wechat.person('wang', '王');
  chats.wechat.room('room@1', '申报交流群', ['wang'], '申报小助手');
  wang = feishuPersonAt(chats.feishu, 'ou_wang');
  one = telegramPersonAt(chats.telegram, 501);
});

afterEach(async () => {
  expect(house.errors).toEqual([]);
  await house.close();
  await Promise.all([chats.wechat.close(), chats.feishu.close(), chats.telegram.close()]);
});

const inWechat = (to = 'wang'): string[] => chats.wechat.sent.filter((sent) => sent.to === to).map(({ text }) => text);

/** Says something in WeChat and resolves with what came back, once no more comes. */
async function ask(text: string): Promise<string> {
  const before = inWechat().length;
  chats.wechat.says('wang', text);
  await vi.waitFor(() => expect(inWechat().length).toBeGreaterThan(before), { timeout: 8_000, interval: 5 });
  for (let count = -1; count !== inWechat().length; ) {
    count = inWechat().length;
    await sleep(150);
  }
  return inWechat().slice(before).join('\n---\n');
}

/** The code in what was said. */
function codeIn(words: string): string {
  const code = /[0-9A-Z]{4,5}-[0-9A-Z]{4,5}/u.exec(words)?.[0];
  if (code === undefined) throw new Error(`no code in: ${words}`);
  return code;
}

describe('an application begun in WeChat', () => {
  it('goes on at the same question in Feishu, and is submitted on Telegram with what was said in all three', async () => {
    for (const text of ['你好', '1', '1', '1', '1 2', '1、2、3', '上海示例科创银行股份有限公司']) await ask(text);
    expect(await ask('9131 0115 MAFA-KE019p')).toContain('单位属于哪一类');
    const offered = await ask('续填码');
    const first = codeIn(offered);
    expect(offered).toMatch(/Telegram：点开就接上 https:\/\/t\.me\/\w+\?start=code-\w{10}/u);
    expect(offered).toContain('飞书：https://applink.');

    const asked = await wang.say(`继续 ${first}`, '单位属于哪一类');
    expect(asked.buttons.length).toBeGreaterThan(2);
    expect(wang.seen().some(({ words }) => words.includes('接上了'))).toBe(true);
    await vi.waitFor(() => expect(inWechat().at(-1)).toContain('刚在飞书接上了'), { timeout: 5_000 });
    await wang.tap('1.', '联合申报单位');
    await wang.say('没有', '案例叫什么名字');
    await wang.say('研发进度评信用，初创芯片企业首贷七天到账', '请介绍一下案例');
    await wang.say(SUMMARY, '属于哪种模式');
    await wang.say('研发贷，还有投贷联动', '具体服务了哪些对象');
    await wang.say(SCOPE, '解决了什么难题');
    await wang.say(LINK, '关键节点');
    await wang.say('2025年3月 上线\n2025年4月 首笔放款', '2 行');
    await wang.say('好了', '最能证明效果的数据');
    await wang.say(METRICS, '2 行');
    await wang.say('好了', '合规是怎么保障');
    await wang.say(SAFETY, '请把证明材料发过来');
    await wang.sendFile('承诺书（盖章）.pdf', PDF, '现在 1 个文件');
    await wang.tap('1.', '请留一位联系人');
    await wang.say('张示例 科创金融部总经理 13900001234 zhang@example.com', '材料真实');
    const shown = await wang.say('续填码', '联系电话后四位');
    const second = codeIn(shown.words);

    // By the link of Telegram, which carries the code but not the digits.
    await one.say(`/start code-${second.replace('-', '')}`, '联系电话后四位');
    await one.say(`继续 ${second} 9999`, '不对');
    const declaring = await one.say(`继续 ${second} 1234`, '材料真实');
    expect(declaring.rows.flat().length).toBeGreaterThan(1);
    await one.tap('1.', '没问题就选');
    const receipt = await one.tap('提交', '已提交！受理编号：SJ2025-L1-');
    const number = /SJ2025-L1-[0-9A-Z-]+/u.exec(receipt.text)?.[0] ?? 'none';

    expect(await ask('我的申报')).toContain(number);
    const stored = await house.store.submissions();
    expect(stored).toHaveLength(1);
    const submission = stored[0]?.submission as Submission;
    expect(submission.receipt_no).toBe(number);
    expect(submission.applicant?.org_name).toBe('上海示例科创银行股份有限公司');
    expect(submission.case?.title).toBe('研发进度评信用，初创芯片企业首贷七天到账');
    expect(submission.attachments?.map(({ name }) => name)).toEqual(['承诺书（盖章）.pdf']);
    expect((await house.store.sessions(10)).filter(({ length }) => length > 5)).toHaveLength(1);
    expect(inWechat().filter((text) => text.includes('接上了')).length).toBe(1);
    expect(wang.seen().filter(({ words }) => words.includes('刚在Telegram接上了'))).toHaveLength(1);
  });

  it('can be cut off where it began: Feishu is on its own again', async () => {
    for (const text of ['你好', '1', '1']) await ask(text);
    await wang.say(`继续 ${codeIn(await ask('续填码'))}`, '第 1 题');
    expect(await ask('断开其他渠道')).toContain('断开了 1 个渠道');
    await wang.say('进度', '可以开始吗');
    expect(await house.store.linked('feishu:ou_wang')).toBeUndefined();
  });

  it('is parted by whoever joined it, who is on their own again', async () => {
    for (const text of ['你好', '1', '1']) await ask(text);
    await one.say(`继续 ${codeIn(await ask('续填码'))}`, '第 1 题');
    await one.say('解除关联', '可以开始吗');
    expect(await house.store.linked('telegram:501')).toBeUndefined();
    expect(await ask('进度')).toContain('十大科技金融事件');
  });
});

describe('a code said where others hear it', () => {
  it('in a room of WeChat is void, and nothing of the application is said there', async () => {
    for (const text of ['你好', '1', '1']) await ask(text);
    const code = codeIn(await ask('续填码'));
    chats.wechat.says('wang', `@申报小助手 继续 ${code}`, { room: 'room@1' });
    await vi.waitFor(() => expect(inWechat('room@1').join('')).toContain('已经作废'), { timeout: 8_000 });
    expect(inWechat('room@1').join('')).not.toContain('第 1 题');
    await wang.say(`继续 ${code}`, '用过了');
  });
});

describe('a platform that is down', () => {
  it('holds up nothing on another one, and has its own replies when it is back', async () => {
    for (const text of ['你好', '1', '1']) await ask(text);
    const code = codeIn(await ask('续填码'));
    const before = inWechat().length;
    // The warning, and nothing else, waits for WeChat.
    chats.wechat.refuse('away for a while');
    await wang.say(`继续 ${code}`, '第 1 题');
    await wang.tap('1.', '第 2 题');
    expect((await house.store.backlog()).owed).toBe(1);
    await wang.say('进度', '已答');
    chats.wechat.refuse(undefined);
    await vi.waitFor(() => expect(inWechat().slice(before).join('')).toContain('刚在飞书接上了'), { timeout: 20_000 });
    expect(inWechat().slice(before)).toHaveLength(1);
  });
});
